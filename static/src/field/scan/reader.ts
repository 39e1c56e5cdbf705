// Reading a QR code out of a picture: by the browser itself where it can, else by the library.

type Source = HTMLVideoElement | ImageBitmap;
export type CodeReader = (source: Source, isStill?: boolean) => Promise<string | null>;

interface Detector {
  detect(source: Source): Promise<{ readonly rawValue: string }[]>;
}
interface DetectorType {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const LONGEST_SIDE = 1280; // more pixels cost time and find nothing more
const STILL_MS = 3000;
const FRAME_MS = 60;

/** Return a reader; it answers null where the picture shows no code. */
export async function codeReader(): Promise<CodeReader> {
  const native = (globalThis as { BarcodeDetector?: DetectorType }).BarcodeDetector;
  const canRead = native ? (await native.getSupportedFormats()).includes("qr_code") : false;
  return native && canRead ? nativeReader(new native({ formats: ["qr_code"] })) : libraryReader();
}

/** The browser's own reader; some tablets have its name but not the service behind it: then the library reads on. */
function nativeReader(detector: Detector): CodeReader {
  let instead: CodeReader | null = null;
  return async (source, isStill) => {
    if (source instanceof HTMLVideoElement && source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    if (instead) return instead(source, isStill);
    try {
      return (await detector.detect(source))[0]?.rawValue ?? null;
    } catch (error) {
      console.warn("the browser's own reader of codes failed", error);
      instead = await libraryReader();
      return instead(source, isStill);
    }
  };
}

async function libraryReader(): Promise<CodeReader> {
  const { decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (source, isStill = false) => {
    const [width, height] = source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
    if (!context || !width || !height) return Promise.resolve(null);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    try {
      return Promise.resolve(decodeQR(image, { timeLimit: isStill ? STILL_MS : FRAME_MS }));
    } catch {
      return Promise.resolve(null); // the library throws for "no code here", which most frames are
    }
  };
}

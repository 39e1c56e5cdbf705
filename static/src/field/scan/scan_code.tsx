// The scanner: the camera's picture until it shows a code, or a photograph of one.
import { useEffect, useRef, useState } from "preact/hooks";
import { openOverlay } from "../capture/overlay";
import { _ } from "../words";
import { cameraFault, rearCamera } from "./camera";
import { codeReader, type CodeReader } from "./reader";

const PAUSE_MS = 120;

/** Scan one QR code and return its text; null when the officer closes the scanner. */
export function scanCode(title = _("扫描二维码")): Promise<string | null> {
  return openOverlay<string>(title, (done) => <Scanner found={done} />);
}

function Scanner({ found }: { readonly found: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [message, setMessage] = useState(_("正在打开相机…"));
  useEffect(() => {
    const watching = new AbortController();
    if (video.current) void watch(video.current, watching.signal, found, setMessage);
    return () => watching.abort();
  }, []);
  const read = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (!file) return;
    setMessage(_("正在识别照片…"));
    const text = await readPhotograph(file);
    if (text === null) setMessage(_("照片里没有认出二维码：拍近一些，拍正，避开反光。"));
    else found(text);
    input.value = "";
  };
  return (
    <div class="scanner">
      <div class="scanner__frame">
        <video ref={video} class="scanner__video" playsInline muted />
      </div>
      <p class="scanner__message" role="status">
        {message}
      </p>
      <label class="button button--secondary button--file">
        {_("改用照片识别")}
        <input type="file" accept="image/*" capture="environment" class="visually-hidden" onChange={(event) => void read(event.currentTarget)} />
      </label>
    </div>
  );
}

async function watch(video: HTMLVideoElement, leaving: AbortSignal, found: (text: string) => void, say: (text: string) => void): Promise<void> {
  let stream: MediaStream | null = null;
  try {
    const read = await codeReader();
    stream = await rearCamera();
    video.srcObject = stream;
    await video.play();
    say(_("把二维码放进框里。"));
    const text = await firstCode(video, read, leaving);
    if (text !== null) found(text);
  } catch (error) {
    if (!leaving.aborted) say(cameraFault(error));
  } finally {
    stream?.getTracks().forEach((track) => track.stop());
  }
}

async function firstCode(video: HTMLVideoElement, read: CodeReader, leaving: AbortSignal): Promise<string | null> {
  while (!leaving.aborted) {
    const text = await read(video);
    if (text !== null) return leaving.aborted ? null : text;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return null;
}

async function readPhotograph(file: File): Promise<string | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null; // no picture that this browser can show: the same answer as for one without a code
  }
  const read = await codeReader();
  const text = await read(picture, true);
  picture.close();
  return text;
}

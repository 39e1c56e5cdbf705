// A live picture with the earlier photograph over it, so that the new one is taken from the same standpoint. Only where
// the browser hands over the camera's own photograph (ImageCapture.takePhoto): a frame drawn from the video is no original.
import { useEffect, useRef, useState } from "preact/hooks";
import { cameraFault, rearCamera } from "../scan/camera";
import { _ } from "../words";
import { openOverlay } from "./overlay";

export interface EarlierPicture {
  readonly src: string;
  readonly describes: string;
}

interface StillCamera {
  takePhoto(): Promise<Blob>;
}
type StillCameraType = new (track: MediaStreamTrack) => StillCamera;

const stillCameraType = (): StillCameraType | undefined => (globalThis as { ImageCapture?: StillCameraType }).ImageCapture;

/** Say whether this browser's live camera gives originals. */
export function canOverlay(): boolean {
  const type = stillCameraType();
  return type !== undefined && "takePhoto" in type.prototype && "mediaDevices" in navigator;
}

/** Let the officer take one photograph under the earlier one; null when they close it. */
export function takeOverlaid(earlier: EarlierPicture): Promise<File | null> {
  return openOverlay<File>(_("对照旧照片拍照"), (done) => <OverlaidCamera earlier={earlier} taken={done} />);
}

function OverlaidCamera({ earlier, taken }: { readonly earlier: EarlierPicture; readonly taken: (file: File) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const track = useRef<MediaStreamTrack | null>(null);
  const [strength, setStrength] = useState(4);
  const [message, setMessage] = useState(_("正在打开相机…"));
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isGone = false;
    const stop = (): void => stream?.getTracks().forEach((one) => one.stop());
    const open = async (): Promise<void> => {
      stream = await rearCamera();
      if (isGone || !video.current) return stop();
      track.current = stream.getVideoTracks()[0] ?? null;
      video.current.srcObject = stream;
      await video.current.play();
      setMessage(_("让两张图对齐，然后拍。"));
    };
    open().catch((error: unknown) => setMessage(cameraFault(error)));
    return () => {
      isGone = true;
      stop();
    };
  }, []);
  const shoot = async (): Promise<void> => {
    const type = stillCameraType();
    if (!type || !track.current) return;
    try {
      const photograph = await new type(track.current).takePhoto();
      const ending = photograph.type === "image/png" ? "png" : "jpg";
      taken(new File([photograph], `photo-${Date.now()}.${ending}`, { type: photograph.type || "image/jpeg" }));
    } catch (error) {
      setMessage(cameraFault(error));
    }
  };
  return (
    <div class="overlaid">
      <div class="overlaid__frame">
        <video ref={video} class="overlaid__video" playsInline muted />
        <img class={`overlaid__earlier overlaid__earlier--${strength}`} src={earlier.src} alt={_("以前的照片：%(what)s", { what: earlier.describes })} />
      </div>
      <p role="status">{message}</p>
      <label class="overlaid__strength">
        {_("旧照片浓淡")}
        <input type="range" min="0" max="8" value={strength} onInput={(event) => setStrength(Number(event.currentTarget.value))} />
      </label>
      <button type="button" class="button button--primary overlaid__shutter" onClick={() => void shoot()}>
        {_("拍")}
      </button>
    </div>
  );
}

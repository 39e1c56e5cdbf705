// A signature drawn on the glass: black on white whatever the theme, kept as PNG.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import Pad from "signature_pad";
import { keepFile } from "../store/files";
import { explainStorage } from "../store/explained";
import type { KeptFile } from "../store/types";
import { _ } from "../words";

interface SignaturePadProps {
  /** Who signs, as shown above the line. */
  readonly label: string;
  readonly onSigned: (file: KeptFile) => void | Promise<void>;
}

const LEAST_POINTS = 6; // a slip of the finger is no signature

export function SignaturePad({ label, onSigned }: SignaturePadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<Pad | null>(null);
  const [isEmpty, setEmpty] = useState(true);
  const [message, setMessage] = useState("");
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const drawn = new Pad(element, { backgroundColor: "#ffffff", penColor: "#000000", minWidth: 1, maxWidth: 3.5 });
    const count = (): void => setEmpty(drawn.toData().reduce((sum, { points }) => sum + points.length, 0) < LEAST_POINTS);
    drawn.addEventListener("endStroke", count);
    const sized = new ResizeObserver(() => fit(element, drawn));
    sized.observe(element);
    pad.current = drawn;
    return () => {
      sized.disconnect();
      drawn.off();
    };
  }, []);
  const clear = (): void => {
    pad.current?.clear();
    setEmpty(true);
  };
  const use = async (): Promise<void> => {
    try {
      const picture = await pngOf(canvas.current);
      await onSigned(await keepFile(picture, "signature.png"));
    } catch (error) {
      setMessage(explainStorage(error));
    }
  };
  return (
    <div class="pad">
      <p class="pad__label">{label}</p>
      <canvas ref={canvas} class="pad__canvas pad__canvas--signature" aria-label={_("%(who)s签名处", { who: label })} />
      <div class="pad__buttons">
        <button type="button" class="button button--secondary" disabled={isEmpty} onClick={clear}>
          {_("重签")}
        </button>
        <button type="button" class="button button--primary" disabled={isEmpty} onClick={() => void use()}>
          {_("用这个签名")}
        </button>
      </div>
      <p role="status">{message}</p>
    </div>
  );
}

/** Fit the canvas to its place without losing what was drawn: a tablet that is turned must not tear a signature up. */
function fit(canvas: HTMLCanvasElement, pad: Pad): void {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const strokes = pad.toData();
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d")?.scale(ratio, ratio);
  pad.fromData(strokes);
}

/** Return what is drawn on a canvas. */
export function pngOf(canvas: HTMLCanvasElement | null): Promise<Blob> {
  return new Promise((resolve, reject) => {
    if (!canvas) reject(new Error("there is no canvas"));
    else canvas.toBlob((picture) => (picture ? resolve(picture) : reject(new Error("the browser made no picture"))), "image/png");
  });
}

// Recording sound in pieces that follow each other without a gap: the next recorder starts before the last one stops.
import { soundKind, WANTED } from "./sound_kind";

const PIECE_MS = 2 * 60 * 1000;

export function canRecord(): boolean {
  return "MediaRecorder" in globalThis && "mediaDevices" in navigator;
}

export class SoundRecorder {
  private recorder: MediaRecorder | null = null;
  private pieces = 0;
  private readonly begun = Date.now();
  private readonly piece: ReturnType<typeof setInterval>;
  private readonly clock: ReturnType<typeof setInterval>;

  private constructor(
    private readonly stream: MediaStream,
    private readonly onPiece: (file: File) => void,
    onSecond: (seconds: number) => void,
  ) {
    this.begin();
    this.piece = setInterval(() => this.begin(), PIECE_MS);
    this.clock = setInterval(() => onSecond(Math.round((Date.now() - this.begun) / 1000)), 1000);
    onSecond(0);
    addEventListener("pagehide", this.stop);
  }

  /** Ask for the microphone and begin; rejects when it is refused. */
  static async start(onPiece: (file: File) => void, onSecond: (seconds: number) => void): Promise<SoundRecorder> {
    return new SoundRecorder(await navigator.mediaDevices.getUserMedia({ audio: true }), onPiece, onSecond);
  }

  private begin(): void {
    const type = WANTED.find((kind) => MediaRecorder.isTypeSupported(kind));
    const recorder = new MediaRecorder(this.stream, type ? { mimeType: type } : {});
    const parts: Blob[] = [];
    this.pieces += 1;
    const name = `recording-${this.begun}-${this.pieces}`;
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      const { type: kind, ending } = soundKind(recorder.mimeType);
      this.onPiece(new File(parts, `${name}.${ending}`, { type: kind }));
    });
    recorder.start();
    this.recorder?.stop();
    this.recorder = recorder;
  }

  readonly stop = (): void => {
    clearInterval(this.piece);
    clearInterval(this.clock);
    removeEventListener("pagehide", this.stop);
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.recorder = null;
    this.stream.getTracks().forEach((track) => track.stop());
  };
}

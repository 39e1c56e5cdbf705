// Recording sound in pieces that follow each other without a gap: the next recorder starts before the last one stops. Within
// a piece every few seconds go into the store at once.
import { signal } from "@preact/signals";
import { dropSlices, keepSlice, type Piece } from "../store/recordings";
import { soundKind, WANTED } from "./sound_kind";

const PIECE_MS = 2 * 60 * 1000;
const SLICE_MS = 5000;

/** How many recorders run: the screen does not lock itself meanwhile. */
export const running = signal(0);

const held = new Set<string>();

/** Say whether a recorder of this tab still has a piece in its hands, so that its slices are nothing left over. */
export function isHeld({ home, name }: Pick<Piece, "home" | "name">): boolean {
  return held.has(`${home}/${name}`);
}

export function canRecord(): boolean {
  return "MediaRecorder" in globalThis && "mediaDevices" in navigator;
}

export interface Listener {
  /** Takes a finished piece; its slices go once this resolves. */
  readonly onPiece: (file: File) => Promise<void>;
  readonly onSecond: (seconds: number) => void;
  /** The store did not take what was recorded. */
  readonly onFault: (error: unknown) => void;
}

export class SoundRecorder {
  private recorder: MediaRecorder | null = null;
  private pieces = 0;
  private readonly begun = Date.now();
  private readonly piece: ReturnType<typeof setInterval>;
  private readonly clock: ReturnType<typeof setInterval>;

  private constructor(
    private readonly home: string,
    private readonly stream: MediaStream,
    private readonly listener: Listener,
  ) {
    this.begin();
    running.value += 1;
    this.piece = setInterval(() => this.begin(), PIECE_MS);
    this.clock = setInterval(() => listener.onSecond(Math.round((Date.now() - this.begun) / 1000)), 1000);
    listener.onSecond(0);
    addEventListener("pagehide", this.stop);
  }

  /** Ask for the microphone and begin recording for a draft; rejects when it is refused. */
  static async start(home: string, listener: Listener): Promise<SoundRecorder> {
    return new SoundRecorder(home, await navigator.mediaDevices.getUserMedia({ audio: true }), listener);
  }

  private begin(): void {
    const wanted = WANTED.find((kind) => MediaRecorder.isTypeSupported(kind));
    const recorder = new MediaRecorder(this.stream, wanted ? { mimeType: wanted } : {});
    this.pieces += 1;
    const { type, ending } = soundKind(recorder.mimeType || wanted || "");
    const piece: Piece = { home: this.home, name: `recording-${this.begun}-${this.pieces}.${ending}`, type };
    held.add(`${piece.home}/${piece.name}`);
    const slices: Blob[] = [];
    let keeping = Promise.resolve();
    recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size === 0) return;
      const index = slices.push(data) - 1;
      keeping = keeping.then(() => keepSlice(piece, index, data)).catch(this.listener.onFault);
    });
    recorder.addEventListener("stop", () => {
      keeping.then(() => this.finish(piece, slices)).catch(this.listener.onFault);
    });
    recorder.start(SLICE_MS);
    this.recorder?.stop();
    this.recorder = recorder;
  }

  private async finish(piece: Piece, slices: readonly Blob[]): Promise<void> {
    try {
      if (slices.length > 0) await this.listener.onPiece(new File([...slices], piece.name, { type: piece.type }));
      await dropSlices(piece.home, piece.name);
    } finally {
      held.delete(`${piece.home}/${piece.name}`);
    }
  }

  readonly stop = (): void => {
    if (!this.recorder) return;
    clearInterval(this.piece);
    clearInterval(this.clock);
    removeEventListener("pagehide", this.stop);
    running.value -= 1;
    if (this.recorder.state === "recording") this.recorder.stop();
    this.recorder = null;
    this.stream.getTracks().forEach((track) => track.stop());
  };
}

// Video by the tablet's own camera app, sound by the browser's recorder. Sound is kept in pieces of two minutes, each a
// whole file; what a browser that is killed had recorded by then is taken in when the record is opened again.
import { useEffect, useRef, useState } from "preact/hooks";
import { explainStorage } from "../store/explained";
import { _ } from "../words";
import { useKeeping } from "./keeping";
import { FileButton, OriginQuestion, type Placed, type Taken, UnsureQuestion } from "./photo_button";
import { canRecord, SoundRecorder } from "./sound_recorder";

interface RecordingButtonProps {
  readonly kind: "video" | "audio";
  /** The draft that is being written. */
  readonly home: string;
  readonly onTaken: Taken;
  readonly onPlaced?: Placed | undefined;
}

export function RecordingButton({ kind, home, onTaken, onPlaced }: RecordingButtonProps) {
  const { message, isBusy, keep, keepTaken, unsure } = useKeeping(kind, kind, onTaken, onPlaced);
  const [isAsking, setAsking] = useState(false);
  return (
    <div class="capture">
      <div class="capture__buttons">
        {kind === "video" ? (
          <FileButton accept="video/*" fromCamera multiple={false} isBusy={isBusy} isMain onFiles={keepTaken}>
            {_("录像")}
          </FileButton>
        ) : (
          <SoundButton home={home} keep={(file) => keep([file], "camera")} />
        )}
        <button type="button" class="button button--secondary" aria-expanded={isAsking} disabled={isBusy} onClick={() => setAsking(!isAsking)}>
          {_("从文件选择")}
        </button>
      </div>
      <UnsureQuestion files={unsure} onOrigin={keep} />
      {isAsking && <OriginQuestion accept={`${kind}/*`} multiple isBusy={isBusy} onFiles={keep} />}
      <p class="capture__message" role="status">
        {message || (kind === "video" ? _("每段不超过 200 MB。") : _("录音每两分钟自动存成一段。"))}
      </p>
    </div>
  );
}

function SoundButton({ home, keep }: { readonly home: string; readonly keep: (file: File) => Promise<boolean> }) {
  const latest = useRef(keep);
  latest.current = keep;
  const recorder = useRef<SoundRecorder | null>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [fault, setFault] = useState("");
  useEffect(() => () => recorder.current?.stop(), []);
  if (!canRecord()) return <p class="muted">{_("这个浏览器不能录音：请用平板自带的录音机，再从文件选择。")}</p>;
  const start = async (): Promise<void> => {
    setFault("");
    try {
      recorder.current = await SoundRecorder.start(home, {
        onPiece: async (file) => {
          if (!(await latest.current(file))) throw new Error(_("这一段录音没有收进记录；已存的部分在重新打开这份记录时收进来。"));
        },
        onSecond: setSeconds,
        onFault: (error) => setFault(explainStorage(error)),
      });
    } catch {
      setFault(_("没有得到麦克风：在浏览器的网站设置里允许“麦克风”。"));
    }
  };
  const stop = (): void => {
    recorder.current?.stop();
    recorder.current = null;
    setSeconds(null);
  };
  return (
    <>
      {seconds === null ? (
        <button type="button" class="button button--primary" onClick={() => void start()}>
          {_("开始录音")}
        </button>
      ) : (
        <button type="button" class="button button--danger" onClick={stop}>
          {_("停止录音 %(time)s", { time: clockText(seconds) })}
        </button>
      )}
      {fault && <p class="capture__fault">{fault}</p>}
    </>
  );
}

function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

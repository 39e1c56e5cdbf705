// How a capture button keeps files, and what it says meanwhile.
import { useState } from "preact/hooks";
import { explainStorage } from "../store/explained";
import type { CapturedFile, EvidenceOrigin } from "../store/types";
import { _ } from "../words";
import { arriving, take, thisMoment } from "./keep";
import { isJustTaken, type MediaGroup, unfit, type Unfit } from "./limits";
import type { Placed, Taken } from "./photo_button";

/**
 * Keep files and say how it goes: what was kept is handed on even when a later one fails. Tells whether all was kept. `keepTaken` keeps what the camera
 * made just now; of other files it waits for the answer how they came.
 */
export function useKeeping(group: MediaGroup, method: CapturedFile["method"], onTaken: Taken, onPlaced?: Placed) {
  const [message, setMessage] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [unsure, setUnsure] = useState<readonly File[]>([]);
  const keep = async (files: File[], origin: EvidenceOrigin): Promise<boolean> => {
    setUnsure((before) => before.filter((file) => !files.includes(file)));
    const faults = files.flatMap((file) => describeUnfit(file, unfit(file, group)) ?? []);
    const good = files.filter((file) => unfit(file, group) === null);
    const moment = thisMoment();
    const taken: string[] = [];
    arriving.value += 1;
    setBusy(true);
    setMessage(good.length ? _("正在保存原件…") : "");
    try {
      for (const file of good) {
        const kept = await take(file, { origin, method }, moment);
        await onTaken([kept]); // at once: a browser that is killed now has it in the record
        taken.push(kept.hash);
      }
    } catch (error) {
      faults.push(_("没有存下：%(why)s", { why: explainStorage(error) }));
    }
    arriving.value -= 1;
    setMessage(faults.join(" "));
    setBusy(false);
    const place = moment.fix === null && taken.length ? await moment.place : null;
    if (place) onPlaced?.(taken, place);
    return taken.length === files.length;
  };
  const keepTaken = async (files: File[]): Promise<void> => {
    const now = Date.now();
    setUnsure(files.filter((file) => !isJustTaken(file, now)));
    const taken = files.filter((file) => isJustTaken(file, now));
    if (taken.length) await keep(taken, "camera");
  };
  return { message, isBusy, keep, keepTaken, unsure };
}

function describeUnfit({ name }: File, fault: Unfit | null): string | null {
  if (fault === "empty") return _("%(name)s 是空文件，没有收。", { name });
  if (fault === "too_large") return _("%(name)s 太大：照片不超过 60 MB，录音录像每段不超过 200 MB；请分段。", { name });
  if (fault === "wrong_kind") return _("%(name)s 不是这里要的文件，没有收。", { name });
  return null;
}

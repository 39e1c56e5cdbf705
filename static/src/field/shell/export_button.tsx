import { useSignal } from "@preact/signals";
import { store } from "../store/current";
import { exportStore, offerFile } from "../sync/export";
import { toldOf } from "../sync/told";
import { _ } from "../words";
import { run } from "./faults";

interface Props {
  /** Only this operation; without it everything that is unsent, with the drafts. */
  readonly operation?: string;
}

/** Writes the ZIP that only the server can read; nothing is taken off the tablet. */
export function ExportButton({ operation }: Props) {
  const [isBusy, told] = [useSignal(false), useSignal("")];
  const act = async (): Promise<void> => {
    const open = store.value;
    if (!open) return;
    isBusy.value = true;
    try {
      const made = await exportStore(open.db, operation ? { operations: [operation], withDrafts: false } : { withDrafts: true });
      offerFile(made);
      told.value = _("已写出 %(file)s：%(n)s 项记录，%(m)s 份草稿。平板上的原样保留。", {
        file: made.name,
        n: made.operations,
        m: made.drafts,
      });
    } catch (error) {
      told.value = toldOf(error);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <>
      <button type="button" class="button button--secondary" disabled={isBusy.value} onClick={() => run(act())}>
        {isBusy.value ? _("正在写出……") : operation ? _("导出这一项") : _("导出待传")}
      </button>
      {told.value && (
        <p class="told" role="status">
          {told.value}
        </p>
      )}
    </>
  );
}

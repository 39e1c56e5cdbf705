// What an older store of this officer still holds, after a forgotten PIN.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { exportOlder, loadOlderStores, olderStores, removeStore, sendSealed, type OlderStore } from "../sync/older_stores";
import { offerFile } from "../sync/export";
import { toldOf } from "../sync/told";
import { run } from "../shell/faults";
import { ageText, now } from "../shell/now";
import { _ } from "../words";

function Older({ name, unsent, drafts, oldest }: OlderStore) {
  const [told, isBusy, isExported] = [useSignal(""), useSignal(false), useSignal(false)];
  const act = async (work: () => Promise<string>): Promise<void> => {
    isBusy.value = true;
    try {
      told.value = await work();
    } catch (error) {
      told.value = toldOf(error);
    } finally {
      isBusy.value = false;
    }
  };
  const send = async (): Promise<string> => {
    const left = await sendSealed(name);
    return left === 0 ? _("密封送达，回执都已核验。") : _("还有 %(n)s 项没有回执，会留着。", { n: left });
  };
  const write = async (): Promise<string> => {
    const made = await exportOlder(name);
    offerFile(made);
    isExported.value = true;
    return _("已写出 %(file)s。", { file: made.name });
  };
  return (
    <li class="entry entry--wait">
      <p class="entry__title">{_("旧存储（换过 PIN 或重新登记以前的）：%(n)s 项未送达，%(m)s 份草稿", { n: unsent, m: drafts })}</p>
      {oldest && <p class="entry__facts">{ageText(oldest, now.value)}</p>}
      <div class="entry__acts">
        <button type="button" class="button button--primary" disabled={isBusy.value} onClick={() => run(act(send))}>
          {_("密封送给服务器")}
        </button>
        <button type="button" class="button button--secondary" disabled={isBusy.value} onClick={() => run(act(write))}>
          {_("导出")}
        </button>
        {isExported.value && (
          <button type="button" class="button button--danger" disabled={isBusy.value} onClick={() => run(removeStore(name))}>
            {_("已交管理员，从平板删去")}
          </button>
        )}
      </div>
      {told.value && <p class="told" role="status">{told.value}</p>}
    </li>
  );
}

export function OlderStores() {
  useEffect(() => run(loadOlderStores()), []);
  if (olderStores.value.length === 0) return null;
  return (
    <section class="section">
      <h2>{_("旧存储")}</h2>
      <ul class="entries">
        {olderStores.value.map((store) => (
          <Older key={store.name} {...store} />
        ))}
      </ul>
    </section>
  );
}

// Drafts that a stick carried to the server, to be gone on with here or given up.
import { useSignal } from "@preact/signals";
import { carriedDrafts, dismissDraft, fetchDraft } from "../sync/carried_drafts";
import { toldOf } from "../sync/told";
import { run } from "../shell/faults";
import { timeText } from "../shell/now";
import { _ } from "../words";

async function fetched(id: string): Promise<string> {
  const missing = await fetchDraft(id);
  return missing > 0 ? _("已取回；服务器没有其中 %(n)s 个文件，请删去重拍。", { n: missing }) : _("已取回，在草稿里。");
}

async function dismissed(id: string): Promise<string> {
  await dismissDraft(id);
  return "";
}

export function CarriedDrafts() {
  const [told, isBusy] = [useSignal(""), useSignal(false)];
  if (carriedDrafts.value.length === 0 && !told.value) return null;
  const tell = async (act: Promise<string>): Promise<void> => {
    isBusy.value = true;
    told.value = await act.catch(toldOf);
    isBusy.value = false;
  };
  return (
    <section class="section">
      <h2>{_("服务器上保管的草稿")}</h2>
      <ul class="entries">
        {carriedDrafts.value.map(({ id, title, savedAt }) => (
          <li key={id} class="entry">
            <p class="entry__title">{title}</p>
            <p class="entry__facts">{_("存于 %(time)s，由导出的文件带回", { time: timeText(savedAt) })}</p>
            <div class="entry__acts">
              <button type="button" class="button button--secondary" disabled={isBusy.value} onClick={() => run(tell(fetched(id)))}>
                {_("取回来接着写")}
              </button>
              <button type="button" class="button button--quiet" disabled={isBusy.value} onClick={() => run(tell(dismissed(id)))}>
                {_("不再提示")}
              </button>
            </div>
          </li>
        ))}
      </ul>
      {told.value && (
        <p class="told" role="status">
          {told.value}
        </p>
      )}
    </section>
  );
}

// Drafts that a stick carried to the server, to be gone on with here.
import { carriedDrafts, fetchDraft } from "../sync/carried_drafts";
import { run } from "../shell/faults";
import { timeText } from "../shell/now";
import { _ } from "../words";

export function CarriedDrafts() {
  if (carriedDrafts.value.length === 0) return null;
  return (
    <section class="section">
      <h2>{_("服务器上保管的草稿")}</h2>
      <ul class="entries">
        {carriedDrafts.value.map(({ id, title, savedAt }) => (
          <li key={id} class="entry">
            <p class="entry__title">{title}</p>
            <p class="entry__facts">{_("存于 %(time)s，由导出的文件带回", { time: timeText(savedAt) })}</p>
            <button type="button" class="button button--secondary" onClick={() => run(fetchDraft(id))}>
              {_("取回来接着写")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

// Earlier visits to a well with what they found and their photographs, the newest first.
import { earlierPicture } from "../capture/kept_picture";
import { openOverlay } from "../capture/overlay";
import type { EarlierRecord, Work } from "../store/types";
import { _ } from "../words";
import { labelOf } from "./words";

const INSPECTION = "InspectionKind";

export function EarlierVisits({ records, present }: { readonly records: readonly EarlierRecord[]; readonly present: Work }) {
  if (!records.length) return null;
  const newest = [...records].sort((a, b) => (a.on < b.on ? 1 : -1));
  return (
    <section class="task-group">
      <h2>{_("以前的检查")}</h2>
      <ol class="visits">
        {newest.map((record) => (
          <li key={record.inspection} class="visit">
            <p>
              <strong>{record.on}</strong> {labelOf(present.parts, INSPECTION, record.kind)}
            </p>
            {record.findings.map(({ id, problem_code, description }) => (
              <p key={id}>
                <span class="code">{problem_code}</span> {description}
              </p>
            ))}
            {!record.findings.length && <p class="muted">{_("没有发现问题。")}</p>}
            <Pictures record={record} present={present} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Pictures({ record, present }: { readonly record: EarlierRecord; readonly present: Work }) {
  return (
    <div class="visit__pictures">
      {record.photographs.map(({ evidence, describes, picture }) => {
        const src = earlierPicture(present.parts, picture);
        if (src === null) return null;
        const enlarge = (): void => void openOverlay(describes || record.on, () => <img class="overlay__picture" src={src} alt={describes} />);
        return (
          <button key={evidence} type="button" class="visit__picture" onClick={enlarge}>
            <img src={src} alt={describes || _("以前的照片")} loading="lazy" />
          </button>
        );
      })}
    </div>
  );
}

// The text in large type, to be read to the party or handed over; over the whole glass, and printed from there.
import { openOverlay } from "../capture/overlay";
import { _ } from "../words";
import { shortHash } from "../capture/sign_for_other";
import type { PaperData } from "./paper";

/** Show the text; true when the officer says that it was read back. */
export async function readBack(paper: PaperData): Promise<boolean> {
  const answer = await openOverlay<boolean>(_("宣读或交其阅读"), (done) => (
    <div class="read-back">
      <PaperText text={paper.text} />
      <p class="muted">{_("笔录指纹 %(hash)s", { hash: shortHash(paper.textHash) })}</p>
      <button type="button" class="button button--primary button--wide" onClick={() => done(true)}>
        {_("已宣读或已交其阅读，无异议")}
      </button>
    </div>
  ));
  return answer === true;
}

/** The text of a paper, its first line as the title. */
export function PaperText({ text }: { readonly text: string }) {
  const [title, ...lines] = text.split("\n");
  return (
    <div class="paper-text" lang="zh-CN">
      <h2>{title}</h2>
      {lines.map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </div>
  );
}

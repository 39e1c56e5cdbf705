// The paper on A4, to be signed with pen or fingerprint: the browser's own print, with number, lines to sign on and the hash.
import { render } from "preact";
import { _ } from "../words";
import { PaperText } from "./read_back";
import type { PaperData } from "./paper";

const CLASS = "print-sheet";
const PRINTING = "is-printing";

/** Print a paper. The sheet leaves the page again when the print is done or given up. */
export function printPaper(paper: PaperData): void {
  const place = document.createElement("div");
  place.className = CLASS;
  document.body.append(place);
  document.body.classList.add(PRINTING);
  render(<Sheet paper={paper} />, place);
  const away = (): void => {
    removeEventListener("afterprint", away);
    render(null, place);
    place.remove();
    document.body.classList.remove(PRINTING);
  };
  addEventListener("afterprint", away);
  print();
}

function Sheet({ paper }: { readonly paper: PaperData }) {
  const time = "年　　月　　日";
  return (
    <article lang="zh-CN">
      <p class="print-sheet__number">{_("编号：%(number)s", { number: paper.number })}</p>
      <PaperText text={paper.text} />
      <p class="print-sheet__said">以上内容已阅读或者已听读，与事实相符。</p>
      <dl class="print-sheet__lines">
        {["当事人（签名或捺印）", "执法人员（签名）", "执法人员（签名）", "见证人（签名）"].map((who, index) => (
          <div key={index}>
            <dt>{who}：</dt>
            <dd>{time}</dd>
          </div>
        ))}
      </dl>
      <p class="print-sheet__hash">{paper.textHash}</p>
    </article>
  );
}

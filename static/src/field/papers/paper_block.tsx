// Making a paper: compose, read back, sign on the glass or with pen, or note the refusal. The same for every form.
import { useState } from "preact/hooks";
import { PhotoButton } from "../capture/photo_button";
import { BigChoices, Note, Tick } from "../forms/choices";
import { TextField } from "../forms/fields";
import { clockText } from "../forms/times";
import type { OfficerHere, SecondData } from "../acts/model";
import { newId } from "../store/device";
import type { PaperForm } from "../store/types";
import { _ } from "../words";
import { composed, sheetNumber, withPages, withRefusal, withSignature, withWay } from "./changes";
import type { PaperData, PaperWay, RefusalData } from "./paper";
import { printPaper } from "./print";
import { PaperText, readBack } from "./read_back";
import { Signatures } from "./signatures";

export interface PaperOf {
  readonly record: string;
  readonly form: PaperForm;
  /** The well's code, for the second officer's tablet. */
  readonly well: string;
  readonly lead: OfficerHere;
  readonly second: SecondData | null;
  readonly paper: PaperData | null;
  /** The party, as the record names it. */
  readonly party: string;
  readonly absence: RefusalData | null;
  /** The document number of an order; empty for records. */
  readonly number: string;
  /** Whether the second officer's own signature is sent along: an order has no place for it. */
  readonly canSignOwn: boolean;
  /** What the record would say now, ended at an instant. */
  readonly textAt: (instant: string) => string;
}

export type OnPaper = (change: (paper: PaperData | null) => PaperData | null) => void;

interface PaperBlockProps {
  readonly of: PaperOf;
  /** What must be filled in before the text can be composed; empty when nothing. */
  readonly before: readonly string[];
  /** The change is made to the paper as it is by then: a page may come from the camera while something is typed. */
  readonly onPaper: OnPaper;
  readonly onSecond: (second: SecondData) => void;
}

export function PaperBlock({ of, before, onPaper, onSecond }: PaperBlockProps) {
  const { paper } = of;
  const compose = (): void => {
    const at = new Date().toISOString();
    const id = paper?.id ?? newId();
    const fresh = { id, form: of.form, text: of.textAt(at), at, number: of.number || sheetNumber(id) };
    onPaper((now) => composed(now, fresh));
  };
  if (!paper) return <Begin before={before} onCompose={compose} />;
  const isStale = paper.text !== of.textAt(paper.composedAt);
  if (isStale) return <Stale paper={paper} before={before} onCompose={compose} />;
  return <Making of={of} paper={paper} onPaper={onPaper} onSecond={onSecond} onCompose={compose} />;
}

function Begin({ before, onCompose }: { readonly before: readonly string[]; readonly onCompose: () => void }) {
  return (
    <>
      <p>{_("笔录由前面填写的内容自动写成，空白处写“/”；签名签的就是这份文字。")}</p>
      {before.length > 0 && <Before before={before} />}
      <button type="button" class="button button--primary button--wide" disabled={before.length > 0} onClick={onCompose}>
        {_("生成笔录")}
      </button>
    </>
  );
}

function Before({ before }: { readonly before: readonly string[] }) {
  return (
    <Note tone="warn">
      <p>{_("先把前面补齐，否则签了还要重签：")}</p>
      <ul>
        {before.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Note>
  );
}

function Stale({ paper, before, onCompose }: { readonly paper: PaperData; readonly before: readonly string[]; readonly onCompose: () => void }) {
  const n = paper.signatures.length;
  return (
    <>
      <Note tone="warn">{n ? _("内容改过，原来的 %(n)s 个签名签的是旧文字，重新生成后须重签。", { n }) : _("内容改过，请重新生成笔录。")}</Note>
      {before.length > 0 && <Before before={before} />}
      <button type="button" class="button button--primary button--wide" disabled={before.length > 0} onClick={onCompose}>
        {_("重新生成笔录")}
      </button>
    </>
  );
}

interface MakingProps extends Omit<PaperBlockProps, "before"> {
  readonly paper: PaperData;
  readonly onCompose: () => void;
}

function Making({ of, paper, onPaper, onSecond, onCompose }: MakingProps) {
  const change = (part: (now: PaperData) => PaperData): void => onPaper((now) => now && part(now));
  // What was read and signed is the text on this screen, and none that came after it.
  const onText = (part: (now: PaperData) => PaperData): void => change((now) => (now.textHash === paper.textHash ? part(now) : now));
  const ways: [PaperWay, string][] = [
    ["screen", _("屏幕签名")],
    ["pen", _("打印，纸面签名")],
  ];
  const read = async (): Promise<void> => {
    if (await readBack(paper)) onText((now) => ({ ...now, isReadBack: true }));
  };
  return (
    <>
      <details class="more">
        <summary>{_("看全文（%(time)s 写成）", { time: clockText(paper.composedAt) })}</summary>
        <PaperText text={paper.text} />
        {paper.signatures.length === 0 && (
          <button type="button" class="button button--quiet" onClick={onCompose}>
            {_("按现在的时间重新生成")}
          </button>
        )}
      </details>
      {!of.absence && (
        <button type="button" class={`button ${paper.isReadBack ? "button--secondary" : "button--primary"} button--wide`} onClick={() => void read()}>
          {paper.isReadBack ? _("已宣读，再看一次") : _("向当事人宣读，或交其阅读")}
        </button>
      )}
      <BigChoices label={_("怎样签")} value={paper.way} options={ways} onChoose={(way) => change((now) => (now.way === way ? now : withWay(now, way)))} />
      {paper.way === "pen" && <PenSheet paper={paper} change={change} />}
      <RefusalBlock paper={paper} absence={of.absence} change={change} />
      <Signatures of={of} paper={paper} onSigned={(signature) => onText((now) => withSignature(now, signature))} onSecond={onSecond} />
    </>
  );
}

interface PartProps {
  readonly paper: PaperData;
  readonly change: (part: (now: PaperData) => PaperData) => void;
}

function PenSheet({ paper, change }: PartProps) {
  const print = (): void => {
    change((now) => ({ ...now, isPrinted: true }));
    printPaper(paper);
  };
  return (
    <div class="block">
      <p>{_("编号 %(number)s。打印后签名或捺印，再逐页拍照。", { number: paper.number })}</p>
      <button type="button" class="button button--secondary" onClick={print}>
        {_("打印")}
      </button>
      <PhotoButton method="scan" label={_("拍下一页（已有 %(n)s 页）", { n: paper.pages.length })} onTaken={(files) => change((now) => withPages(now, files))} />
      {paper.pages.length > 0 && (
        <button type="button" class="button button--quiet" onClick={() => change((now) => ({ ...now, pages: now.pages.slice(0, -1) }))}>
          {_("去掉最后一页")}
        </button>
      )}
      <TextField label={_("纸质件存放处")} hint={_("例如：执法大队档案柜二层。")} most={120} value={paper.shelf} onText={(shelf) => change((now) => ({ ...now, shelf }))} />
    </div>
  );
}

const NO_REFUSAL: RefusalData = { reason: "", witness: "" };

function RefusalBlock({ paper, absence, change }: PartProps & { readonly absence: RefusalData | null }) {
  const [isOpen, setOpen] = useState(paper.refusal !== null);
  if (absence) return <Note>{_("现场无人签收：%(reason)s。见证人：%(witness)s。", { ...absence })}</Note>;
  const refusal = paper.refusal ?? NO_REFUSAL;
  const refuse = (part: Partial<RefusalData>): void => change((now) => withRefusal(now, { ...(now.refusal ?? NO_REFUSAL), ...part }));
  const toggle = (isOn: boolean): void => {
    setOpen(isOn);
    change((now) => withRefusal(now, isOn ? NO_REFUSAL : null));
  };
  return (
    <div class="block">
      <Tick isOn={isOpen} onTick={toggle}>
        {_("当事人拒绝签名")}
      </Tick>
      {isOpen && (
        <>
          <TextField label={_("拒签原因")} most={400} value={refusal.reason} onText={(reason) => refuse({ reason })} />
          <TextField label={_("见证人")} most={60} value={refusal.witness} onText={(witness) => refuse({ witness })} />
        </>
      )}
    </div>
  );
}

// One question of the checklist: its answer, a remark, its photographs.
import { PhotoButton } from "../../capture/photo_button";
import { CardList } from "../../evidence/card_list";
import { cardsOf } from "../../evidence/keep_cards";
import { BigChoices, Note } from "../../forms/choices";
import { AreaField, DayField, TextField } from "../../forms/fields";
import { work } from "../../store/work";
import type { ChecklistItem } from "../../store/types";
import { _ } from "../../words";
import { answerFault, isBad, type AnswerFault } from "../answers";
import type { ActData } from "../model";
import { itemOf } from "../subjects";
import type { StepProps } from "./step_props";

interface ItemProps extends StepProps {
  readonly code: string;
  /** A good answer that needs nothing more goes on by itself. */
  readonly onDone: () => void;
}

export function ItemStep({ record, code, onDone }: ItemProps) {
  const data = record.value.value;
  const item = itemOf(data.checklist, code);
  if (!item) return null;
  const written = data.answers[code] ?? "";
  const answer = (text: string): void => {
    record.edit((now: ActData) => ({ ...now, answers: { ...now.answers, [code]: text } }));
    if (item.kind === "yes_no" && !isBad(item, text) && (item.photographs === 0 || text === "na")) onDone();
  };
  return (
    <>
      {item.hint && <p class="muted">{item.hint}</p>}
      <AnswerControl item={item} written={written} onAnswer={answer} />
      <Suspicion item={item} written={written} />
      <AreaField label={_("说明")} isOptional rows={2} most={400} value={data.notes[code] ?? ""} onText={(text) => record.edit((now: ActData) => ({ ...now, notes: { ...now.notes, [code]: text } }))} />
      <ItemPhotographs record={record} item={item} />
      {item.basis && <p class="muted">{_("依据：%(basis)s", { basis: item.basis })}</p>}
    </>
  );
}

function faultText(fault: AnswerFault | null): string | null {
  if (fault === null) return null;
  const texts: Readonly<Record<AnswerFault, string>> = {
    not_a_number: _("请只填数值，例如 12.5。"),
    out_of_range: _("不在 0 到 10 亿之间，请核对读数和单位。"),
    too_long: _("最多 400 个字。"),
    not_a_day: _("没有这一天，请核对。"),
    unknown: _("请从下面选一个。"),
  };
  return texts[fault];
}

function AnswerControl({ item, written, onAnswer }: { readonly item: ChecklistItem; readonly written: string; readonly onAnswer: (text: string) => void }) {
  const fault = faultText(answerFault(item, written));
  if (item.kind === "yes_no") {
    const options: [string, string][] = [
      ["yes", _("是")],
      ["no", _("否")],
      ["na", _("不适用")],
    ];
    return <BigChoices label={_("回答")} isLabelHidden value={written || null} options={options} onChoose={onAnswer} />;
  }
  if (item.kind === "choice") return <BigChoices label={_("回答")} isLabelHidden value={written || null} options={item.choices.map((one): [string, string] => [one, one])} onChoose={onAnswer} />;
  if (item.kind === "date") return <DayField label={_("日期")} value={written} onDay={onAnswer} fault={fault} isOptional={!item.is_required} />;
  const limit = item.limit === null ? undefined : _("界限 %(limit)s %(unit)s", { limit: item.limit, unit: item.unit });
  if (item.kind === "number") return <TextField label={_("读数")} kind="decimal" most={20} unit={item.unit} value={written} onText={onAnswer} fault={fault} isOptional={!item.is_required} {...(limit ? { hint: limit } : {})} />;
  return <AreaField label={_("回答")} rows={3} most={400} value={written} onText={onAnswer} fault={fault} isOptional={!item.is_required} />;
}

function Suspicion({ item, written }: { readonly item: ChecklistItem; readonly written: string }) {
  if (!isBad(item, written)) return null;
  const codes = item.bad[item.kind === "number" ? "above" : written] ?? [];
  const titles = work.value?.parts.codes.problems ?? [];
  const words = codes.map((code) => `${code} ${titles.find((one) => one.code === code)?.title ?? ""}`.trim());
  return <Note tone="warn">{_("可能是问题：%(codes)s。看清了在“发现的问题”里记录。", { codes: words.join(_("、")) })}</Note>;
}

function ItemPhotographs({ record, item }: StepProps & { readonly item: ChecklistItem }) {
  const data = record.value.value;
  const n = data.evidence.filter((card) => card.itemCode === item.code).length;
  const label = item.photographs ? _("拍照（至少 %(least)s 张，已有 %(n)s 张）", { least: item.photographs, n }) : _("拍照");
  return (
    <div class="block">
      <PhotoButton label={label} {...cardsOf(record, { itemCode: item.code, proves: `${item.code} ${item.question}` })} />
      <CardList record={record} itemCode={item.code} />
    </div>
  );
}

// The files of a record with their cards: what is shown can be corrected until the record leaves.
import { CapturedList } from "../capture/captured_list";
import { AreaField, SelectField, TextField } from "../forms/fields";
import type { EvidenceKind, EvidenceStage } from "../store/types";
import type { Handle } from "../forms/record";
import { _ } from "../words";
import type { Card } from "./card";

interface HasEvidence {
  readonly subject: { readonly code: string; readonly township: string };
  readonly evidence: readonly Card[];
}

interface CardListProps<T> {
  readonly record: Handle<T>;
  /** Only the cards of one question. */
  readonly itemCode?: string;
  readonly hasStages?: boolean;
}

export function CardList<T extends HasEvidence>({ record, itemCode, hasStages = false }: CardListProps<T>) {
  const { subject, evidence } = record.value.value;
  const cards = itemCode === undefined ? evidence : evidence.filter((card) => card.itemCode === itemCode);
  const edit = (change: (cards: readonly Card[]) => readonly Card[]): void => record.edit((now) => ({ ...now, evidence: change(now.evidence) }));
  return (
    <Cards
      cards={cards}
      subject={subject}
      hasStages={hasStages}
      onChange={(id, part) => edit((now) => now.map((card) => (card.id === id ? { ...card, ...part } : card)))}
      onRemove={(id) => edit((now) => now.filter((card) => card.id !== id))}
    />
  );
}

interface CardsProps extends Pick<HasEvidence, "subject"> {
  readonly cards: readonly Card[];
  readonly hasStages: boolean;
  readonly onChange: (id: string, part: Partial<Card>) => void;
  readonly onRemove: (id: string) => void;
}

/** Cards wherever they are kept. */
export function Cards({ cards, subject, hasStages, onChange, onRemove }: CardsProps) {
  if (!cards.length) return null;
  return (
    <CapturedList files={cards} well={subject} onRemove={(removed) => onRemove(removed.id)}>
      {(card) => <CardForm card={card} hasStages={hasStages} change={(part) => onChange(card.id, part)} />}
    </CapturedList>
  );
}

export function stageWord(stage: EvidenceStage): string {
  return { before: _("施工前"), during: _("施工中"), after: _("施工后") }[stage];
}

function kinds(): [EvidenceKind, string][] {
  return [
    ["documentary", _("书证")],
    ["physical", _("物证")],
    ["audiovisual", _("视听资料")],
    ["electronic", _("电子数据")],
    ["testimony", _("证人证言")],
    ["party_statement", _("当事人的陈述")],
    ["expert_opinion", _("鉴定意见")],
    ["site_record", _("勘验笔录、现场笔录")],
  ];
}

function CardForm({ card, hasStages, change }: { readonly card: Card; readonly hasStages: boolean; readonly change: (part: Partial<Card>) => void }) {
  const summary = card.proves.trim() || _("还没有写证明什么");
  return (
    <details class="card-form">
      <summary>
        {card.stage && <strong>{stageWord(card.stage)}　</strong>}
        {summary}
      </summary>
      <AreaField label={_("证明什么")} rows={2} most={400} value={card.proves} onText={(proves) => change({ proves })} />
      <SelectField label={_("证据种类")} value={card.kind} options={kinds()} onChoose={(kind) => kind && change({ kind: kind as EvidenceKind })} />
      {hasStages && (
        <SelectField
          label={_("施工阶段")}
          value={card.stage ?? ""}
          options={(["before", "during", "after"] as const).map((stage): [string, string] => [stage, stageWord(stage)])}
          onChoose={(stage) => change({ stage: stage ? (stage as EvidenceStage) : null })}
        />
      )}
      <TextField label={_("制作人")} isOptional hint={_("不是本人制作的才填。")} most={60} value={card.maker} onText={(maker) => change({ maker })} />
    </details>
  );
}

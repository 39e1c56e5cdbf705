// The evidence card of one file (rules.md 7.5): which kind of evidence, how it was made, what it proves. Pure.
import type { CapturedFile, EvidenceKind, EvidenceMethod, EvidenceStage, FiledEvidence } from "../store/types";

export interface Card extends CapturedFile {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly proves: string;
  readonly stage: EvidenceStage | null;
  /** Who made it, where that is not the officer. */
  readonly maker: string;
  readonly pairOf: string | null;
  readonly itemCode: string;
}

/** What the place where a file was taken already says about its card. */
export type CardFacts = Partial<Pick<Card, "kind" | "proves" | "stage" | "maker" | "pairOf" | "itemCode">>;

const KIND_OF: Readonly<Record<EvidenceMethod, EvidenceKind>> = {
  photograph: "audiovisual",
  video: "audiovisual",
  audio: "audiovisual",
  scan: "documentary",
  copy: "documentary",
  extract: "electronic",
  drawing: "site_record",
};

/** Make the card of a file, as far as it can be filled without asking. */
export function newCard(id: string, file: CapturedFile, facts: CardFacts = {}): Card {
  return { kind: KIND_OF[file.method], proves: "", stage: null, maker: "", pairOf: null, itemCode: "", ...facts, ...file, id };
}

/** Say whether a file can support a finding: what came through a chat program supports leads only. */
export function isOriginalCarrier(card: Pick<Card, "origin">): boolean {
  return card.origin !== "chat";
}

/** Return the card as the wire has it. */
export function filedEvidence(card: Card): FiledEvidence {
  return {
    id: card.id,
    file: card.hash,
    name: card.name,
    kind: card.kind,
    method: card.method,
    origin: card.origin,
    proves: card.proves.trim(),
    stage: card.stage,
    captured_at: card.capturedAt,
    hashed_at: card.hashedAt,
    fix_at: card.fix?.fix_at ?? null,
    lon: card.fix?.lon ?? null,
    lat: card.fix?.lat ?? null,
    accuracy_m: card.fix?.accuracy_m ?? null,
    maker: card.maker.trim(),
    pair_of: card.pairOf,
    item_code: card.itemCode,
  };
}

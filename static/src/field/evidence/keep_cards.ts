// Files as they come into a record: a card for each at once, its position when the device has one.
import type { Placed, Taken } from "../capture/photo_button";
import { isHeld } from "../capture/sound_recorder";
import type { Handle } from "../forms/record";
import { newId } from "../store/device";
import { _ } from "../words";
import { keepFile } from "../store/files";
import { dropSlices, leftPieces } from "../store/recordings";
import { newCard, type Card, type CardFacts } from "./card";

export interface HasEvidence {
  readonly evidence: readonly Card[];
}

/** Return cards with the position that came after them; one that has a position keeps it. Pure. */
export function placed(cards: readonly Card[], hashes: readonly string[], place: Parameters<Placed>[1]): Card[] {
  return cards.map((card) => (card.fix === null && hashes.includes(card.hash) ? { ...card, fix: place } : card));
}

/** Say whether a file is evidence of the record already: the same bytes prove nothing twice, and the server refuses them. Pure. */
export function isKnown(cards: readonly Card[], hash: string): boolean {
  return cards.some((card) => card.hash === hash);
}

/** Return what a capture button calls so that its files become evidence of a record. */
export function cardsOf<T extends HasEvidence>(record: Handle<T>, facts: CardFacts = {}): { readonly home: string; readonly onTaken: Taken; readonly onPlaced: Placed } {
  return {
    home: record.id,
    onTaken: (files) => {
      const known = files.find((file) => isKnown(record.value.peek().evidence, file.hash));
      if (known) throw new Error(_("%(name)s 已经在这份记录里，不必再加一次。", { name: known.name }));
      const added = files.map((file) => newCard(newId(), file, facts));
      record.edit((now) => ({ ...now, evidence: [...now.evidence, ...added] }));
      return record.flush();
    },
    onPlaced: (hashes, place) => record.edit((now) => ({ ...now, evidence: placed(now.evidence, hashes, place) })),
  };
}

/** Take in what a recorder had stored when its browser was killed; it was captured when its last slice was. */
export async function takeLeftRecordings<T extends HasEvidence>(record: Handle<T>): Promise<void> {
  for (const { home, name, type, savedAt, bytes } of await leftPieces(record.id)) {
    if (isHeld({ home, name })) continue;
    const kept = await keepFile(new Blob([bytes], { type }), name);
    if (!isKnown(record.value.peek().evidence, kept.hash)) {
      const card = newCard(newId(), { ...kept, origin: "camera", method: "audio", capturedAt: savedAt, fix: null }, {});
      record.edit((now) => ({ ...now, evidence: [...now.evidence, card] }));
      await record.flush();
    }
    await dropSlices(home, name);
  }
}

// A filed record as a new one: the same words, no signature, new ids for what is in the books. A refused record is not: it
// keeps its id, so that the orders, interviews and signatures that wait for it find it. Pure.
import type { AcceptanceData } from "../acceptance/model";
import { isAct } from "../acts/kinds";
import type { ActData, SecondData } from "../acts/model";
import type { Card } from "../evidence/card";
import type { InterviewData } from "../interview/model";
import type { OrderData } from "../orders/model";
import { newEdit, type EditData } from "../register/model";
import type { PackedChecklist, PackedClosure, Well } from "../store/types";
import type { FiledCopy } from "./filed";

export interface AgainContext {
  readonly newId: () => string;
  /** The reviewer's note where the record came back; null where the server refused it. */
  readonly returnNote: string | null;
  /** Whether the books have a record under this id, so that the new one needs an id of its own. */
  readonly isInBooks: boolean;
  /** Hashes of the originals that are still on this tablet: only these can be sent again. */
  readonly onTablet: ReadonlySet<string>;
  /** What the package knows now; null where it knows nothing. */
  readonly well: Well | null;
  readonly closure: PackedClosure | null;
  /** The checklist to go on with: the record's own while the package has it, else the newest. */
  readonly checklist: PackedChecklist | null;
}

function unsigned(second: SecondData | null): SecondData | null {
  return second && { ...second, declaredAt: null, device: null, signedAt: null, signature: "" };
}

function recordOf(data: { readonly record: string }, { isInBooks, newId }: AgainContext): string {
  return isInBooks ? newId() : data.record;
}

function cards(evidence: readonly Card[], { newId, onTablet }: AgainContext): Card[] {
  return evidence.filter((card) => onTablet.has(card.hash)).map((card) => ({ ...card, id: newId() }));
}

function act(data: ActData, context: AgainContext): ActData {
  const isReturned = context.returnNote !== null;
  return {
    ...data,
    record: recordOf(data, context),
    checklist: context.checklist ?? data.checklist,
    second: unsigned(data.second),
    findings: data.findings.map((one) => ({ ...one, id: context.newId() })),
    sketch: data.sketch && context.onTablet.has(data.sketch.hash) ? data.sketch : null,
    evidence: cards(data.evidence, context),
    paper: null,
    step: "finish",
    revises: isReturned ? data.record : data.revises,
    returnNote: context.returnNote ?? data.returnNote,
  };
}

function interview(data: InterviewData, context: AgainContext): InterviewData {
  return { ...data, record: recordOf(data, context), second: unsigned(data.second), evidence: cards(data.evidence, context), paper: null, step: "finish" };
}

function order(data: OrderData, context: AgainContext): OrderData {
  return { ...data, record: recordOf(data, context), second: unsigned(data.second), paper: null, step: "content" };
}

function acceptance(data: AcceptanceData, context: AgainContext): AcceptanceData {
  const signatures = data.signatures.map((one) => (one.image && !context.onTablet.has(one.image.hash) ? { ...one, image: null } : one));
  return { ...data, baseVersion: context.closure?.version ?? data.baseVersion, evidence: cards(data.evidence, context), signatures, step: "finish" };
}

function edit(data: EditData, { well }: AgainContext): EditData {
  return well ? { ...newEdit(well), written: data.written, reason: data.reason } : data;
}

/** Return the data of a new draft like the record that was filed; null for what cannot be written anew. */
export function again({ kind, data }: FiledCopy, context: AgainContext): object | null {
  if (isAct(kind)) return act(data as ActData, context);
  if (kind === "interview") return interview(data as InterviewData, context);
  if (kind === "order") return order(data as OrderData, context);
  if (kind === "acceptance") return acceptance(data as AcceptanceData, context);
  return kind === "well_edit" ? edit(data as EditData, context) : null;
}

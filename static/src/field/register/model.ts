// 登记更正: what the register says of a well and what the officer writes instead, field by field. Pure.
import type { FiledWellEdit, Well } from "../store/types";

/** Fields that may be corrected at the well; the position goes as a proposal with each visit, the status by an act. */
export const FIELDS = ["village", "use", "aquifer", "depth_m", "pump_flow_m3h", "meter_kind", "meter_no", "electricity_account"] as const;
export type FieldName = (typeof FIELDS)[number];

export const NUMBERS: Readonly<Partial<Record<FieldName, readonly [number, number]>>> = { depth_m: [1, 1_500], pump_flow_m3h: [0, 500] };
export const LISTS: Readonly<Partial<Record<FieldName, string>>> = { use: "WellUse", aquifer: "Aquifer", meter_kind: "MeterKind" };

type Value = string | number | null;

export interface EditData {
  readonly well: string;
  readonly code: string;
  readonly baseVersion: number;
  readonly seen: Readonly<Record<FieldName, Value>>;
  /** Texts as they are typed; a field that is not in it was not touched. */
  readonly written: Readonly<Partial<Record<FieldName, string>>>;
  readonly reason: string;
}

/** What the register has where it has nothing: no number, or an empty text. */
function blank(field: FieldName): Value {
  return NUMBERS[field] ? null : "";
}

export function newEdit(well: Well): EditData {
  const seen = Object.fromEntries(FIELDS.map((field) => [field, well[field] ?? blank(field)])) as Record<FieldName, Value>;
  return { well: well.id, code: well.code, baseVersion: well.version, seen, written: {}, reason: "" };
}

function valueOf(field: FieldName, text: string): Value {
  if (!text.trim()) return blank(field);
  return NUMBERS[field] ? Number(text) : text.trim();
}

/** Return the fields whose value really differs from the register. */
export function changed(data: EditData): FieldName[] {
  return FIELDS.filter((field) => {
    const text = data.written[field];
    return text !== undefined && valueOf(field, text) !== data.seen[field];
  });
}

export type EditGap = { readonly code: "nothing" | "reason" } | { readonly code: "choice"; readonly field: FieldName } | { readonly code: "number"; readonly field: FieldName; readonly least: number; readonly most: number };

/** Return what a correction still lacks. */
export function editGaps(data: EditData): EditGap[] {
  const fields = changed(data);
  const wrong = fields.flatMap((field) => {
    const range = NUMBERS[field];
    const value = Number((data.written[field] ?? "").trim() || Number.NaN);
    const isBlank = !data.written[field]?.trim();
    if (!range || isBlank || (value >= range[0] && value <= range[1])) return [];
    return [{ code: "number" as const, field, least: range[0], most: range[1] }];
  });
  const unchosen = fields.filter((field) => LISTS[field] && !data.written[field]).map((field) => ({ code: "choice" as const, field }));
  return [...wrong, ...unchosen, ...(fields.length ? [] : [{ code: "nothing" as const }]), ...(data.reason.trim() ? [] : [{ code: "reason" as const }])];
}

/** Return the payload of `well.edit`: only what was changed, beside what was seen. */
export function editPayload(data: EditData, at: string): FiledWellEdit {
  const fields = changed(data);
  return {
    base_version: data.baseVersion,
    seen: Object.fromEntries(fields.map((field) => [field, data.seen[field]])),
    written: Object.fromEntries(fields.map((field) => [field, valueOf(field, data.written[field] ?? "")])),
    at,
    reason: data.reason.trim(),
  };
}

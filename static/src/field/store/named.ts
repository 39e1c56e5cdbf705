// The originals that a draft names, wherever in it.
import type { KeptFile } from "./types";

const HASH = /sha256:[0-9a-f]{64}/g;

/** Return every hash that a value mentions: what is dropped or sent must never depend on a form's own structure. Pure. */
export function hashesIn(value: unknown): readonly string[] {
  return [...new Set(JSON.stringify(value ?? {}).match(HASH) ?? [])];
}

/** Return every kept file that a value holds, with what is known of it. Pure. */
export function filesIn(value: unknown): readonly KeptFile[] {
  if (typeof value !== "object" || value === null) return [];
  const { hash, size } = value as Partial<KeptFile>;
  const own = typeof hash === "string" && hash.startsWith("sha256:") && typeof size === "number" ? [value as KeptFile] : [];
  return [...own, ...Object.values(value).flatMap(filesIn)];
}

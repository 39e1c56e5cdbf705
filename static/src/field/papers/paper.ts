// A paper while it is being made: its text, who signed that very text, or why somebody would not. Pure.
import type { FiledPaper, KeptFile, PaperForm, SignedHow, SignerRole } from "../store/types";
import { textHash } from "./hash";

export interface SignatureData {
  readonly role: SignerRole;
  readonly name: string;
  readonly how: SignedHow;
  readonly at: string;
  readonly image: KeptFile | null;
}

export interface RefusalData {
  readonly reason: string;
  readonly witness: string;
}

/** Signed on the glass, or printed and signed with pen or fingerprint. */
export type PaperWay = "screen" | "pen";

export interface PaperData {
  readonly id: string;
  readonly form: PaperForm;
  readonly text: string;
  readonly textHash: string;
  /** When the text was composed: the end of the act, written in the text itself. */
  readonly composedAt: string;
  readonly isReadBack: boolean;
  /** Whether it was printed: then its number is on a sheet. */
  readonly isPrinted: boolean;
  readonly way: PaperWay;
  readonly signatures: readonly SignatureData[];
  readonly refusal: RefusalData | null;
  readonly number: string;
  readonly pages: readonly KeptFile[];
  readonly shelf: string;
}

/** Begin a paper over a text. */
export function newPaper(id: string, form: PaperForm, text: string, composedAt: string, number = ""): PaperData {
  return {
    id,
    form,
    text,
    textHash: textHash(text),
    composedAt,
    isReadBack: false,
    isPrinted: false,
    way: "screen",
    signatures: [],
    refusal: null,
    number,
    pages: [],
    shelf: "",
  };
}

/** Say whether somebody has signed, refused or printed the text: then it may not change under their hand. */
export function isFixed(paper: PaperData | null): boolean {
  return paper !== null && (paper.signatures.length > 0 || paper.refusal !== null || paper.pages.length > 0);
}

/** Return who has to sign: two officers, and the party unless it refused or nobody was there. */
export function signersOf(hasRefusal: boolean): SignerRole[] {
  return hasRefusal ? ["lead", "second"] : ["lead", "second", "party"];
}

export type PaperGap =
  | "text_changed"
  | "not_read_back"
  | "lead"
  | "second"
  | "party"
  | "refusal_reason"
  | "refusal_witness"
  | "number"
  | "pages"
  | "shelf";

/** What a paper is judged by besides itself. */
export interface PaperContext {
  /** The text as the record would give it now. */
  readonly text: string;
  /** Who refused or why nobody could sign, where the record itself says so: nobody was on site. */
  readonly absence: RefusalData | null;
}

function signatureGaps(paper: PaperData, hasRefusal: boolean): PaperGap[] {
  const signed = new Set(paper.signatures.filter((one) => one.name.trim()).map((one) => one.role));
  return signersOf(hasRefusal).filter((role) => !signed.has(role)) as PaperGap[];
}

function refusalGaps(refusal: RefusalData | null): PaperGap[] {
  if (!refusal) return [];
  return [
    ...(refusal.reason.trim() ? [] : ["refusal_reason" as const]),
    ...(refusal.witness.trim() ? [] : ["refusal_witness" as const]),
  ];
}

function penGaps(paper: PaperData): PaperGap[] {
  if (paper.way !== "pen") return [];
  return [
    ...(paper.number.trim() ? [] : ["number" as const]),
    ...(paper.pages.length ? [] : ["pages" as const]),
    ...(paper.shelf.trim() ? [] : ["shelf" as const]),
  ];
}

/** Return what is missing before a paper may leave, in the order of the screen. */
export function paperGaps(paper: PaperData, context: PaperContext): PaperGap[] {
  const refusal = paper.refusal ?? context.absence;
  return [
    ...(paper.text === context.text ? [] : ["text_changed" as const]),
    ...(paper.isReadBack || refusal ? [] : ["not_read_back" as const]),
    ...refusalGaps(refusal),
    ...signatureGaps(paper, refusal !== null),
    ...penGaps(paper),
  ];
}

/** Return the paper as the wire has it. */
export function filedPaper(paper: PaperData, absence: RefusalData | null = null): FiledPaper {
  const refusal = paper.refusal ?? absence;
  return {
    id: paper.id,
    form: paper.form,
    text: paper.text,
    text_hash: paper.textHash,
    is_read_back: paper.isReadBack,
    signatures: paper.signatures.map(({ image, ...one }) => ({ ...one, name: one.name.trim(), image: image?.hash ?? "" })),
    refusal: refusal && { reason: refusal.reason.trim(), witness: refusal.witness.trim() },
    number: paper.number.trim(),
    pages: paper.pages.map((page) => page.hash),
    shelf: paper.shelf.trim(),
  };
}

/** Return the files that a paper brings along. */
export function paperFiles(paper: PaperData | null): KeptFile[] {
  if (!paper) return [];
  return [...paper.signatures.flatMap((one) => (one.image ? [one.image] : [])), ...paper.pages];
}

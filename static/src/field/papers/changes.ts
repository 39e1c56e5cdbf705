// What happens to a paper as it is made: composed, read back, signed, refused, taken away again. Pure.
import type { KeptFile, PaperForm, SignerRole } from "../store/types";
import { newPaper, type PaperData, type PaperWay, type RefusalData, type SignatureData } from "./paper";

/** Compose the paper anew: whatever was signed before was another text. A number that was printed or taken stays. */
export function composed(before: PaperData | null, fresh: { id: string; form: PaperForm; text: string; at: string; number: string }): PaperData {
  return { ...newPaper(fresh.id, fresh.form, fresh.text, fresh.at, before?.number || fresh.number), isPrinted: before?.isPrinted ?? false, way: before?.way ?? "screen", shelf: before?.shelf ?? "" };
}

/** Put a signature below the text; one of the same role goes. */
export function withSignature(paper: PaperData, signature: SignatureData): PaperData {
  const others = paper.signatures.filter((one) => one.role !== signature.role);
  const order: readonly SignerRole[] = ["lead", "second", "party", "witness"];
  return { ...paper, signatures: [...others, signature].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role)) };
}

/** The party would not sign: its signature goes, reason and witness are asked. */
export function withRefusal(paper: PaperData, refusal: RefusalData | null): PaperData {
  const signatures = refusal ? paper.signatures.filter((one) => one.role !== "party") : paper.signatures;
  return { ...paper, refusal, signatures };
}

/** Change between glass and pen: signatures of the other way go. */
export function withWay(paper: PaperData, way: PaperWay): PaperData {
  const isKept = (one: SignatureData): boolean => one.how === "own_device" || one.how === "declared";
  return { ...paper, way, signatures: paper.signatures.filter(isKept), pages: way === "pen" ? paper.pages : [] };
}

/** Add photographs of pages, each page once. */
export function withPages(paper: PaperData, pages: readonly KeptFile[]): PaperData {
  const known = new Set(paper.pages.map((page) => page.hash));
  return { ...paper, pages: [...paper.pages, ...pages.filter((page) => !known.has(page.hash))] };
}

/** Return the number that a sheet bears which is printed on the tablet: it finds its way back to the record by it. */
export function sheetNumber(paperId: string): string {
  return `XC-${paperId.replace(/-/g, "").slice(-8).toUpperCase()}`;
}

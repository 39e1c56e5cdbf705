// What a well plate's QR code says: CB1:<county>:<well code>:<serial>:<key>:<signature>, by itself or as the last part of
// an address …/p/<text>, so that any telephone opens a page and a tablet needs no network. Pure.

export interface PlateText {
  readonly county: string;
  readonly code: string;
  readonly serial: string;
  readonly key: string; // the first 16 hex digits of the signing key's fingerprint
  readonly signature: string;
}

const FORM = /^CB1:(\d{6}):(.{1,64}):([^:]{1,40}):([0-9a-f]{16}):([\w-]{86})$/;
const BEHIND_ADDRESS = /^https?:\/\/\S+?\/p\/(CB1(?::|%3A)\S+)$/i;

/** Read a scanned text; null when it is no plate of this system. */
export function readPlate(text: string): PlateText | null {
  const bare = text.trim();
  const behind = BEHIND_ADDRESS.exec(bare)?.[1];
  const found = FORM.exec(behind === undefined ? bare : unescaped(behind));
  if (!found) return null;
  const [, county = "", code = "", serial = "", key = "", signature = ""] = found;
  return { county, code, serial, key, signature };
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return ""; // a lone percent sign: no plate of ours
  }
}

/** Return the text that the server signed. */
export function signedText({ county, code, serial }: PlateText): string {
  return `casebook-plate:${county}:${code}:${serial}`;
}

// What two tablets show each other as QR codes so that the second officer signs with a key of their own. Pure.

/** The first tablet asks: this record, this hash. */
export interface SignRequest {
  readonly v: 1;
  readonly county: string;
  readonly record: string;
  readonly hash: string;
  readonly lead: string; // officer id
  readonly well: string; // code
  readonly at: string;
  readonly text?: string; // the record's text where it is short enough to be read on the second tablet
}

/** The second tablet answers. */
export interface SignAnswer {
  readonly v: 1;
  readonly record: string;
  readonly officer: string;
  readonly device: string;
  readonly at: string;
  readonly signature: string;
}

export type Exchanged =
  | { readonly kind: "request"; readonly request: SignRequest }
  | { readonly kind: "answer"; readonly answer: SignAnswer }
  | { readonly kind: "other" };

const REQUEST = "CB-SIGN:";
const ANSWER = "CB-SIGNED:";
const MOST_BYTES = 900; // a code of about 100 modules, which a tablet still reads off another's glass
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^sha256:[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const SIGNATURE = /^[\w-]{86}$/;

/** Return the text of the request's code; the record's text goes along only where it fits. */
export function encodeRequest(request: SignRequest): string {
  const whole = REQUEST + JSON.stringify(request);
  if (request.text === undefined || new TextEncoder().encode(whole).length <= MOST_BYTES) return whole;
  const { text: _text, ...bare } = request;
  return REQUEST + JSON.stringify(bare);
}

export function encodeAnswer(answer: SignAnswer): string {
  return ANSWER + JSON.stringify(answer);
}

/** Read a scanned text; whatever is not exactly of the form is `other`. */
export function decodeExchange(text: string): Exchanged {
  if (text.startsWith(REQUEST)) {
    const raw = parsed(text.slice(REQUEST.length));
    if (isRequest(raw)) return { kind: "request", request: raw };
  }
  if (text.startsWith(ANSWER)) {
    const raw = parsed(text.slice(ANSWER.length));
    if (isAnswer(raw)) return { kind: "answer", answer: raw };
  }
  return { kind: "other" };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // a code of somebody else that happens to begin alike
  }
}

const fits = (value: unknown, form: RegExp): boolean => typeof value === "string" && form.test(value);

function isRequest(raw: Record<string, unknown> | null): raw is Record<string, unknown> & SignRequest {
  return (
    raw?.["v"] === 1 &&
    fits(raw["county"], /^\d{6}$/) &&
    fits(raw["record"], UUID) &&
    fits(raw["hash"], HASH) &&
    fits(raw["lead"], UUID) &&
    fits(raw["well"], /^.{1,32}$/) &&
    fits(raw["at"], INSTANT) &&
    (raw["text"] === undefined || typeof raw["text"] === "string")
  );
}

function isAnswer(raw: Record<string, unknown> | null): raw is Record<string, unknown> & SignAnswer {
  return (
    raw?.["v"] === 1 &&
    fits(raw["record"], UUID) &&
    fits(raw["officer"], UUID) &&
    fits(raw["device"], UUID) &&
    fits(raw["at"], INSTANT) &&
    fits(raw["signature"], SIGNATURE)
  );
}

/** Return the text that an officer signs for a record. */
export function signedText(county: string, record: string, hash: string, officer: string, signedAt: string): string {
  return `casebook-sign:${county}:${record}:${hash}:${officer}:${signedAt}`;
}

/** Why an answer does not count, or null when it does. */
export type AnswerFault = "other_record" | "same_officer" | "unknown_officer" | "bad_signature";

export interface Signatory {
  readonly id: string;
  readonly keys: readonly { readonly device: string; readonly signing_key: string }[];
}

export interface Judged {
  readonly fault: AnswerFault | null;
  readonly isVerified: boolean; // false with no fault: the officer's key is not in this package, the server will check
}

/** Check an answer against the request it came for, with the keys that the package knows. */
export async function judgeAnswer(
  request: SignRequest,
  answer: SignAnswer,
  officers: readonly Signatory[],
  verify: (spki: string, text: string, signature: string) => Promise<boolean>,
): Promise<Judged> {
  if (answer.record !== request.record) return { fault: "other_record", isVerified: false };
  if (answer.officer === request.lead) return { fault: "same_officer", isVerified: false };
  const officer = officers.find(({ id }) => id === answer.officer);
  if (!officer) return { fault: "unknown_officer", isVerified: false };
  const key = officer.keys.find(({ device }) => device === answer.device);
  if (!key) return { fault: null, isVerified: false };
  const text = signedText(request.county, request.record, request.hash, answer.officer, answer.at);
  const isRight = await verify(key.signing_key, text, answer.signature);
  return { fault: isRight ? null : "bad_signature", isVerified: isRight };
}

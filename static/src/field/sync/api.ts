// Requests to the server: who asks, how long it may take, and what the server's clock said.
import { clock } from "../store/device";
import { store } from "../store/current";
import { writeAll, type ClockRow } from "../store/db";
import type { Reason } from "../store/types";

/** No answer came: no network, a cut, or too slow. */
export class NoNetwork extends Error {}

/** The server answered with a refusal. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly reason: Reason,
    readonly retryAfterS: number | null,
  ) {
    super(reason.message);
  }
}

const PATIENCE_MS = 60_000;
/** What stands for the device while this browser registers. */
const NEW_DEVICE = "new";

interface Ask {
  readonly method?: string;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly patienceMs?: number;
}

/** Make a request to the field API; throws NoNetwork where no answer came. Any answer is returned as it is. */
export async function ask(path: string, { method = "GET", body, headers = {}, patienceMs = PATIENCE_MS }: Ask = {}): Promise<Response> {
  const device = store.value?.device.device ?? (method === "GET" ? null : NEW_DEVICE);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  const sentAt = Date.now();
  try {
    const answer = await fetch(path, {
      method,
      headers: { ...headers, ...(device ? { "Casebook-Device": device } : {}) },
      cache: "no-store",
      redirect: "error",
      signal: patience.signal,
      ...(body === undefined ? {} : { body }),
    });
    noteServerTime(answer.headers.get("Casebook-Time"), sentAt);
    return answer;
  } catch (error) {
    throw new NoNetwork(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Make a request and read its JSON; throws Refusal for whatever is no success. */
export async function askJson<T>(path: string, options: Ask = {}): Promise<T> {
  const answer = await ask(path, options);
  if (!answer.ok) throw await refusalOf(answer);
  return readJson<T>(answer);
}

/** Read an answer's JSON; a connection that ends in the middle is no network. */
export async function readJson<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(502, plainReason(502), null); // a proxy's own page
    throw new NoNetwork(String(error));
  }
}

/** Read an answer's bytes; a connection that ends in the middle is no network. */
export async function readBytes(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    throw new NoNetwork(String(error));
  }
}

export async function refusalOf(answer: Response): Promise<Refusal> {
  const text = await answer.text().catch(() => ""); // the status alone says enough
  const after = Number(answer.headers.get("Retry-After"));
  return new Refusal(answer.status, reasonOf(answer.status, text), after > 0 ? after : null);
}

/** Read `{"error": …}`; anything else is told by its status. */
export function reasonOf(status: number, text: string): Reason {
  try {
    const { error } = JSON.parse(text) as { error?: Partial<Reason> };
    if (error?.message) return { ...plainReason(status), ...error };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return plainReason(status);
}

function plainReason(status: number): Reason {
  return { code: `http_${status}`, message: `HTTP ${status}`, remedy: "", field: null };
}

/** Compare the clocks: the server's answer came about the middle of the exchange. */
export function noteServerTime(serverTime: string | null, sentAt: number): void {
  const at = serverTime ? Date.parse(serverTime) : NaN;
  if (Number.isNaN(at)) return;
  const now = Date.now();
  const row: ClockRow = { seconds: Math.round((sentAt + now) / 2 - at) / 1000, comparedAt: new Date(now).toISOString() };
  const isNews = Math.abs((clock.value?.seconds ?? 0) - row.seconds) > 5 || clock.value === null;
  clock.value = row;
  const db = store.value?.db;
  if (!db || !isNews) return;
  writeAll(db, ["keys"], async (tx) => void (await tx.objectStore("keys").put(row, "clock"))).catch((error: unknown) =>
    console.warn("the comparison of clocks could not be kept", error),
  );
}

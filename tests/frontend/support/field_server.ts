// A server for the tablet's tests: it speaks docs/field-protocol.md, keeps what it gets in memory, and fails when told.
import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";
import { derOf, fromBase64url, hashOf, isSigned, sign, textOf, toBase64url, unseal, utf8, type Bytes } from "../../../static/src/field/store/crypto";

const SIGNING = { name: "ECDSA", namedCurve: "P-256" };

interface Held {
  readonly body: Bytes;
  readonly hash: string;
  readonly files: readonly { readonly hash: string; readonly size: number }[];
  receipt: { text: string; signature: string } | null;
}

interface Upload {
  readonly hash: string;
  readonly size: number;
  bytes: Bytes;
}

interface Registered {
  readonly signing_key: string;
}

export interface Fault {
  /** Which requests: method and path. */
  readonly on: RegExp;
  readonly status?: number;
  readonly code?: string;
  /** The link is cut after so many bytes of the body reached the server. */
  readonly cutAfter?: number;
  times: number;
}

export const OFFICER = {
  id: "0189a1b2-0000-7000-8000-000000000001",
  name: "王建国",
  login: "wang",
  agency: "冠县水利局",
  agency_id: "0189a1b2-0000-7000-8000-0000000000aa",
  county: "371525",
  county_name: "冠县",
  jurisdiction: "371525",
  certificate_no: "鲁P00000001",
  certificate_valid_to: "2029-12-31",
  may: ["field:use", "inspection:record"],
};

function joined(a: Bytes, b: Bytes): Bytes {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

export class FieldServer {
  officer = OFFICER;
  signedIn = true;
  offline = false;
  clockAheadMs = 0;
  lockMinutes = 10;
  revokedAt: string | null = null;
  readonly faults: Fault[] = [];
  readonly operations = new Map<string, Held>();
  readonly files = new Map<string, Bytes>();
  readonly uploads = new Map<string, Upload>();
  readonly devices = new Map<string, Registered>();
  readonly log: string[] = [];
  bytesTaken = 0;
  forge: ((receipt: { text: string; signature: string }) => { text: string; signature: string }) | null = null;
  inbox: object = { device_revoked: null, returned: [], answers: [], drafts: [] };
  packages = new Map<string, Response>();
  rotation: { signing_key: string; signature: string }[] = [];
  state: (id: string) => { state: string; reason: object | null } = () => ({ state: "applied", reason: null });

  private constructor(
    public signing: CryptoKeyPair,
    readonly agreement: CryptoKeyPair,
  ) {}

  static async start(): Promise<FieldServer> {
    const signing = await crypto.subtle.generateKey(SIGNING, true, ["sign", "verify"]);
    const agreement = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    return new FieldServer(signing, agreement);
  }

  async keys(): Promise<object> {
    const der = await derOf(this.signing.publicKey);
    return {
      signing_key: toBase64url(der),
      fingerprint: await hashOf(der),
      agreement_key: toBase64url(await derOf(this.agreement.publicKey)),
      rotation: this.rotation,
    };
  }

  async rotate(isVouchedFor: boolean): Promise<void> {
    const [old, signing] = [this.signing, await crypto.subtle.generateKey(SIGNING, true, ["sign", "verify"])];
    const signature = await sign(old.privateKey, await derOf(signing.publicKey));
    if (isVouchedFor) this.rotation.push({ signing_key: toBase64url(await derOf(old.publicKey)), signature });
    this.signing = signing;
  }

  async sign(text: string): Promise<{ text: string; signature: string }> {
    return { text, signature: await sign(this.signing.privateKey, utf8(text)) };
  }

  async openSealed(box: { ephemeral: string; iv: string; box: string }): Promise<Bytes> {
    return unseal(this.agreement.privateKey, box);
  }

  fail(on: RegExp, fault: Omit<Fault, "on" | "times">, times = 1): void {
    this.faults.push({ on, times, ...fault });
  }

  private faultFor(line: string): Fault | undefined {
    const fault = this.faults.find((one) => one.times > 0 && one.on.test(line));
    if (fault) fault.times -= 1;
    return fault;
  }

  /** What `fetch` is in the tests. */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const path = String(input);
    const body = init.body === undefined || init.body === null ? new Uint8Array() : await bytesOf(init.body);
    return this.handle(init.method ?? "GET", path, new Headers(init.headers), body);
  };

  async handle(method: string, path: string, headers: Headers, body: Bytes): Promise<Response> {
    const line = `${method} ${path}`;
    if (this.offline) throw new TypeError("fetch failed");
    this.log.push(line);
    const fault = this.faultFor(line);
    if (fault?.cutAfter !== undefined) {
      await this.route(method, path, headers, body.slice(0, fault.cutAfter), true);
      throw new TypeError("the link was cut");
    }
    const answer = fault?.status ? refusal(fault.status, fault.code) : await this.route(method, path, headers, body, false);
    answer.headers.set("Casebook-Time", new Date(Date.now() - this.clockAheadMs).toISOString());
    return answer;
  }

  private async route(method: string, path: string, headers: Headers, body: Bytes, isCut: boolean): Promise<Response> {
    const url = new URL(path, "http://casebook.test");
    const asked = /^\/field\/api\/devices\/([^/]+)\/state$/.exec(url.pathname)?.[1];
    if (asked) return this.deviceState(asked, headers);
    if (!this.signedIn) return refusal(401, "not_signed_in");
    const [, last = ""] = /([^/]+)$/.exec(url.pathname) ?? [];
    if (url.pathname === "/field/api/session") return this.session(method);
    if (url.pathname === "/field/api/devices") return this.register(JSON.parse(textOf(body)) as Registered);
    if (url.pathname === "/field/api/inbox") return json(this.inbox);
    if (url.pathname.startsWith("/field/api/files")) return this.tus(method, last, headers, body, isCut);
    if (url.pathname.startsWith("/field/api/operations/") && !isCut) return this.operation(method, last, headers, body);
    return this.packages.get(`${method} ${url.pathname}`)?.clone() ?? refusal(404);
  }

  private async session(method: string): Promise<Response> {
    if (method === "DELETE") {
      this.signedIn = false;
      return new Response(null, { status: 204 });
    }
    const settings = { far_from_well_m: 200, lock_minutes: this.lockMinutes, package_days: 7, chunk_bytes: 300_000 };
    return json({ officer: this.officer, server: await this.keys(), settings, townships: [{ code: "371525104", name: "清水镇" }] });
  }

  private async register(sent: Registered): Promise<Response> {
    const device = crypto.randomUUID();
    this.devices.set(device, sent);
    return json({ device, server: await this.keys() }, 201);
  }

  /** Tell a device that signed just now since when it is revoked. */
  private async deviceState(device: string, headers: Headers): Promise<Response> {
    const at = headers.get("Casebook-Signed-At") ?? "";
    if (!(Math.abs(Date.parse(at) - (Date.now() - this.clockAheadMs)) < 600_000)) return refusal(422, "device_state_stale");
    const text = utf8(`casebook-state:${this.officer.county}:${device}:${at}`);
    const isOwn = await isSigned(this.devices.get(device)?.signing_key ?? "", text, headers.get("Casebook-Signature") ?? "");
    return isOwn ? json({ revoked_at: this.revokedAt }) : refusal(404);
  }

  private async operation(method: string, id: string, headers: Headers, body: Bytes): Promise<Response> {
    const held = this.operations.get(id);
    if (method === "GET") return held ? json(await this.answer(id)) : refusal(404);
    const hash = headers.get("Casebook-Body-Hash") ?? "";
    const said = JSON.parse(textOf(body)) as { device: string; files: Held["files"] };
    const key = this.devices.get(said.device)?.signing_key ?? "";
    const isOurs = (await hashOf(body)) === hash && (await isSigned(key, body, headers.get("Casebook-Signature") ?? ""));
    if (!isOurs) return refusal(422, "operation_hash_wrong");
    if (held && held.hash !== hash) {
      return json({ ...(await this.answer(id)), conflict: { stored: held.hash, yours: hash, kept: "copy" } }, 409);
    }
    if (!held) this.operations.set(id, { body, hash, files: said.files, receipt: null });
    return json(await this.answer(id), held ? 200 : 201);
  }

  async answer(id: string): Promise<object> {
    const held = this.operations.get(id);
    if (!held) throw new Error("no such operation");
    const missing = held.files.map((file) => file.hash).filter((hash) => !this.files.has(hash));
    if (missing.length === 0 && !held.receipt) held.receipt = await this.receipt(id, held);
    const receipt = held.receipt && this.forge ? this.forge(held.receipt) : held.receipt;
    const { state, reason } = missing.length > 0 ? { state: "waiting_files", reason: null } : this.state(id);
    return { operation: id, state, missing, flags: [], reason, result: {}, receipt, conflict: null };
  }

  private async receipt(id: string, held: Held): Promise<{ text: string; signature: string }> {
    const { county, device } = JSON.parse(textOf(held.body)) as { county: string; device: string };
    const files = held.files.map((file) => file.hash).sort();
    const at = { server_time: new Date().toISOString(), chain: "field", sequence: 1, head: `sha256:${"a".repeat(64)}` };
    return this.sign(JSON.stringify({ version: 1, county, device, operation: id, body_hash: held.hash, files, ...at }));
  }

  private async tus(method: string, id: string, headers: Headers, body: Bytes, isCut: boolean): Promise<Response> {
    if (method === "POST") return this.begin(headers);
    const upload = this.uploads.get(id);
    if (!upload) return refusal(404);
    if (method === "HEAD") {
      return new Response(null, { status: 200, headers: { "Upload-Offset": `${upload.bytes.length}`, "Upload-Length": `${upload.size}` } });
    }
    if (Number(headers.get("Upload-Offset")) !== upload.bytes.length) return refusal(409);
    upload.bytes = joined(upload.bytes, body);
    this.bytesTaken += body.length;
    if (!isCut && upload.bytes.length === upload.size) {
      if ((await hashOf(upload.bytes)) !== upload.hash) return (this.uploads.delete(id), refusal(460, "file_hash_wrong"));
      this.files.set(upload.hash, upload.bytes);
    }
    return new Response(null, { status: 204, headers: { "Upload-Offset": `${upload.bytes.length}` } });
  }

  private begin(headers: Headers): Response {
    const id = crypto.randomUUID();
    const metadata = new Map((headers.get("Upload-Metadata") ?? "").split(",").map((pair) => pair.split(" ") as [string, string]));
    const hash = textOf(fromBase64url(metadata.get("hash") ?? ""));
    this.uploads.set(id, { hash, size: Number(headers.get("Upload-Length")), bytes: new Uint8Array() });
    return new Response(null, { status: 201, headers: { Location: `/field/api/files/${id}`, "Upload-Offset": "0" } });
  }

  /** The way that tus takes to this server. */
  get stack(): HttpStack {
    return { createRequest: (method, url) => new TusRequest(this, method, url), getName: () => "FieldServer" };
  }
}

class TusRequest implements HttpRequest {
  private readonly headers = new Headers();

  constructor(
    private readonly server: FieldServer,
    private readonly method: string,
    private readonly url: string,
  ) {}

  getMethod = (): string => this.method;
  getURL = (): string => this.url;
  setHeader = (name: string, value: string): void => this.headers.set(name, value);
  getHeader = (name: string): string | undefined => this.headers.get(name) ?? undefined;
  setProgressHandler = (): void => undefined;
  abort = async (): Promise<void> => undefined;
  getUnderlyingObject = (): null => null;

  send = async (body: unknown): Promise<HttpResponse> => {
    const bytes = body ? new Uint8Array(await (body as Blob).arrayBuffer()) : new Uint8Array();
    const answer = await this.server.handle(this.method, new URL(this.url, "http://casebook.test").pathname, this.headers, bytes);
    const text = await answer.text();
    return {
      getStatus: () => answer.status,
      getHeader: (name) => answer.headers.get(name) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => null,
    };
  };
}

function json(value: object, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json" } });
}

function refusal(status: number, code = `http_${status}`): Response {
  return json({ error: { code, message: `不行 ${status}`, remedy: "再看看", field: null } }, status);
}

async function bytesOf(body: BodyInit): Promise<Bytes> {
  return new Uint8Array(await new Response(body).arrayBuffer());
}

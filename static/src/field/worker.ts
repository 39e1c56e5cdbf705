// The service worker: keeps the shell and its bundles, answers them without a network, and touches nothing else.
// Answers of the API and pages of the office are never kept: every request that is not listed here goes its own way.

declare const ASSETS: readonly string[];
declare const VERSION: string;

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Scope extends EventTarget {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

const scope = self as unknown as Scope;
const PREFIX = "casebook-field-";
const CACHE = `${PREFIX}${VERSION}`;
const SHELL = "/field";
const KEPT = [SHELL, "/field/words/en.json", ...ASSETS];

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(KEPT.map((url) => new Request(url, { cache: "reload", credentials: "omit" })));
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function kept(path: string, request: Request): Promise<Response> {
  const found = await (await caches.open(CACHE)).match(path, { ignoreSearch: true, ignoreVary: true });
  return found ?? fetch(request);
}

/** Return the kept address that answers a request, or null where the worker has no business. */
function keptPath(request: Request): string | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin) return null;
  if (request.mode === "navigate") return /^\/field\/?$/.test(url.pathname) ? SHELL : null;
  return KEPT.includes(url.pathname) ? url.pathname : null;
}

scope.addEventListener("install", (event) => (event as Extendable).waitUntil(keepAll()));
scope.addEventListener("activate", (event) => (event as Extendable).waitUntil(dropOlder()));
scope.addEventListener("fetch", (event) => {
  const { request } = event as Fetching;
  const path = keptPath(request);
  if (path !== null) (event as Fetching).respondWith(kept(path, request));
});
scope.addEventListener("message", (event) => {
  const { data } = event as MessageEvent<unknown>;
  if (data === "take over") void scope.skipWaiting();
  if (data === "version") (event as MessageEvent).ports[0]?.postMessage(VERSION);
});

// The service worker: registered, asked for news, and a new version taken when no form is open.
import { signal } from "@preact/signals";
import { route } from "../routes";
import { stage } from "../sync/session";
import { sending } from "../sync/sender";
import { fault, run } from "./faults";

/** Whether the app starts without a network; null until it is known. */
export const isOfflineReady = signal<boolean | null>(null);

/** A new version waits. */
export const newVersion = signal<ServiceWorker | null>(null);

/** The version that answers now. */
export const version = signal<string | null>(null);

const NEWS_MS = 30 * 60_000;
const FORMS = new Set(["draft", "new"]);
let isTaking = false;

/** Say whether a form is open, which a reload would interrupt. */
export function isFormOpen(): boolean {
  return stage.value === "open" && FORMS.has(route.value.screen);
}

/** Take the new version: the page is loaded again and locks. */
export function takeNewVersion(): void {
  if (!newVersion.value || isFormOpen() || sending.value) return;
  isTaking = true;
  newVersion.value.postMessage("take over");
}

function note(registration: ServiceWorkerRegistration): void {
  isOfflineReady.value = registration.active !== null;
  if (registration.waiting && navigator.serviceWorker.controller) {
    newVersion.value = registration.waiting;
    if (stage.value !== "open") takeNewVersion();
  }
}

function watch(registration: ServiceWorkerRegistration): void {
  note(registration);
  const follow = (): void => {
    const coming = registration.installing ?? registration.waiting;
    coming?.addEventListener("statechange", () => {
      note(registration);
      if (coming.state === "redundant") isOfflineReady.value = registration.active !== null;
      if (coming.state === "activated") askVersion(coming);
    });
  };
  follow(); // a page that was loaded again meanwhile finds the installing worker of the page before
  registration.addEventListener("updatefound", follow);
  if (registration.active) askVersion(registration.active);
  setInterval(() => registration.update().catch(() => undefined), NEWS_MS); // without a network there is no news
}

function askVersion(worker: ServiceWorker): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<string>) => {
    version.value = data;
    port1.close();
  };
  worker.postMessage("version", [port2]);
}

export function mountWorker(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isTaking) location.reload();
  });
  run(
    navigator.serviceWorker.register("/field/worker.js", { scope: "/field", updateViaCache: "none" }).then(watch, (error: unknown) => {
      isOfflineReady.value = navigator.serviceWorker.controller !== null;
      if (navigator.onLine) fault(error);
    }),
  );
}

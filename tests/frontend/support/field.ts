// A tablet in node: an empty IndexedDB, a server of ours behind fetch and tus, an officer who has registered.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { dataKeyNow, store } from "../../../static/src/field/store/current";
import { closeOfficers } from "../../../static/src/field/store/officers";
import { keepFile } from "../../../static/src/field/store/files";
import type { KeptFile } from "../../../static/src/field/store/types";
import { refreshSession, register, session, stage } from "../../../static/src/field/sync/session";
import { uploading } from "../../../static/src/field/sync/upload";
import { FieldServer } from "./field_server";

export const PIN = "135790";

const kept = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  },
});

/** Begin with nothing: another tablet, another server. */
export async function freshTablet(): Promise<FieldServer> {
  store.value?.db.close();
  closeOfficers();
  store.value = null;
  dataKeyNow.value = null;
  session.value = null;
  stage.value = "starting";
  kept.clear();
  globalThis.indexedDB = new IDBFactory();
  const server = await FieldServer.start();
  globalThis.fetch = server.fetch as typeof fetch;
  uploading.httpStack = server.stack;
  uploading.endpoint = "http://casebook.test/field/api/files";
  return server;
}

/** A tablet on which the officer has registered and is at work. */
export async function tabletAtWork(): Promise<FieldServer> {
  const server = await freshTablet();
  await refreshSession();
  await register("水政 3 号", PIN);
  return server;
}

/** Return bytes that look like nothing in particular and are the same for the same seed. */
export function bytesFor(seed: number, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0, value = seed + 1; at < size; at += 1) {
    value = (value * 1103515245 + 12345) % 2147483648;
    bytes[at] = value >> 16;
  }
  return bytes;
}

export async function keepPhotograph(seed: number, size = 700_000): Promise<KeptFile> {
  return keepFile(new Blob([bytesFor(seed, size)], { type: "image/jpeg" }), `IMG_${seed}.jpg`);
}

export const A_VISIT = { patrol: "0189a1b2-0000-7000-8000-000000000009", well: null, state: "new_well", at: "2026-11-22T06:05:00.000Z" };

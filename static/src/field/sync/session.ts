// Who is at the tablet: choosing an officer, registering, unlocking, locking, leaving.
import { signal } from "@preact/signals";
import { clock } from "../store/device";
import { dataKeyNow, here, store } from "../store/current";
import { keyRow, openOfficerDb, writeAll, type DeviceRow, type OfficerDb } from "../store/db";
import { boxOf, readEntry } from "../store/entries";
import { forgetDrafts, loadDrafts } from "../store/drafts";
import { sweepChunks } from "../store/files";
import { findOfficer, listOfficers, nextStoreName, putOfficer, type OfficerRow } from "../store/officers";
import { apply, deviceRow, KeyChanged, pinsAfter } from "../store/registration";
import { measureRoom } from "../store/room";
import { makeVault, unlockVault, type Unlocking } from "../store/vault";
import { setMe, setWork, settings, townships } from "../store/work";
import type { Me, ServerKeys, Settings } from "../store/types";
import { ask, askJson, NoNetwork, Refusal } from "./api";
import { nudge } from "./nudge";
import { forgetWords, loadOutbox } from "./outbox";
import { tryPackage, wipePackage } from "./package";
import { isWipeAsked, wipeDone } from "./wipe_asked";

/** Whom the server knows this browser as. */
export interface Session {
  readonly officer: Me;
  readonly server: ServerKeys;
  readonly settings: Settings;
  readonly townships: readonly { readonly code: string; readonly name: string }[];
}

type KeptMe = Pick<Session, "officer" | "settings" | "townships">;

export type Stage = "starting" | "sign_in" | "no_network" | "register" | "locked" | "open";

export const stage = signal<Stage>("starting");

/** The officer who is signed in now; null when nobody is, or it is not known without a network. */
export const session = signal<Session | null>(null);

/** The officers of this tablet, the last one first. */
export const officers = signal<readonly OfficerRow[]>([]);

/** The officer whose store is open. */
export const atTablet = signal<OfficerRow | null>(null);

/** The server shows a key that nothing vouches for: nothing is sent until somebody has looked into it. */
export const isKeyChanged = signal(false);

const ME = "me";
let isBusy: () => boolean = () => false;

const opening: (() => Promise<void>)[] = [];

/** Let something be read with everything else when the store is unlocked. */
export function atOpening(load: () => Promise<void>): void {
  opening.push(load);
}

const locking: (() => void)[] = [];

/** Let what is shown of an officer be forgotten when the screen locks or the store is left. */
export function atLocking(forget: () => void): void {
  locking.push(forget);
}

/** Let the sender finish its transfer before the key goes. */
export function holdKeyWhile(busy: () => boolean): void {
  isBusy = busy;
}

/** Begin: with the last officer's lock screen at once, or by asking the server who is signed in. */
export async function start(): Promise<void> {
  officers.value = await listOfficers();
  const [last] = officers.value;
  if (last) await choose(last);
  const found = await refreshSession();
  if (last && found?.officer.id === last.id) return;
  if (!last || (found && stage.value === "locked" && !(await findOfficer(found.officer.id)))) await offerRegistration();
}

/** Show who must do what where no store is open yet. */
export async function offerRegistration(): Promise<void> {
  const found = session.value;
  if (found && (await findOfficer(found.officer.id)) === null) stage.value = "register";
  else if (!atTablet.value) stage.value = found ? "register" : isOffline ? "no_network" : "sign_in";
}

/** The server was reached and knows nobody here: one can go on working, and sends after a sign-in. */
export const isSignedOut = signal(false);

let isOffline = false;

/** Ask the server who is signed in; null when nobody is or there is no network. Pins are checked on the way. */
export async function refreshSession(): Promise<Session | null> {
  try {
    session.value = await askJson<Session>("/field/api/session", { patienceMs: 15_000 });
    isOffline = false;
    isSignedOut.value = false;
  } catch (error) {
    if (!(error instanceof NoNetwork) && !(error instanceof Refusal)) throw error;
    isOffline = error instanceof NoNetwork || error.status >= 500;
    isSignedOut.value = error instanceof Refusal && error.status === 401;
    session.value = null;
    return null;
  }
  await takeNote(session.value);
  return session.value;
}

/**
 * Ask who is signed in, and say whether it is the officer whose store is open: "unknown" without an answer. Another tab of
 * this browser may have signed in somebody else, for whom the server must not be taken.
 */
export async function whoseSession(): Promise<"own" | "other" | "unknown"> {
  const found = await refreshSession();
  if (!found) return "unknown";
  return found.officer.id === store.value?.device.officer ? "own" : "other";
}

/** Keep what the server said of the officer and of its keys. */
async function takeNote(found: Session): Promise<void> {
  const open = store.value;
  if (!open || open.device.officer !== found.officer.id) return;
  try {
    const pinned = await pinsAfter(open.device.pinned, found.server);
    if (pinned !== open.device.pinned) await changeDevice({ pinned });
    isKeyChanged.value = false;
  } catch (error) {
    if (!(error instanceof KeyChanged)) throw error;
    isKeyChanged.value = true;
    return;
  }
  if (stage.value === "open") await keepMe(found);
}

async function keepMe({ officer, settings: set, townships: offered }: Session): Promise<void> {
  const { db, key } = here();
  const kept: KeptMe = { officer, settings: set, townships: offered };
  const box = await boxOf(key, ME, kept);
  await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, ME)));
  showMe(kept);
}

function showMe(kept: KeptMe): void {
  setMe(kept.officer);
  settings.value = kept.settings;
  townships.value = kept.townships;
}

/** Change what is kept of this device: pins, revocation. */
export async function changeDevice(change: Partial<DeviceRow>): Promise<void> {
  const open = store.value;
  if (!open) return;
  const device = { ...open.device, ...change };
  await writeAll(open.db, ["keys"], async (tx) => void (await tx.objectStore("keys").put(device, "device")));
  store.value = { ...open, device };
}

/** Open an officer's store at its lock screen. */
export async function choose(officer: OfficerRow): Promise<void> {
  closeStore();
  const name = officer.stores[officer.stores.length - 1];
  const db = name ? await openOfficerDb(name) : null;
  const device = db ? await keyRow(db, "device") : undefined;
  if (!db || !device) throw new Error("the officer's store is empty");
  store.value = { db, device };
  clock.value = (await keyRow(db, "clock")) ?? null;
  atTablet.value = officer;
  await obeyWipe(officer.id);
  await loadOutbox();
  stage.value = "locked";
}

/** An office page of this browser was signed out of: the package goes before anybody unlocks. */
async function obeyWipe(officerId: string): Promise<void> {
  if (!isWipeAsked(officerId)) return;
  await wipePackage();
  wipeDone(officerId);
}

function closeStore(): void {
  dataKeyNow.value = null;
  forgetShown();
  store.value?.db.close();
  store.value = null;
}

function forgetShown(): void {
  setMe(null);
  setWork(null, null);
  forgetDrafts();
  forgetWords();
  for (const forget of locking) forget();
}

/** Register this browser as a device of whoever is signed in, and open a store under a PIN. */
export async function register(name: string, pin: string): Promise<void> {
  const found = session.value;
  if (!found) throw new Refusal(401, { code: "not_signed_in", message: "", remedy: "", field: null }, null);
  closeStore();
  const candidate = await apply(found.officer, name);
  const answer = await askJson<{ device: string; server: ServerKeys }>("/field/api/devices", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(candidate.application),
  });
  const device = await deviceRow(found.officer, name, candidate, answer, new Date().toISOString());
  await openNewStore(found.officer, device, null, pin);
  await enter();
}

/** Begin another store for an officer: for the first time, after a forgotten PIN, or after a revocation. */
async function openNewStore(officer: Me, device: DeviceRow, from: OfficerDb | null, pin: string): Promise<void> {
  const known = await findOfficer(officer.id);
  const name = nextStoreName(officer.id, known?.stores ?? []);
  const db = await openOfficerDb(name);
  const [chain, numbers] = from ? [await keyRow(from, "chain"), await keyRow(from, "numbers")] : [];
  await writeAll(db, ["keys"], async (tx) => {
    await tx.objectStore("keys").put(device, "device");
    if (chain) await tx.objectStore("keys").put(chain, "chain");
    if (numbers) await tx.objectStore("keys").put(numbers, "numbers");
  });
  const key = await makeVault(db, pin, device.agreementKey);
  const row = { id: officer.id, name: officer.name, stores: [...(known?.stores ?? []), name], usedAt: new Date().toISOString() };
  await putOfficer(row);
  closeStore();
  store.value = { db, device };
  atTablet.value = row;
  officers.value = await listOfficers();
  dataKeyNow.value = key;
}

/** Begin a new store under a new PIN, same device, same chain, same used numbers; the old store stays to be sent or exported. */
export async function beginAnew(pin: string): Promise<void> {
  const [open, found] = [store.value, session.value];
  if (!open || found?.officer.id !== open.device.officer) throw new Error("only the officer who is signed in begins anew");
  await openNewStore(found.officer, open.device, open.db, pin);
  await enter();
}

/** Unlock with the PIN. */
export async function unlock(pin: string): Promise<Unlocking> {
  const open = store.value;
  if (!open) throw new Error("no store is chosen");
  const answer = await unlockVault(open.db, pin, Date.now());
  if (answer.outcome !== "open") return answer;
  dataKeyNow.value = answer.key;
  await enter();
  return answer;
}

/** Open what is kept; the server is asked beside it, not before. */
async function enter(): Promise<void> {
  const { db, key } = here();
  const kept = await readEntry<KeptMe>(db, key, ME);
  const found = session.value;
  if (found && found.officer.id === store.value?.device.officer) await keepMe(found);
  else if (kept) showMe(kept);
  await Promise.all([loadDrafts(), loadOutbox(), tryPackage(), ...opening.map((load) => load())]);
  const row = atTablet.value;
  if (row) await putOfficer({ ...row, usedAt: new Date().toISOString() });
  stage.value = "open";
  await sweepChunks();
  await measureRoom(true);
  nudge();
}

/** Lock the screen at once. What is shown goes; the key goes too, or with the end of a transfer that runs. */
export function lock(): void {
  if (stage.value !== "open") return;
  stage.value = "locked";
  forgetShown();
  dropKeyIfIdle();
}

/** Let go of the data key once nothing is being sent behind the lock screen. */
export function dropKeyIfIdle(): void {
  if (stage.value !== "open" && !isBusy()) dataKeyNow.value = null;
}

/** Sign out: the package goes first, unsent work stays locked on the tablet. Returns whether the server was told. */
export async function signOut(): Promise<boolean> {
  await wipePackage();
  lock();
  try {
    const answer = await ask("/field/api/session", { method: "DELETE" });
    session.value = null;
    isSignedOut.value = answer.ok || answer.status === 401;
    return isSignedOut.value;
  } catch (error) {
    if (error instanceof NoNetwork) return false;
    throw error;
  }
}

// The work package and who works with it, open while the store is unlocked.
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { store } from "./current";
import type { Me, Parts, PackageText, Settings, Work } from "./types";

const openWork = signal<Work | null>(null);
const openMe = signal<Me | null>(null);

/** The package; null while locked, without one, or past its expiry. */
export const work: ReadonlySignal<Work | null> = openWork;

/** The officer; null while locked. */
export const me: ReadonlySignal<Me | null> = openMe;

/** What the server set for tablets; these stand until it has said. */
export const settings = signal<Settings>({
  far_from_well_m: 200,
  lock_minutes: 10,
  package_days: 7,
  chunk_bytes: 1024 * 1024,
});

/** What the officer may take along; known after the first sign-in. */
export const townships = signal<readonly { readonly code: string; readonly name: string }[]>([]);

/** The pinned key of the server (SubjectPublicKeyInfo, base64url), or null before registration. */
export const serverKey = computed(() => store.value?.device.pinned.slice(-1)[0]?.signing_key ?? null);

export function setMe(officer: Me | null): void {
  openMe.value = officer;
}

/** Show a package's parts, or none. */
export function setWork(text: PackageText | null, parts: Parts | null): void {
  openWork.value = text && parts ? workOf(text, parts) : null;
}

function workOf(text: PackageText, parts: Parts): Work {
  return {
    id: text.package,
    scope: text.scope,
    madeAt: text.made_at,
    expiresAt: text.expires_at,
    size: text.size,
    parts,
    wellById: new Map(parts.wells.map((well) => [well.id, well])),
    wellByCode: new Map(parts.wells.map((well) => [well.code, well])),
  };
}

// Whether what was typed is on the tablet's disk: forms tell it here, the shell shows it.
import { signal } from "@preact/signals";

export type SaveState =
  | { readonly state: "idle" }
  | { readonly state: "saving" }
  | { readonly state: "saved"; readonly at: number }
  | { readonly state: "failed"; readonly reason: string };

export const saveState = signal<SaveState>({ state: "idle" });

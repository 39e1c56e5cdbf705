// Which module shows which route; each is fetched (from the worker's cache) when it is first gone to.
import type { ComponentType } from "preact";
import type { ScreenName } from "./routes";

/** `rest` is what stands in the route after the screen's name. */
export interface ScreenProps {
  readonly rest: readonly string[];
}

export type ScreenModule = { readonly Screen: ComponentType<ScreenProps> };

export const screens: Record<ScreenName, () => Promise<ScreenModule>> = {
  tasks: () => import("./tasks/tasks_screen"),
  map: () => import("./map/map_screen"),
  outbox: () => import("./screens/outbox"),
  me: () => import("./screens/me"),
  well: () => import("./wells/well_screen"),
  new: () => import("./acts/new_screen"),
  draft: () => import("./forms/draft_screen"),
};

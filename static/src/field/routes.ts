// Where the app is: hash routes, so that the browser's own back button works and no request is made.
import { computed, signal } from "@preact/signals";

export const ROUTES = ["tasks", "map", "new", "outbox", "me", "well", "draft"] as const;
export type ScreenName = (typeof ROUTES)[number];

export interface Route {
  readonly screen: ScreenName;
  /** What stands after the screen's name, undone of percent signs: an id, or more parts. */
  readonly rest: readonly string[];
}

/** Read a hash; anything unknown is the list of tasks. */
export function parseRoute(hash: string): Route {
  const [name = "", ...rest] = hash.replace(/^#?\/?/, "").split("/");
  const screen = ROUTES.find((known) => known === name);
  return screen ? { screen, rest: rest.filter(Boolean).map(decoded) } : { screen: "tasks", rest: [] };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part; // typed by hand
    throw error;
  }
}

const hash = signal("");

export const route = computed(() => parseRoute(hash.value));

/** Go to a route: "#/outbox", "#/well/<id>". */
export function go(target: string): void {
  location.hash = target;
}

export function mountRoutes(): void {
  const read = (): void => {
    hash.value = location.hash;
  };
  addEventListener("hashchange", read);
  read();
}

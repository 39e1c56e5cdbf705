// A screen is fetched when it is first gone to; without a network it comes from the worker's cache.
import { signal } from "@preact/signals";
import { go, route, type ScreenName } from "../routes";
import { screens, type ScreenModule } from "../screens";
import { _ } from "../words";
import { fault } from "./faults";

const loaded = signal<ReadonlyMap<ScreenName, ScreenModule>>(new Map());
const asked = new Set<ScreenName>();

function need(name: ScreenName): void {
  if (asked.has(name)) return;
  asked.add(name);
  screens[name]().then(
    (module) => (loaded.value = new Map(loaded.value).set(name, module)),
    (error: unknown) => {
      asked.delete(name);
      fault(error);
    },
  );
}

/** The screen of the present route. */
export function CurrentScreen() {
  const { screen, rest } = route.value;
  const module = loaded.value.get(screen);
  if (!module) {
    need(screen);
    return (
      <p class="field-wait" role="status">
        {_("正在打开……")}{" "}
        <button type="button" class="button button--quiet" onClick={() => go("#/outbox")}>
          {_("去待传")}
        </button>
      </p>
    );
  }
  return <module.Screen key={rest.join("/")} rest={rest} />;
}

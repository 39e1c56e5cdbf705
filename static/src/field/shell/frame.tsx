// The frame of the work: lamp and save state on top, the screen, the bar at the foot.
import { useEffect } from "preact/hooks";
import { watchPosition } from "../presence/fix";
import { route, type ScreenName } from "../routes";
import { unsent } from "../sync/outbox";
import { returnedTasks } from "../sync/inbox";
import { _ } from "../words";
import { Icon, type IconName } from "./icons";
import { Lamp } from "./lamp";
import { CurrentScreen } from "./lazy";
import { Notices } from "./notices";
import { SaveLine } from "./save_line";

interface Tab {
  readonly screen: ScreenName;
  readonly icon: IconName;
  readonly label: string;
  readonly count?: number;
}

const UNDER: Partial<Record<ScreenName, ScreenName>> = { well: "map", draft: "new" };

function tabs(): readonly Tab[] {
  return [
    { screen: "tasks", icon: "tasks", label: _("任务"), count: returnedTasks.value.length },
    { screen: "map", icon: "map", label: _("地图") },
    { screen: "new", icon: "new", label: _("新建") },
    { screen: "outbox", icon: "outbox", label: _("待传"), count: unsent.value.length },
    { screen: "me", icon: "me", label: _("我") },
  ];
}

function Bar() {
  const shown = UNDER[route.value.screen] ?? route.value.screen;
  return (
    <nav class="bar" aria-label={_("主导航")}>
      {tabs().map(({ screen, icon, label, count = 0 }) => (
        <a key={screen} class="bar__item" href={`#/${screen}`} aria-current={screen === shown ? "page" : undefined}>
          <Icon name={icon} size={24} />
          <span>{label}</span>
          {count > 0 && <span class="bar__count">{count}</span>}
        </a>
      ))}
    </nav>
  );
}

export function Frame() {
  useEffect(watchPosition, []);
  return (
    <div class="field-frame">
      <header class="field-top">
        {document.body.dataset["demo"] !== undefined && <p class="demo-strip">{_("演示数据，不得用于执法")}</p>}
        <Lamp />
        <SaveLine />
      </header>
      <main class="field-main" id="main" tabIndex={-1}>
        <Notices />
        <CurrentScreen />
      </main>
      <Bar />
    </div>
  );
}

// #/tasks: what waits, by day, each with its next step as a button; and the wells around me.
import { useState } from "preact/hooks";
import { actName } from "../acts/kinds";
import { fix } from "../presence/fix";
import { near, nearest } from "../presence/geo";
import { dayOf } from "../papers/days";
import { go } from "../routes";
import { scanAndOpen } from "../scan/scanned";
import type { PackedTask, Well } from "../store/types";
import { work } from "../store/work";
import { ACT_OF_TASK, routeOf } from "../wells/acts";
import { SearchBox, WellLine } from "../wells/search_box";
import { wayText } from "../wells/words";
import { _ } from "../words";
import { agenda, type Band } from "./agenda";
import { allTasks } from "./all_tasks";
import { DueText } from "./due_text";
import { NoPackage } from "./no_package";

const NEAR_SHOWN = 6;

export function Screen() {
  const present = work.value;
  if (!present) return <NoPackage />;
  const today = dayOf(new Date().toISOString());
  const groups = agenda(allTasks(present), today);
  return (
    <div class="tasks">
      <h1 class="visually-hidden">{_("任务")}</h1>
      <div class="field-map__bar">
        <SearchBox onChoose={openWell} />
        <button type="button" class="button button--secondary" onClick={() => void scanAndOpen()}>
          {_("扫码")}
        </button>
      </div>
      {!groups.length && <p class="tasks__none">{_("这个工作包里没有到期任务。可以在地图上或列表里选井，直接开始检查或巡查。")}</p>}
      {groups.map(({ band, tasks }) => (
        <section key={band} class="task-group">
          <h2>
            {bandWord(band)} <span class="unit">{tasks.length}</span>
          </h2>
          <ul class="task-group__list">
            {tasks.map((task) => (
              <TaskLine key={task.id} task={task} today={today} />
            ))}
          </ul>
        </section>
      ))}
      <NearestWells />
    </div>
  );
}

function openWell(well: Well): void {
  go(`#/well/${well.id}`);
}

function TaskLine({ task, today }: { readonly task: PackedTask; readonly today: string }) {
  const well = work.value?.wellById.get(task.well);
  const here = fix.value;
  return (
    <li class={task.kind === "returned" ? "field-task field-task--returned" : "field-task"}>
      <div class="field-task__what">
        <p>
          <strong>{task.title}</strong> <DueText due={task.due_on} today={today} />
        </p>
        {well && (
          <p class="muted">
            <a href={`#/well/${well.id}`} class="code">
              {well.code}
            </a>{" "}
            {well.village} {here && <span class="nowrap">{wayText(near(well, here))}</span>}
          </p>
        )}
        {task.note && <p class="field-task__note">{task.kind === "returned" ? _("退回意见：%(note)s", { note: task.note }) : task.note}</p>}
      </div>
      <button type="button" class="button button--primary" onClick={() => go(routeOfTask(task))}>
        {stepWord(task)}
      </button>
    </li>
  );
}

/** Return where a task leads: a returned record is written anew, everything else begins its act. */
export function routeOfTask({ kind, well, of, id }: PackedTask): string {
  const act = ACT_OF_TASK[kind];
  return act ? routeOf({ kind: act, of }, well) : `#/new/returned/${encodeURIComponent(well)}/${encodeURIComponent(of ?? id)}`;
}

function stepWord({ kind }: PackedTask): string {
  const act = ACT_OF_TASK[kind];
  return act ? actName(act) : _("改正重报");
}

function bandWord(band: Band): string {
  const words: Record<Band, string> = {
    returned: _("退回的"),
    overdue: _("已逾期"),
    today: _("今天"),
    week: _("七天内"),
    later: _("以后"),
    undated: _("没有期限"),
  };
  return words[band];
}

function NearestWells() {
  const [count, setCount] = useState(NEAR_SHOWN);
  const here = fix.value;
  const wells = work.value?.parts.wells ?? [];
  const found: Well[] = here ? nearest(wells, here, count).map(({ item }) => item) : wells.slice(0, count);
  return (
    <section class="task-group">
      <h2>{here ? _("离我最近的井") : _("工作包里的井")}</h2>
      <ul class="well-list">
        {found.map((well) => (
          <WellLine key={well.id} well={well} onChoose={openWell} />
        ))}
      </ul>
      {count < wells.length && (
        <button type="button" class="button button--secondary" onClick={() => setCount(count * 3)}>
          {_("再多看一些")}
        </button>
      )}
    </section>
  );
}

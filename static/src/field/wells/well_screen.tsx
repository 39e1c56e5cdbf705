// #/well/<id>: one well as the package knows it, and what can be done there.
import { actName } from "../acts/kinds";
import { WayTo } from "../presence/way_to";
import { go } from "../routes";
import { PlateNotice, plateScannedAt } from "../scan/scanned";
import type { ScreenProps } from "../screens";
import { draftHeads } from "../store/drafts";
import type { Well, Work } from "../store/types";
import { me, work } from "../store/work";
import { allTasks } from "../tasks/all_tasks";
import { NoPackage } from "../tasks/no_package";
import { _ } from "../words";
import { type OfferedAct, offeredActs, routeOf } from "./acts";
import { affairsOf, type Affairs } from "./affairs";
import { EarlierVisits } from "./earlier_visits";
import { OpenAffairs } from "./open_affairs";
import { StatusTag } from "./status_tag";
import { WellFacts } from "./well_facts";
import { placeText } from "./words";

export function Screen({ rest }: ScreenProps) {
  const present = work.value;
  if (!present) return <NoPackage />;
  const well = present.wellById.get(rest[0] ?? "");
  if (!well) {
    return (
      <div class="empty-state">
        <h1 class="empty-state__title">{_("这眼井不在工作包里")}</h1>
        <p class="empty-state__body">{_("有网络时把它取进工作包，或先作巡查的登记外井记录。")}</p>
      </div>
    );
  }
  return <WellPage key={well.id} well={well} present={present} />;
}

function WellPage({ well, present }: { readonly well: Well; readonly present: Work }) {
  const affairs = affairsOf(present.parts, allTasks(present), well);
  const scanned = plateScannedAt(well.id);
  return (
    <article class="well-page">
      <header class="well-page__head">
        <h1 class="code">{well.code}</h1>
        <StatusTag status={well.status} />
        <p>{placeText(present.parts, well)}</p>
      </header>
      {scanned && <PlateNotice verdict={scanned.verdict} />}
      <WayTo place={well} />
      <Acts well={well} affairs={affairs} />
      <Drafts well={well} />
      <OpenAffairs affairs={affairs} present={present} />
      <WellFacts well={well} present={present} />
      <EarlierVisits records={present.parts.earlier[well.id] ?? []} present={present} />
    </article>
  );
}

function Acts({ well, affairs }: { readonly well: Well; readonly affairs: Affairs }) {
  const [first, ...others] = offeredActs(affairs, me.value?.may ?? []);
  const button = (act: OfferedAct, tone: string) => (
    <button key={`${act.kind} ${act.of}`} type="button" class={`button button--${tone}`} onClick={() => go(routeOf(act, well.id))}>
      {actName(act.kind)}
      {act.isDue && <span class="well-page__due">{_("到期")}</span>}
    </button>
  );
  return (
    <div class="well-page__acts">
      {first && button(first, "primary")}
      {others.map((act) => button(act, "secondary"))}
      <button type="button" class="button button--secondary" onClick={() => go(`#/map/${well.id}`)}>
        {_("在地图上看")}
      </button>
    </div>
  );
}

function Drafts({ well }: { readonly well: Well }) {
  const drafts = draftHeads.value.filter((draft) => draft.well === well.id);
  if (!drafts.length) return null;
  return (
    <section class="task-group">
      <h2>{_("没写完的记录")}</h2>
      <ul class="task-group__list">
        {drafts.map((draft) => (
          <li key={draft.id} class="field-task">
            <p>{draft.title}</p>
            <button type="button" class="button button--secondary" onClick={() => go(`#/draft/${draft.id}`)}>
              {_("接着写")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

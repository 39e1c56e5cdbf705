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
import { labelOf, placeText } from "./words";

export function Screen({ rest }: ScreenProps) {
  const present = work.value;
  if (!present) return <NoPackage />;
  const well = present.wellById.get(rest[0] ?? "");
  if (!well) {
    return (
      <div class="empty-state">
        <p class="empty-state__title">{_("这眼井不在工作包里")}</p>
        <p class="empty-state__body">{_("有网络时把它带上，或先作巡查的登记外井记录。")}</p>
      </div>
    );
  }
  return <WellPage key={well.id} well={well} present={present} />;
}

function WellPage({ well, present }: { readonly well: Well; readonly present: Work }) {
  const affairs = affairsOf(present.parts, allTasks(present), well.id);
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

function WellFacts({ well, present }: { readonly well: Well; readonly present: Work }) {
  const label = (enumeration: string, value: string | null): string => (value === null ? "" : labelOf(present.parts, enumeration, value));
  const { permit } = well;
  const number = (value: number | null, unit: string): string => (value === null ? "" : `${value.toLocaleString("en")} ${unit}`);
  const facts: [string, string][] = [
    [_("用途"), label("WellUse", well.use)],
    [_("取水层位"), label("Aquifer", well.aquifer)],
    [_("取水许可"), permit ? [permit.number, permit.valid_to && _("至 %(day)s", { day: permit.valid_to }), number(permit.volume_m3, "m³")].filter(Boolean).join("，") : ""],
    [_("免许可情形"), label("PermitExemption", well.exemption)],
    [_("控制区"), well.zones.map((zone) => label("ZoneKind", zone)).join("、")],
    [_("标牌"), well.plate ?? ""],
    [_("井深"), number(well.depth_m, "m")],
    [_("水泵流量"), number(well.pump_flow_m3h, "m³/h")],
    [_("计量设施"), [label("MeterKind", well.meter_kind), well.meter_no ?? ""].filter(Boolean).join(" ")],
    [_("用电户号"), well.electricity_account ?? ""],
    [_("上次到访"), well.last_visit_on ?? ""],
    [_("上次表底"), well.last_dial ?? ""],
    [_("封井日期"), well.closed_on ?? ""],
    [_("登记坐标"), `${well.lon.toFixed(6)}, ${well.lat.toFixed(6)}`],
  ];
  return (
    <section class="task-group">
      <h2>{_("登记信息")}</h2>
      <dl class="facts-list">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={value ? "" : "muted"}>{value || _("没有登记")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

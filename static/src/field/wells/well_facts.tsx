// What the register says of a well. What every well should have is shown even when it is missing; the rest only when set.
import { dayOf } from "../papers/days";
import type { Well, Work } from "../store/types";
import { _ } from "../words";
import { labelOf } from "./words";

export function WellFacts({ well, present }: { readonly well: Well; readonly present: Work }) {
  return (
    <section class="task-group">
      <h2>{_("登记信息")}</h2>
      <dl class="facts-list">
        {[...always(well, present), ...whereSet(well)].map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={value ? "" : "muted"}>{value || _("没有登记")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type Fact = readonly [name: string, value: string];

function always(well: Well, { parts }: Work): Fact[] {
  const label = (enumeration: string, value: string | null): string => (value === null ? "" : labelOf(parts, enumeration, value));
  return [
    [_("用途"), label("WellUse", well.use)],
    [_("取水层位"), label("Aquifer", well.aquifer)],
    [_("取水许可"), permitText(well) || label("PermitExemption", well.exemption)],
    [_("控制区"), well.zones.map((zone) => label("ZoneKind", zone)).join(_("、")) || _("不在控制区内")],
    [_("标牌"), well.plate ?? ""],
    [_("井深"), amount(well.depth_m, "m")],
    [_("水泵流量"), amount(well.pump_flow_m3h, "m³/h")],
    [_("计量设施"), [label("MeterKind", well.meter_kind), well.meter_no ?? ""].filter(Boolean).join(" ")],
    [_("用电户号"), well.electricity_account ?? ""],
    [_("登记坐标"), `${well.lon.toFixed(6)}, ${well.lat.toFixed(6)}`],
  ];
}

function whereSet({ last_visit_on, last_dial, closed_on }: Well): Fact[] {
  const facts: [string, string | null][] = [
    [_("上次到访"), last_visit_on],
    [_("上次表底"), last_dial],
    [_("封井日期"), closed_on],
  ];
  return facts.flatMap(([name, value]): Fact[] => (value === null ? [] : [[name, value]]));
}

function permitText({ permit }: Well): string {
  if (!permit) return "";
  const isOver = permit.valid_to !== null && permit.valid_to < dayOf(new Date().toISOString());
  const until = permit.valid_to && (isOver ? _("%(day)s 已到期", { day: permit.valid_to }) : _("至 %(day)s", { day: permit.valid_to }));
  return [permit.number, until, amount(permit.volume_m3, "m³")].filter(Boolean).join(_("，"));
}

function amount(value: number | null, unit: string): string {
  return value === null ? "" : `${value.toLocaleString("en")} ${unit}`;
}

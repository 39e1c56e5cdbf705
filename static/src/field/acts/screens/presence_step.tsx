// Arrival: where the officers stand, what the plate says, and why they stand far off if they do.
import { useEffect, useState } from "preact/hooks";
import { AreaField, TextField } from "../../forms/fields";
import { Note } from "../../forms/choices";
import type { Handle } from "../../forms/record";
import { DatumCheckCard } from "../../presence/datum_check";
import { fix, recentFixes, watchPosition } from "../../presence/fix";
import { WayTo } from "../../presence/way_to";
import { clockText } from "../../forms/times";
import { scanCode } from "../../scan/scan_code";
import { judgeScan, PlateNotice, type ScannedPlate } from "../../scan/scanned";
import { clockAhead } from "../../store/device";
import { settings } from "../../store/work";
import { distanceText } from "../../wells/words";
import { _ } from "../../words";
import type { PresenceData, Subject } from "../model";
import { distanceFrom, isTypedWrong, stoodAt } from "../place";

const MOST_FIXES = 30;

/** What arrival is written on: an act or an acceptance. */
export interface Arrived {
  readonly subject: Subject;
  readonly presence: PresenceData;
  readonly arrivalAt: string | null;
}

interface PresenceProps<T> {
  readonly record: Handle<T>;
}

/** Return the presence with the fixes of the last while and the comparison of clocks. */
export function withFixes(presence: PresenceData): PresenceData {
  const known = new Set(presence.fixes.map((one) => one.at));
  const fixes = [...presence.fixes, ...recentFixes().filter((one) => !known.has(one.at))].slice(-MOST_FIXES);
  const ahead = clockAhead();
  return { ...presence, fixes, clockAheadS: ahead?.seconds ?? null, clockComparedAt: ahead?.comparedAt ?? null };
}

const ARRIVING_MS = 120_000; // several fixes say more than one, and nobody waits for them

/** Go on taking fixes for two minutes after the arrival, as long as no paper states the place. */
export function useArrivalFixes<T extends Arrived>(record: Handle<T>, isStated: boolean): void {
  const { arrivalAt } = record.value.value;
  const here = fix.value;
  useEffect(() => {
    const isArriving = arrivalAt !== null && Date.now() - Date.parse(arrivalAt) < ARRIVING_MS;
    if (here && isArriving && !isStated) record.edit((now) => ({ ...now, presence: withFixes(now.presence) }));
  }, [here]);
}

export function PresenceStep<T extends Arrived>({ record }: PresenceProps<T>) {
  const at: Arrived = record.value.value;
  const { subject, presence, arrivalAt } = at;
  useEffect(watchPosition, []);
  const change = (part: Partial<PresenceData>): void => record.edit((now) => ({ ...now, presence: { ...now.presence, ...part } }));
  const arrive = (): void => record.edit((now) => ({ ...now, arrivalAt: new Date().toISOString(), presence: withFixes(now.presence) }));
  const again = (): void => record.edit((now) => ({ ...now, presence: withFixes({ ...now.presence, fixes: [] }) }));
  return (
    <>
      <p>
        {_("登记井位：%(township)s%(village)s", { township: subject.township, village: subject.village })} <span class="code">{subject.code}</span>
      </p>
      <WayTo place={subject} />
      {arrivalAt === null ? (
        <button type="button" class="button button--primary button--wide" onClick={arrive}>
          {_("记录到场")}
        </button>
      ) : (
        <Arrival at={at} onAgain={again} />
      )}
      <FarReason at={at} change={change} />
      <PlateScan subject={subject} presence={presence} change={change} />
      <Typed presence={presence} change={change} />
      <details class="more">
        <summary>{_("核对坐标系（站在已知点时）")}</summary>
        <DatumCheckCard onChecked={(datum) => change({ datum })} />
      </details>
    </>
  );
}

function Arrival({ at, onAgain }: { readonly at: Arrived; readonly onAgain: () => void }) {
  const stood = stoodAt(at.presence);
  const metres = distanceFrom(at.subject, at.presence);
  const how = stood?.isTyped ? _("坐标为手填") : _("精度 %(n)s m", { n: Math.round(stood?.accuracyM ?? 0) });
  return (
    <Note tone={stood ? "good" : "warn"}>
      <p>
        <strong>{_("%(time)s 到场", { time: clockText(at.arrivalAt) })}</strong>
      </p>
      <p>
        {stood && metres !== null
          ? _("距登记井位 %(distance)s，%(how)s", { distance: distanceText(metres), how })
          : _("还没有位置：等定位好了再取，或者手工填写。")}
      </p>
      <button type="button" class="button button--secondary" disabled={fix.value === null} onClick={onAgain}>
        {_("重新取位置")}
      </button>
    </Note>
  );
}

interface PartProps {
  readonly presence: PresenceData;
  readonly change: (part: Partial<PresenceData>) => void;
}

function FarReason({ at, change }: { readonly at: Arrived } & Pick<PartProps, "change">) {
  const metres = distanceFrom(at.subject, at.presence);
  const limit = settings.value.far_from_well_m;
  if (at.presence.farReason === "" && (metres === null || metres <= limit)) return null;
  const fault = at.presence.farReason.trim() ? null : _("到场位置距登记井位超过 %(most)s m，请写明原因。", { most: limit });
  return (
    <AreaField label={_("离井远的原因")} hint={_("例如：桥断绕行、登记坐标有误、井在院内不能靠近。")} fault={fault} rows={2} most={400} value={at.presence.farReason} onText={(farReason) => change({ farReason })} />
  );
}

function PlateScan({ subject, presence, change }: PartProps & { readonly subject: Subject }) {
  const [scanned, setScanned] = useState<ScannedPlate | null>(null);
  useEffect(() => {
    if (presence.plateText) void judgeScan(presence.plateText, subject.id).then(setScanned);
  }, [presence.plateText]);
  const scan = async (): Promise<void> => {
    const text = await scanCode(_("扫井牌"));
    if (text !== null) change({ plateText: text, plateAt: new Date().toISOString() });
  };
  return (
    <div class="block">
      <button type="button" class="button button--secondary" onClick={() => void scan()}>
        {presence.plateText ? _("重新扫井牌") : _("扫井牌二维码")}
      </button>
      {presence.plateText && <p>{_("%(time)s 已扫井牌", { time: clockText(presence.plateAt) })}</p>}
      {presence.plateText && scanned && <PlateNotice verdict={scanned.verdict} />}
    </div>
  );
}

function Typed({ presence, change }: PartProps) {
  const fault = isTypedWrong(presence) ? _("手填的坐标不在中国境内，请核对经纬度是否填反。") : null;
  const isUsed = presence.typedLon !== "" || presence.typedLat !== "";
  return (
    <details class="more" open={isUsed}>
      <summary>{_("不能定位，手工填写坐标")}</summary>
      <p class="muted">{_("手填的坐标会注明是手填；有定位时以定位为准。")}</p>
      <TextField label={_("经度")} kind="decimal" most={14} value={presence.typedLon} onText={(typedLon) => change({ typedLon })} fault={fault} />
      <TextField label={_("纬度")} kind="decimal" most={14} value={presence.typedLat} onText={(typedLat) => change({ typedLat })} />
    </details>
  );
}

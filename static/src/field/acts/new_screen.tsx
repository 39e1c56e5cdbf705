// #/new: what is being written, which act, at which well; and #/new/<act>/<well>/<what it is about>, which begins one.
import { useEffect, useState } from "preact/hooks";
import { useBusy } from "../forms/busy";
import { BigChoices, Note } from "../forms/choices";
import { beginMeterRound, beginRound } from "./begin";
import { fix, watchPosition } from "../presence/fix";
import { nearest } from "../presence/geo";
import { go } from "../routes";
import { scanAndOpen } from "../scan/scanned";
import type { ScreenProps } from "../screens";
import type { Well, Work } from "../store/types";
import { me, work } from "../store/work";
import { NoPackage } from "../tasks/no_package";
import { mayDo, routeOf, type ActKind } from "../wells/acts";
import { SearchBox, WellLine } from "../wells/search_box";
import { _ } from "../words";
import { BeginScreen } from "./begin_screen";
import { DraftList } from "./draft_list";
import { actName } from "./kinds";

const NEAR = 8;
const OFFERED: readonly ActKind[] = ["inspection", "verification", "survey", "recheck", "follow_up", "interview", "acceptance", "well_edit"];

export function Screen({ rest }: ScreenProps) {
  const [act, well, of] = rest;
  if (act && well) return <BeginScreen key={rest.join("/")} act={act} well={well} of={of ?? null} />;
  return <Choose />;
}

function Choose() {
  useEffect(watchPosition, []);
  const open = work.value;
  return (
    <div class="new-screen">
      <DraftList />
      {open ? <ChooseAct open={open} /> : <NoPackage />}
    </div>
  );
}

function ChooseAct({ open }: { readonly open: Work }) {
  const may = me.value?.may ?? [];
  const metered = open.parts.wells.filter((well) => well.meter);
  const offered = OFFERED.filter((kind) => mayDo(kind, may));
  const [kind, setKind] = useState<ActKind | null>(offered[0] ?? null);
  return (
    <>
      <h1 class="visually-hidden">{_("新建")}</h1>
      {mayDo("patrol", may) && <Villages open={open} wells={open.parts.wells} title={_("巡查一个村")} isOpen={offered.length === 0} begin={beginRound} />}
      {metered.length > 0 && <Villages open={open} wells={metered} title={_("抄一个村的水表")} isOpen={false} begin={beginMeterRound} />}
      {kind && (
        <section class="section">
          <h2>{_("到一眼井")}</h2>
          <BigChoices label={_("做什么")} value={kind} options={offered.map((one): [ActKind, string] => [one, actName(one)])} onChoose={setKind} />
          <ChooseWell open={open} onChoose={(well) => go(routeOf({ kind, of: null }, well.id))} />
        </section>
      )}
    </>
  );
}

function ChooseWell({ open, onChoose }: { readonly open: Work; readonly onChoose: (well: Well) => void }) {
  const here = fix.value;
  const wells: Well[] = here ? nearest(open.parts.wells, here, NEAR).map(({ item }) => item) : open.parts.wells.slice(0, NEAR);
  return (
    <>
      <div class="new-screen__find">
        <SearchBox onChoose={onChoose} />
        <button type="button" class="button button--secondary" onClick={() => void scanAndOpen()}>
          {_("扫井牌")}
        </button>
      </div>
      <h3>{here ? _("最近的井") : _("工作包里的井")}</h3>
      <ul class="well-list">
        {wells.map((well) => (
          <WellLine key={well.id} well={well} onChoose={onChoose} />
        ))}
      </ul>
    </>
  );
}

interface Village {
  readonly township: string;
  readonly village: string;
  readonly wells: number;
}

function villagesOf(wells: readonly Well[]): Village[] {
  const found = new Map<string, Village>();
  for (const { township, village } of wells) {
    const key = `${township} ${village ?? ""}`;
    found.set(key, { township, village: village ?? "", wells: (found.get(key)?.wells ?? 0) + 1 });
  }
  return [...found.values()].sort((a, b) => a.township.localeCompare(b.township) || a.village.localeCompare(b.village, "zh"));
}

interface VillagesProps {
  readonly open: Work;
  readonly wells: readonly Well[];
  readonly title: string;
  readonly isOpen: boolean;
  readonly begin: (township: string, village: string) => Promise<void>;
}

function Villages({ open, wells, title, isOpen, begin }: VillagesProps) {
  const { isBusy, fault, run } = useBusy();
  const names = new Map(open.parts.townships.map((one) => [one.code, one.name]));
  return (
    <details class="section more" open={isOpen}>
      <summary>{title}</summary>
      <ul class="village-list">
        {villagesOf(wells).map((one) => (
          <li key={`${one.township} ${one.village}`}>
            <button type="button" class="button button--secondary button--wide" disabled={isBusy} onClick={() => void run(() => begin(one.township, one.village))}>
              <span>
                {names.get(one.township) ?? one.township}
                {one.village || _("未写村名")}
              </span>
              <span class="muted">{_("%(n)s 眼", { n: one.wells })}</span>
            </button>
          </li>
        ))}
      </ul>
      {fault && <Note tone="bad">{fault}</Note>}
    </details>
  );
}

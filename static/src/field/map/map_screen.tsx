// #/map and #/map/<well id>: everything of the package on one map, with or without a network.
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { fix } from "../presence/fix";
import { positionWords } from "../presence/words";
import { scanAndOpen } from "../scan/scanned";
import type { ScreenProps } from "../screens";
import type { Well, Work } from "../store/types";
import { work } from "../store/work";
import { readBasemap } from "../sync/basemap_file";
import { NoPackage } from "../tasks/no_package";
import { SearchBox } from "../wells/search_box";
import { WellSheet } from "../wells/well_sheet";
import { _ } from "../words";
import { FieldMap } from "./field_map";
import { Legend } from "./legend";
import { basemapLayer } from "./basemap";
import { readTodaysWells, todaysMarks } from "./today";

export function Screen({ rest }: ScreenProps) {
  const present = work.value;
  return present ? <PackageMap key={present.id} present={present} chosenId={rest[0] ?? null} /> : <NoPackage />;
}

function PackageMap({ present, chosenId }: { readonly present: Work; readonly chosenId: string | null }) {
  const place = useRef<HTMLDivElement>(null);
  const map = useRef<FieldMap | null>(null);
  const [chosen, setChosen] = useState<Well | null>(null);
  const [message, setMessage] = useState("");
  useEffect(() => {
    if (!place.current) return undefined;
    const drawn = new FieldMap(place.current, present, setChosen);
    map.current = drawn;
    const stops = follow(drawn, present, setMessage);
    return () => {
      for (const stop of stops) stop();
      map.current = null;
      drawn.close();
    };
  }, []);
  useEffect(() => map.current?.mark(chosen), [chosen]);
  const show = (well: Well): void => {
    map.current?.goTo(well);
    setChosen(well);
  };
  useEffect(() => {
    const well = chosenId === null ? undefined : present.wellById.get(chosenId);
    if (well) show(well);
  }, [chosenId]);
  const goHome = (): void => {
    const here = fix.value;
    setMessage(here ? "" : positionWords().text);
    if (here) map.current?.goTo(here);
  };
  return (
    <div class="field-map map-panel">
      <h1 class="visually-hidden">{_("地图")}</h1>
      <div class="field-map__bar">
        <SearchBox onChoose={show} />
        <button type="button" class="button button--secondary" onClick={() => void scanAndOpen()}>
          {_("扫码")}
        </button>
      </div>
      <div ref={place} class="field-map__canvas map-panel__canvas" />
      <div class="field-map__side">
        <button type="button" class="button button--secondary" onClick={goHome}>
          {_("我的位置")}
        </button>
        <Legend present={present} />
      </div>
      <p class="field-map__message" role="status">
        {message}
      </p>
      {chosen && <WellSheet well={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

/** Tie the map to what changes while it is open; returns what unties it. */
function follow(map: FieldMap, present: Work, say: (text: string) => void): (() => void)[] {
  const fail = (): void => say(_("这张底图打不开，先用白底；有网络时重新取一次工作包。"));
  if (present.parts.basemap) {
    const layer = basemapLayer(present.parts.basemap, readBasemap);
    map.showBasemap(layer).catch(fail);
    layer.then((drawn) => drawn ?? say(_("底图是矢量格式，这里画不出来，先用白底：请管理员换成图片格式（PNG、JPEG、WebP）的底图。")), fail);
  }
  readTodaysWells(present).catch(() => say(_("今天已报的记录暂时标不出来。")));
  return [effect(() => map.showFix(fix.value)), effect(() => map.showToday(todaysMarks()))];
}

// Marks of today beside their wells: a word in a shape, so that neither colour nor shape alone has to tell.
import { divIcon, layerGroup, marker, type LayerGroup } from "leaflet";
import type { Well } from "../store/types";
import { _ } from "../words";
import type { TodayMark } from "./today";

export class TodayLayer {
  readonly layer: LayerGroup = layerGroup();

  show(marks: readonly TodayMark[], wellById: ReadonlyMap<string, Well>): void {
    this.layer.clearLayers();
    for (const { well, kind } of marks) {
      const place = wellById.get(well);
      if (!place) continue;
      const word = document.createElement("span");
      word.textContent = kind === "draft" ? _("在写") : _("已报");
      const icon = divIcon({ html: word, className: `today-mark today-mark--${kind}`, iconSize: [44, 22], iconAnchor: [-8, 26] });
      this.layer.addLayer(marker([place.lat, place.lon], { icon, interactive: false, keyboard: false }));
    }
  }
}

// Where I am: a sign that no well has, and around it the circle within which the device believes it is.
import { circle, divIcon, layerGroup, marker, type Circle, type LayerGroup, type Marker } from "leaflet";
import type { Fix } from "../presence/fix";
import { _ } from "../words";

export class OwnPosition {
  private readonly around: Circle = circle([0, 0], { radius: 1, className: "own-accuracy", interactive: false });
  private readonly sign: Marker = marker([0, 0], { icon: ownIcon(), interactive: false, keyboard: false, zIndexOffset: 1000 });
  readonly layer: LayerGroup = layerGroup();

  show(fix: Fix | null): void {
    this.layer.clearLayers();
    if (!fix) return;
    this.around.setLatLng([fix.lat, fix.lon]).setRadius(fix.accuracy_m);
    this.sign.setLatLng([fix.lat, fix.lon]);
    this.layer.addLayer(this.around).addLayer(this.sign);
  }
}

function ownIcon(): ReturnType<typeof divIcon> {
  const word = document.createElement("span");
  word.textContent = _("我");
  return divIcon({ html: word, className: "own-position", iconSize: [30, 30] });
}

// Where I am: a dot, and around it the circle within which the device believes it is.
import { circle, circleMarker, layerGroup, type Circle, type CircleMarker, type LayerGroup } from "leaflet";
import type { Fix } from "../presence/fix";

export class OwnPosition {
  private readonly around: Circle = circle([0, 0], { radius: 1, className: "own-accuracy", interactive: false });
  private readonly dot: CircleMarker = circleMarker([0, 0], { radius: 8, className: "own-position", interactive: false });
  readonly layer: LayerGroup = layerGroup();

  show(fix: Fix | null): void {
    this.layer.clearLayers();
    if (!fix) return;
    this.around.setLatLng([fix.lat, fix.lon]).setRadius(fix.accuracy_m);
    this.dot.setLatLng([fix.lat, fix.lon]);
    this.layer.addLayer(this.around).addLayer(this.dot);
  }
}

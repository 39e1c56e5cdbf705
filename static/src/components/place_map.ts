// Where something is, tapped on a map: the mark and the form's inputs lon and lat say the same, whichever is changed.
import { type CircleMarker, circleMarker, control, geoJSON, type LatLng, Map as LeafletMap, tileLayer } from "leaflet";
import type { FeatureCollection } from "geojson";
import { put } from "./place";
import { wordsOf } from "./words";

const CLOSE = 15;
const MARK_RADIUS = 9;
const COUNTY = [36.48, 115.44] as const;

/** Mount every place with data-place-map; without scripts it stays hidden and the inputs do. */
export function mountPlaceMaps(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-place-map]")) {
    const form = place.closest("form");
    if (form) new PlaceMap(place, form);
  }
}

class PlaceMap {
  private readonly map: LeafletMap;
  private mark: CircleMarker | null = null;

  constructor(private readonly place: HTMLElement, private readonly form: HTMLFormElement) {
    place.hidden = false;
    const words = wordsOf(place.dataset["words"]);
    const canvas = place.querySelector<HTMLElement>(".map-panel__canvas");
    if (!canvas) throw new Error("the map has no place to draw");
    this.map = new LeafletMap(canvas, { zoomControl: false, attributionControl: false, minZoom: 6, maxZoom: 18, zoomSnap: place.dataset["tiles"] ? 1 : 0.25 });
    control.zoom({ zoomInTitle: words("zoom_in"), zoomOutTitle: words("zoom_out") }).addTo(this.map);
    if (place.dataset["tiles"]) tileLayer(place.dataset["tiles"], { maxZoom: 18 }).addTo(this.map);
    this.map.setView([COUNTY[0], COUNTY[1]], 10);
    this.map.on("click", (event) => this.chosen(event.latlng));
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && ["lon", "lat"].includes(event.target.name)) this.follow();
    });
    this.outline(words("failed")).then(() => this.follow(), (error: unknown) => console.error(error));
  }

  private async outline(failed: string): Promise<void> {
    const answer = await fetch(this.place.dataset["outlines"] ?? "", { headers: { accept: "application/json" } });
    if (!answer.ok) {
      const message = this.place.querySelector("[role=status]");
      if (message) message.textContent = failed;
      return;
    }
    const lines = geoJSON((await answer.json()) as FeatureCollection, {
      interactive: false,
      onEachFeature: (feature, layer) => {
        if (feature.properties?.["kind"] !== "township") return;
        layer.bindTooltip(String(feature.properties["name"]), { permanent: true, direction: "center", className: "place-name" });
      },
      style: (feature) => ({ className: `zone-edge zone-edge--${String(feature?.properties?.["kind"] ?? "")}`, fill: false, weight: 1 }),
    }).addTo(this.map);
    if (lines.getLayers().length) this.map.fitBounds(lines.getBounds(), { padding: [8, 8] });
  }

  private chosen(at: LatLng): void {
    put(this.form, "lon", at.lng);
    put(this.form, "lat", at.lat);
  }

  /** Put the mark where the inputs say, and bring it into view. */
  private follow(): void {
    const [lon, lat] = ["lon", "lat"].map((name) => this.form.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value.trim() ?? "");
    if (!lon || !lat || Number.isNaN(Number(lon)) || Number.isNaN(Number(lat))) {
      this.mark?.remove();
      this.mark = null;
      return;
    }
    const at: [number, number] = [Number(lat), Number(lon)];
    if (this.mark) this.mark.setLatLng(at);
    else this.mark = circleMarker(at, { className: "place-mark", interactive: false, radius: MARK_RADIUS }).addTo(this.map);
    if (!this.map.getBounds().contains(at)) this.map.setView(at, Math.max(this.map.getZoom(), CLOSE));
  }
}

// The map of map_panel: zones, wells, a legend, and the tie between a well on the map and its row in a table beside.
// data-ready="true" and the event casebook:map-ready say that everything is drawn.
import { control, latLngBounds, Map as LeafletMap, popup, type LeafletMouseEvent, tileLayer } from "leaflet";
import type { FeatureCollection } from "geojson";
import { boundsOf, countByStatus, parseBounds, readWells, type Wells } from "./map_data";
import { glyphSwatch } from "./map_glyphs";
import { WellsLayer } from "./map_wells_layer";
import { addZones, kindsOf, zoneSwatch } from "./map_zones";
import { wordsOf } from "./words";

const SELECTED_ZOOM = 15;
const TOUCH_SLACK = 14;
const MOUSE_SLACK = 5;

async function load(url: string | undefined): Promise<unknown> {
  if (!url) return null;
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

class MapPanel {
  private readonly map: LeafletMap;
  private readonly words: (key: string) => string;
  private readonly statusWords: (key: string) => string;
  private wells: Wells | null = null;
  private layer: WellsLayer | null = null;
  private readonly indexByCode = new Map<string, number>();
  private linkedRow: HTMLElement | null = null;

  constructor(private readonly panel: HTMLElement) {
    this.words = wordsOf(panel.dataset["words"]);
    this.statusWords = wordsOf(panel.dataset["labels"]);
    const canvas = panel.querySelector<HTMLElement>(".map-panel__canvas");
    if (!canvas) throw new Error("the map panel has no place to draw");
    this.map = new LeafletMap(canvas, { zoomControl: false, attributionControl: false, minZoom: 6, maxZoom: 18, zoomSnap: panel.dataset["tiles"] ? 1 : 0.25 });
    control.zoom({ zoomInTitle: this.words("zoom_in"), zoomOutTitle: this.words("zoom_out") }).addTo(this.map);
    control.scale({ imperial: false }).addTo(this.map);
    if (panel.dataset["tiles"]) {
      tileLayer(panel.dataset["tiles"], { maxZoom: 18 }).addTo(this.map);
      control.attribution({ prefix: false }).addAttribution(panel.dataset["attribution"] ?? "").addTo(this.map);
    }
  }

  async draw(): Promise<void> {
    const data = this.panel.dataset;
    const [wells, zones] = await Promise.all([load(data["wells"]), load(data["zones"])]);
    const collection = zones as FeatureCollection | null;
    this.wells = wells === null ? null : readWells(wells);
    this.wells?.codes.forEach((code, index) => this.indexByCode.set(code, index));
    this.look(collection);
    const zoneLayer = collection && addZones(this.map, collection);
    if (!this.wells && !parseBounds(data["bounds"]) && zoneLayer) this.map.fitBounds(zoneLayer.getBounds());
    if (this.wells) this.addWells(this.wells);
    this.showLegend(collection);
    this.panel.querySelector(".map-panel__message")?.remove();
    data["ready"] = "true";
    this.panel.dispatchEvent(new CustomEvent("casebook:map-ready", { bubbles: true }));
  }

  fail(error: unknown): void {
    console.error(error);
    const message = this.panel.querySelector(".map-panel__message");
    if (message) message.textContent = this.words("failed");
    this.panel.dataset["ready"] = "failed";
  }

  private look(zones: FeatureCollection | null): void {
    const selected = this.indexByCode.get(this.panel.dataset["selected"] ?? "");
    const bounds = parseBounds(this.panel.dataset["bounds"]) ?? (this.wells && boundsOf(this.wells));
    if (selected !== undefined && this.wells) {
      this.map.setView([this.wells.lat[selected] ?? 0, this.wells.lon[selected] ?? 0], SELECTED_ZOOM);
    } else if (bounds) {
      const [west, south, east, north] = bounds;
      this.map.fitBounds(latLngBounds([south, west], [north, east]), { padding: [24, 24], maxZoom: SELECTED_ZOOM });
    } else if (!zones) {
      this.map.setView([36.48, 115.44], 10);
    } else {
      this.map.setView([0, 0], 6);
    }
  }

  private addWells(wells: Wells): void {
    const layer = new WellsLayer(wells).addTo(this.map);
    this.layer = layer;
    layer.mark(this.indexByCode.get(this.panel.dataset["selected"] ?? "") ?? -1);
    this.map.on("click", (event) => this.open(event));
    this.map.on("mousemove", (event) => this.hover(event));
    this.map.on("mouseout", () => this.link(-1));
    const follow = (event: Event): void => {
      const row = (event.target as Element).closest<HTMLElement>("[data-row]");
      if (row) layer.mark(this.indexByCode.get(row.dataset["row"] ?? "") ?? -1);
    };
    document.addEventListener("mouseover", follow);
    document.addEventListener("focusin", follow);
    new MutationObserver(() => layer.redraw()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => layer.redraw());
  }

  private hover(event: LeafletMouseEvent): void {
    const item = this.layer?.at(event.layerPoint, MOUSE_SLACK) ?? null;
    this.map.getContainer().classList.toggle("is-over-well", item !== null);
    this.link(item?.well ?? -1);
  }

  /** Light up the row of a well in the table beside. */
  private link(index: number): void {
    const code = index < 0 ? "" : (this.wells?.codes[index] ?? "");
    const row = code ? document.querySelector<HTMLElement>(`[data-row="${CSS.escape(code)}"]`) : null;
    if (row === this.linkedRow) return;
    this.linkedRow?.classList.remove("is-linked");
    row?.classList.add("is-linked");
    this.linkedRow = row;
  }

  private open(event: LeafletMouseEvent): void {
    const { layer, wells } = this;
    const item = layer?.at(event.layerPoint, TOUCH_SLACK);
    if (!layer || !wells || !item) return;
    if (item.well < 0) {
      this.map.setView(layer.latLngOf(item), Math.min(18, layer.splitZoom(item.cluster)));
      return;
    }
    layer.mark(item.well);
    popup({ closeButton: true, minWidth: 180 }).setLatLng(layer.latLngOf(item)).setContent(this.card(wells, item.well)).openOn(this.map);
  }

  private card(wells: Wells, index: number): HTMLElement {
    const code = wells.codes[index] ?? "";
    const card = document.createElement("div");
    card.className = "map-panel__card";
    const title = document.createElement("strong");
    title.textContent = code;
    const status = document.createElement("span");
    status.textContent = this.statusWords(wells.statuses[wells.status[index] ?? 0] ?? "");
    card.append(title, status);
    const address = this.panel.dataset["wellUrl"];
    if (address) {
      const link = document.createElement("a");
      link.href = address.replace("CODE", encodeURIComponent(code));
      link.textContent = this.words("open");
      card.append(link);
    }
    return card;
  }

  private showLegend(zones: FeatureCollection | null): void {
    const legend = this.panel.querySelector(".map-panel__legend");
    const entry = (picture: Element, text: string, figure: string): void => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = text;
      const count = document.createElement("span");
      count.className = "unit";
      count.textContent = figure;
      item.append(picture, words, count);
      legend?.append(item);
    };
    const counts = this.wells ? countByStatus(this.wells) : [];
    this.wells?.statuses.forEach((status, index) => {
      if (counts[index]) entry(glyphSwatch(status), this.statusWords(status), (counts[index] ?? 0).toLocaleString("en"));
    });
    const zoneWords = wordsOf(this.panel.dataset["zoneLabels"]);
    for (const kind of zones ? kindsOf(zones) : []) entry(zoneSwatch(kind), zoneWords(kind), "");
  }
}

export function mountMaps(): void {
  for (const panel of document.querySelectorAll<HTMLElement>("[data-map]")) {
    const shown = new MapPanel(panel);
    shown.draw().catch((error: unknown) => shown.fail(error));
  }
}

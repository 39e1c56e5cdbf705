// The map of the work package, drawn by Leaflet: ground, zones, all wells, today's marks, own position.
import { control, latLngBounds, Map as LeafletMap, type LatLng, type LeafletMouseEvent } from "leaflet";
import { boundsOf } from "../../components/map_data";
import { WellsLayer } from "../../components/map_wells_layer";
import { addZones } from "../../components/map_zones";
import type { Fix } from "../presence/fix";
import type { Place } from "../presence/geo";
import type { Well, Work } from "../store/types";
import { _ } from "../words";
import { columnsOf } from "./columns";
import { OwnPosition } from "./own_position";
import type { TodayMark } from "./today";
import { TodayLayer } from "./today_layer";

const TOUCH_SLACK = 18;
const WELL_ZOOM = 16;
const MOST_ZOOM = 19;

interface View {
  readonly center: LatLng;
  readonly zoom: number;
  readonly work: string;
}
let lastView: View | null = null; // leaving the map and coming back must not lose the place

export class FieldMap {
  private readonly map: LeafletMap;
  private readonly wells: WellsLayer;
  private readonly today = new TodayLayer();
  private readonly own = new OwnPosition();
  private readonly themes: MutationObserver;
  private readonly sized: ResizeObserver;

  constructor(
    place: HTMLElement,
    private readonly work: Work,
    private readonly onWell: (well: Well | null) => void,
  ) {
    this.map = new LeafletMap(place, { zoomControl: false, attributionControl: false, minZoom: 6, maxZoom: MOST_ZOOM });
    control.zoom({ zoomInTitle: _("放大"), zoomOutTitle: _("缩小") }).addTo(this.map);
    control.scale({ imperial: false }).addTo(this.map);
    this.wells = new WellsLayer(columnsOf(work.parts.wells));
    this.look();
    addZones(this.map, work.parts.zones);
    this.map.addLayer(this.wells).addLayer(this.today.layer).addLayer(this.own.layer);
    this.map.on("click", (event: LeafletMouseEvent) => this.tap(event));
    this.themes = new MutationObserver(() => this.wells.redraw());
    this.themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.sized = new ResizeObserver(() => this.map.invalidateSize());
    this.sized.observe(place);
  }

  private look(): void {
    if (lastView?.work === this.work.id) {
      this.map.setView(lastView.center, lastView.zoom);
      return;
    }
    const [west, south, east, north] = boundsOf(columnsOf(this.work.parts.wells)) ?? [115.2, 36.3, 115.9, 36.8];
    this.map.fitBounds(latLngBounds([south, west], [north, east]), { padding: [24, 24], maxZoom: WELL_ZOOM });
  }

  private tap(event: LeafletMouseEvent): void {
    const item = this.wells.at(event.layerPoint, TOUCH_SLACK);
    if (!item) return this.onWell(null);
    if (item.well >= 0) return this.onWell(this.work.parts.wells[item.well] ?? null);
    this.map.setView(this.wells.latLngOf(item), Math.min(MOST_ZOOM, this.wells.splitZoom(item.cluster)));
  }

  /** Draw the ring around a well; null for none. */
  mark(well: Well | null): void {
    this.wells.mark(well ? this.work.parts.wells.indexOf(well) : -1);
  }

  /** Bring a place into the middle, near enough to tell wells apart. */
  goTo({ lon, lat }: Place): void {
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), WELL_ZOOM));
  }

  showFix(fix: Fix | null): void {
    this.own.show(fix);
  }

  showToday(marks: readonly TodayMark[]): void {
    this.today.show(marks, this.work.wellById);
  }

  /** Lay the base map under everything, as soon as it is open. */
  async showBasemap(open: Promise<{ addTo(map: LeafletMap): unknown } | null>): Promise<void> {
    (await open)?.addTo(this.map);
  }

  close(): void {
    lastView = { center: this.map.getCenter(), zoom: this.map.getZoom(), work: this.work.id };
    this.themes.disconnect();
    this.sized.disconnect();
    this.map.remove();
  }
}

// All wells on one canvas: single ones by their glyph, many together as bubbles with their count.
import { DomUtil, Layer, type LatLng, type Map as LeafletMap, type Point, type ZoomAnimEvent } from "leaflet";
import Supercluster from "supercluster";
import { nearest, shortCount, type Drawn, type Wells } from "./map_data";
import { drawCluster, drawGlyph, drawMark, pagePalette } from "./map_glyphs";

const CLUSTER_ABOVE = 3000;
const CLUSTER_UP_TO_ZOOM = 14;
const MARGIN = 0.2; // of the view, drawn beyond its edge, so that a short drag shows no gap

interface DrawnItem extends Drawn {
  readonly well: number; // index, or -1 for a cluster
  readonly cluster: number; // cluster id, or -1 for a well
}

interface PointProperties {
  readonly index: number;
}

export class WellsLayer extends Layer {
  private readonly canvas = document.createElement("canvas");
  private readonly clusters: Supercluster<PointProperties> | null;
  private drawn: DrawnItem[] = [];
  private origin: Point | null = null;
  private originZoom = 0;
  private marked = -1;

  constructor(private readonly wells: Wells) {
    super();
    this.clusters = wells.codes.length > CLUSTER_ABOVE ? clustersOf(wells) : null;
    this.canvas.className = "map-panel__wells leaflet-zoom-animated";
  }

  override onAdd(map: LeafletMap): this {
    map.getPane("overlayPane")?.append(this.canvas);
    map.on("moveend resize viewreset", this.redraw, this);
    map.on("zoomanim", this.follow, this);
    this.redraw();
    return this;
  }

  override onRemove(map: LeafletMap): this {
    map.off("moveend resize viewreset", this.redraw, this);
    map.off("zoomanim", this.follow, this);
    this.canvas.remove();
    return this;
  }

  /** Draw a ring around one well; -1 for none. */
  mark(index: number): void {
    if (index === this.marked) return;
    this.marked = index;
    this.redraw();
  }

  /** Return what is drawn at a layer point. */
  at(point: Point, slack: number): DrawnItem | null {
    const origin = this.origin;
    return origin && nearest(this.drawn, point.x - origin.x, point.y - origin.y, slack);
  }

  /** Return the zoom at which a cluster falls apart. */
  splitZoom(cluster: number): number {
    return this.clusters?.getClusterExpansionZoom(cluster) ?? CLUSTER_UP_TO_ZOOM + 1;
  }

  latLngOf(item: DrawnItem): LatLng {
    const origin = this.origin as Point;
    return this._map.layerPointToLatLng([item.x + origin.x, item.y + origin.y]);
  }

  redraw(): void {
    const map = this._map;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN);
    const ratio = window.devicePixelRatio || 1;
    const width = size.x + 2 * margin.x;
    const height = size.y + 2 * margin.y;
    this.origin = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    this.originZoom = map.getZoom();
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    DomUtil.setPosition(this.canvas, this.origin);
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("this browser has no canvas to draw on");
    context.scale(ratio, ratio);
    this.drawn = this.clusters ? this.clustered(this.clusters, width, height) : this.single(width, height);
    this.paint(context);
  }

  private follow(event: ZoomAnimEvent): void {
    const map = this._map;
    const scale = map.getZoomScale(event.zoom, this.originZoom);
    const corner = map.layerPointToLatLng(this.origin as Point);
    const project = (latLng: LatLng, zoom: number): Point => map.project(latLng, zoom);
    const topLeft = project(event.center, event.zoom).subtract(map.getSize().divideBy(2));
    const offset = project(corner, event.zoom).subtract(topLeft).add(map.containerPointToLayerPoint([0, 0]));
    DomUtil.setTransform(this.canvas, offset, scale);
  }

  private paint(context: CanvasRenderingContext2D): void {
    const palette = pagePalette();
    const { wells } = this;
    for (const item of this.drawn) {
      if (item.well >= 0) drawGlyph(context, palette, wells.statuses[wells.status[item.well] ?? 0] ?? "", item.x, item.y, item.radius);
      else drawCluster(context, palette, shortCount(this.countOf(item)), item.x, item.y, item.radius);
    }
    if (this.marked < 0) return;
    const { x, y } = this.place(this.marked);
    drawMark(context, palette, x, y, 12);
  }

  private countOf(item: DrawnItem): number {
    return item.cluster < 0 ? 1 : (this.counts.get(item.cluster) ?? 0);
  }

  private readonly counts = new Map<number, number>();

  private place(index: number): { x: number; y: number } {
    const origin = this.origin as Point;
    const point = this._map.latLngToLayerPoint([this.wells.lat[index] ?? 0, this.wells.lon[index] ?? 0]);
    return { x: point.x - origin.x, y: point.y - origin.y };
  }

  private glyphRadius(): number {
    return Math.max(4, Math.min(8, this._map.getZoom() - 6));
  }

  private single(width: number, height: number): DrawnItem[] {
    const radius = this.glyphRadius();
    const items: DrawnItem[] = [];
    for (let well = 0; well < this.wells.codes.length; well += 1) {
      const { x, y } = this.place(well);
      if (x > -radius && y > -radius && x < width + radius && y < height + radius) items.push({ x, y, radius, well, cluster: -1 });
    }
    return items;
  }

  private clustered(clusters: Supercluster<PointProperties>, width: number, height: number): DrawnItem[] {
    const map = this._map;
    const origin = this.origin as Point;
    const northWest = map.layerPointToLatLng(origin);
    const southEast = map.layerPointToLatLng(origin.add([width, height]));
    const radius = this.glyphRadius();
    this.counts.clear();
    return clusters
      .getClusters([northWest.lng, southEast.lat, southEast.lng, northWest.lat], Math.round(map.getZoom()))
      .map(({ geometry, properties }) => {
        const [lon = 0, lat = 0] = geometry.coordinates;
        const point = map.latLngToLayerPoint([lat, lon]).subtract(origin);
        if (!("cluster" in properties)) return { x: point.x, y: point.y, radius, well: properties.index, cluster: -1 };
        this.counts.set(properties.cluster_id, properties.point_count);
        const bubble = 10 + Math.log2(properties.point_count) * 1.3;
        return { x: point.x, y: point.y, radius: bubble, well: -1, cluster: properties.cluster_id };
      });
  }
}

function clustersOf(wells: Wells): Supercluster<PointProperties> {
  const index = new Supercluster<PointProperties>({ extent: 256, radius: 60, maxZoom: CLUSTER_UP_TO_ZOOM, minPoints: 3 });
  return index.load(
    wells.codes.map((_code, i) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [wells.lon[i] ?? 0, wells.lat[i] ?? 0] },
      properties: { index: i },
    })),
  );
}

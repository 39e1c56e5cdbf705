// Zones as quiet hatching, one pattern per kind; outlines of county and townships as lines.
import { geoJSON, type GeoJSON, type Map as LeafletMap, svg } from "leaflet";
import type { FeatureCollection } from "geojson";

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = new Set(["county", "township", "village"]);

// Each pattern: the side of its square and the strokes in it.
const PATTERNS: Readonly<Record<string, readonly [size: number, strokes: string]>> = {
  no_abstraction: [9, "M0 9 9 0M-1 1 1-1M8 10 10 8"],
  restricted: [14, "M0 0 14 14M-1 13 1 15M13-1 15 1"],
  public_supply: [12, "M0 6H12"],
  reclaimed_network: [12, "M6 0V12"],
};

function pattern(kind: string): SVGPatternElement {
  const [size, strokes] = PATTERNS[kind] ?? [10, "M5 4V6M4 5H6"];
  const element = document.createElementNS(SVG, "pattern");
  element.id = `zone-${kind}`;
  for (const [name, value] of Object.entries({ width: size, height: size, patternUnits: "userSpaceOnUse" })) {
    element.setAttribute(name, String(value));
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", strokes);
  path.setAttribute("class", `zone-hatch zone-hatch--${kind}`);
  element.append(path);
  return element;
}

/** Return a small drawing of a kind of zone for the legend. */
export function zoneSwatch(kind: string): SVGSVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("width", "24");
  drawing.setAttribute("height", "16");
  drawing.setAttribute("aria-hidden", "true");
  const box = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: 1, y: 1, width: 22, height: 14, class: "zone-edge" })) {
    box.setAttribute(name, String(value));
  }
  box.setAttribute("fill", `url(#zone-${kind})`);
  drawing.append(box);
  return drawing;
}

/** Draw the zones under everything else and return their layer. */
export function addZones(map: LeafletMap, zones: FeatureCollection): GeoJSON {
  const pane = map.createPane("zones");
  pane.classList.add("map-panel__zones");
  const renderer = svg({ pane: "zones", padding: 0.5 });
  const kindOf = (feature: { properties: unknown } | undefined): string =>
    String((feature?.properties as { kind?: string } | null)?.kind ?? "other");
  const layer = geoJSON(zones, {
    pane: "zones",
    interactive: false,
    style: (feature) => {
      const kind = kindOf(feature);
      const isOutline = OUTLINES.has(kind);
      return {
        renderer,
        fill: !isOutline,
        fillColor: `url(#zone-${kind})`,
        fillOpacity: 1,
        className: isOutline ? `outline outline--${kind}` : "zone-edge",
      };
    },
  }).addTo(map);
  const definitions = document.createElementNS(SVG, "defs");
  definitions.append(...kindsOf(zones).map(pattern));
  pane.querySelector("svg")?.prepend(definitions);
  return layer;
}

/** Return the kinds of zones that are hatched, in the order of their first appearance. */
export function kindsOf(zones: FeatureCollection): string[] {
  const kinds = zones.features.map((feature) => String((feature.properties as { kind?: string } | null)?.kind ?? "other"));
  return [...new Set(kinds)].filter((kind) => !OUTLINES.has(kind));
}

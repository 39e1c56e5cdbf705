// Distances and bearings over the ground, pure: the same formula as casebook/kernel/coordinates/distance.py,
// so that tablet and server state the same figure.

export interface Place {
  readonly lon: number; // degrees, WGS 84
  readonly lat: number;
}

export interface Near<T> {
  readonly item: T;
  readonly metres: number;
  readonly bearing: number; // degrees clockwise from north
}

const EARTH_RADIUS_M = 6_371_008.8; // mean radius (IUGG)
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Return the metres between two places, by the haversine on the mean sphere (within 0.5 % of the ellipsoid). */
export function distanceM(a: Place, b: Place): number {
  const halfLat = radians(b.lat - a.lat) / 2;
  const halfLon = radians(b.lon - a.lon) / 2;
  const chord = Math.sin(halfLat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(halfLon) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/** Return the direction in which `to` lies as one stands at `from`: degrees clockwise from north, 0 ≤ d < 360. */
export function bearingDeg(from: Place, to: Place): number {
  const [fromLat, toLat, across] = [radians(from.lat), radians(to.lat), radians(to.lon - from.lon)];
  const east = Math.sin(across) * Math.cos(toLat);
  const north = Math.cos(fromLat) * Math.sin(toLat) - Math.sin(fromLat) * Math.cos(toLat) * Math.cos(across);
  return turned((Math.atan2(east, north) * 180) / Math.PI);
}

/** Bring degrees into 0 ≤ d < 360. */
export function turned(degrees: number): number {
  const rest = ((degrees % 360) + 360) % 360;
  return rest === 360 ? 0 : rest;
}

/** Return the number of the wind, 0 for north, 4 for east … 15 for north-north-west. */
export function windOf(bearing: number): number {
  return Math.round(turned(bearing) / 22.5) % 16;
}

/** Return the places nearest to `here`, nearest first; equal distances in the order given. */
export function nearest<T extends Place>(places: Iterable<T>, here: Place, count: number): Near<T>[] {
  // Degrees of longitude are shortened once: cheap enough to rank thousands at every fix.
  const squeeze = Math.cos(radians(here.lat));
  const rough = [...places].map((item) => ({ item, reach: Math.hypot((item.lon - here.lon) * squeeze, item.lat - here.lat) }));
  rough.sort((a, b) => a.reach - b.reach);
  return rough.slice(0, count).map(({ item }) => near(item, here));
}

/** Return one place with how far and in which direction it lies. */
export function near<T extends Place>(item: T, here: Place): Near<T> {
  return { item, metres: distanceM(here, item), bearing: bearingDeg(here, item) };
}

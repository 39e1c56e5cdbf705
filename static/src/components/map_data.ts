// The wells of a map as columns, checked once when they arrive; and the arithmetic on them, pure.

export interface Wells {
  readonly statuses: readonly string[];
  readonly codes: readonly string[];
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly status: Uint8Array; // index into statuses
}

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Read the columns; an error names the column whose length does not fit. */
export function readWells(raw: unknown): Wells {
  const columns = raw as Record<string, unknown[] | undefined>;
  const count = columns["codes"]?.length ?? 0;
  const column = <T>(name: string): T[] => {
    const values = columns[name];
    if (!Array.isArray(values)) throw new Error(`the wells have no column ${name}`);
    if (name !== "statuses" && values.length !== count) throw new Error(`column ${name} has ${values.length} values, not ${count}`);
    return values as T[];
  };
  return {
    statuses: column<string>("statuses"),
    codes: column<string>("codes"),
    lon: Float64Array.from(column<number>("lon")),
    lat: Float64Array.from(column<number>("lat")),
    status: Uint8Array.from(column<number>("status")),
  };
}

/** Return how many wells there are of each status, in the order of `statuses`. */
export function countByStatus(wells: Wells): number[] {
  const counts = wells.statuses.map(() => 0);
  for (const status of wells.status) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Return the smallest rectangle around the wells, or null when there are none. */
export function boundsOf(wells: Wells): Bounds | null {
  if (!wells.lon.length) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < wells.lon.length; i += 1) {
    const [x, y] = [wells.lon[i] ?? 0, wells.lat[i] ?? 0];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return [west, south, east, north];
}

/** Read "west,south,east,north"; null for anything else. */
export function parseBounds(text: string | undefined): Bounds | null {
  const numbers = (text ?? "").split(",").map(Number);
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || numbers.some((value) => !Number.isFinite(value))) return null;
  return [west ?? 0, south ?? 0, east ?? 0, north ?? 0];
}

export interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Return what was drawn nearest to a point, no farther than its own edge and `slack` pixels; null for none. */
export function nearest<T extends Drawn>(drawn: readonly T[], x: number, y: number, slack: number): T | null {
  let best: T | null = null;
  let bestDistance = Infinity;
  for (const item of drawn) {
    const distance = Math.hypot(item.x - x, item.y - y) - item.radius;
    if (distance <= slack && distance < bestDistance) [best, bestDistance] = [item, distance];
  }
  return best;
}

/** Return a count for a cluster's bubble: 87, 1.2k, 36k; in Chinese units a bubble would grow too wide. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}

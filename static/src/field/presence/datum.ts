// Some domestic browsers hand out GCJ-02, the shifted system of Chinese web maps, as if it were WGS 84. At a point whose
// place is known this can be told apart from a bad fix: the error then points where the shift points. Pure.
import { distanceM, type Place } from "./geo";

export type DatumVerdict = "right" | "gcj02" | "bd09" | "unclear";

export interface DatumResult {
  readonly verdict: DatumVerdict;
  readonly offM: number; // from the known point
  readonly leftM: number; // what is left of it once the recognised shift is taken off
}

const MAJOR_AXIS_M = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
const LEAST_TOLERANCE_M = 60;
const MOST_TOLERANCE_M = 200; // the shift is about 500 m: a fix this poor can tell nothing

/** Return where GCJ-02 shows a WGS 84 place; places far from China are not shifted. */
export function shifted({ lon, lat }: Place): Place {
  if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return { lon, lat };
  const [x, y] = [lon - 105, lat - 35];
  const root = Math.sqrt(Math.abs(x));
  const fine = waves(x, [20, 6], [20, 2]);
  const eastM =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + fine + waves(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]);
  const northM =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + fine + waves(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]);
  const latitude = (lat * Math.PI) / 180;
  const squeeze = 1 - ECCENTRICITY_SQUARED * Math.sin(latitude) ** 2;
  const degree = (MAJOR_AXIS_M * Math.PI) / 180;
  return {
    lon: lon + eastM / ((degree * Math.cos(latitude)) / Math.sqrt(squeeze)),
    lat: lat + northM / ((degree * (1 - ECCENTRICITY_SQUARED)) / squeeze ** 1.5),
  };
}

function waves(x: number, ...terms: readonly (readonly [amplitude: number, frequency: number])[]): number {
  return (terms.reduce((sum, [amplitude, frequency]) => sum + amplitude * Math.sin(frequency * Math.PI * x), 0) * 2) / 3;
}

function baidu({ lon, lat }: Place): Place {
  const turn = (3000 * Math.PI) / 180;
  const reach = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * turn);
  const bearing = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * turn);
  return { lon: reach * Math.cos(bearing) + 0.0065, lat: reach * Math.sin(bearing) + 0.006 };
}

/**
 * Compare what the browser said with the point one stands at. `unclear` when the fix is too poor to tell, or when the
 * error fits no known shift (then one does not stand where one says, or the point is wrong).
 */
export function checkDatum(known: Place, measured: Place, accuracyM: number): DatumResult {
  const tolerance = Math.max(LEAST_TOLERANCE_M, accuracyM);
  const offM = distanceM(known, measured);
  const gcj = shifted(known);
  const candidates: [DatumVerdict, number][] = [
    ["right", offM],
    ["gcj02", distanceM(gcj, measured)],
    ["bd09", distanceM(baidu(gcj), measured)],
  ];
  const [verdict, leftM] = candidates.reduce((best, other) => (other[1] < best[1] ? other : best));
  const canTell = tolerance <= MOST_TOLERANCE_M && leftM <= tolerance;
  return canTell ? { verdict, offM, leftM } : { verdict: "unclear", offM, leftM: offM };
}

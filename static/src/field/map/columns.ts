// The wells of a package as the columns that the layer draws. Pure.
import type { Wells } from "../../components/map_data";
import type { Well } from "../store/types";

/** Return the columns; a well's number in them is its place in the package. */
export function columnsOf(wells: readonly Pick<Well, "code" | "lon" | "lat" | "status">[]): Wells {
  const statuses = [...new Set(wells.map(({ status }) => status))].sort();
  const numbers = new Map(statuses.map((status, index) => [status, index]));
  return {
    statuses,
    codes: wells.map(({ code }) => code),
    lon: Float64Array.from(wells, ({ lon }) => lon),
    lat: Float64Array.from(wells, ({ lat }) => lat),
    status: Uint8Array.from(wells, ({ status }) => numbers.get(status) ?? 0),
  };
}

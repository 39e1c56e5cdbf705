// How wells, places and ways are put into words.
import { wordOf } from "../acts/subjects";
import { windOf, type Near } from "../presence/geo";
import type { Parts, Well } from "../store/types";
import { _ } from "../words";

/** Return the word of a stored value: the package brings the words of the office. */
export function labelOf(parts: Pick<Parts, "codes"> | undefined, enumeration: string, value: string): string {
  return parts ? wordOf(parts.codes.labels, enumeration, value) : value;
}

/** Return the name of a wind, 0 for north, clockwise. */
export function windWord(wind: number): string {
  const winds = [
    _("北"), _("北东北"), _("东北"), _("东东北"), _("东"), _("东东南"), _("东南"), _("南东南"),
    _("南"), _("南西南"), _("西南"), _("西西南"), _("西"), _("西西北"), _("西北"), _("北西北"),
  ]; // prettier-ignore
  return winds[wind] ?? "";
}

/** Return metres for people: 8 m, 320 m, 1.4 km. */
export function distanceText(metres: number): string {
  return metres < 1000 ? _("%(n)s m", { n: Math.round(metres) }) : _("%(n)s km", { n: (metres / 1000).toFixed(metres < 10_000 ? 1 : 0) });
}

/** Return how far and in which direction: "东北 45°，320 m". */
export function wayText({ metres, bearing }: Pick<Near<unknown>, "metres" | "bearing">): string {
  const degrees = Math.round(bearing) % 360;
  return _("%(wind)s %(degrees)s°，%(distance)s", { wind: windWord(windOf(bearing)), degrees, distance: distanceText(metres) });
}

/** Return the one line under a well's code: village and user, as far as they are known. */
export function placeText(parts: Pick<Parts, "townships"> | undefined, { township, village, user }: Well): string {
  const name = parts?.townships.find(({ code }) => code === township)?.name ?? township;
  return [`${name}${village ?? ""}`, user ?? ""].filter(Boolean).join(" · ");
}

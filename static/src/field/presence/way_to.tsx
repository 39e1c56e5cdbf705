// How far a well is and in which direction, with an arrow that turns with the tablet where it has a compass.
import { settings } from "../store/work";
import { _ } from "../words";
import { distanceText, wayText } from "../wells/words";
import { fix } from "./fix";
import { near, type Place } from "./geo";
import { heading, watchHeading } from "./heading";
import { positionWords } from "./words";

/** Say whether somebody stands farther from a place than the county allows without a reason; accuracy is no excuse. */
export function isTooFar(metres: number, limitM: number): boolean {
  return metres > limitM;
}

export function WayTo({ place }: { readonly place: Place }) {
  const here = fix.value;
  if (!here) {
    const { text, remedy } = positionWords();
    return (
      <p class="way way--none">
        {text} {remedy}
      </p>
    );
  }
  const way = near(place, here);
  const limit = settings.value.far_from_well_m;
  return (
    <div class={isTooFar(way.metres, limit) ? "way way--far" : "way"}>
      <Arrow bearing={way.bearing} />
      <p>
        <strong>{wayText(way)}</strong>
        <span class="muted">{_("定位 ±%(n)s m", { n: Math.round(here.accuracy_m) })}</span>
        {isTooFar(way.metres, limit) && <span>{_("离井超过 %(limit)s：走近再记，或者写明原因。", { limit: distanceText(limit) })}</span>}
      </p>
    </div>
  );
}

/** Points to the well where the compass is known, else to it on a map whose top is north. */
function Arrow({ bearing }: { readonly bearing: number }) {
  const facing = heading.value;
  const turn = Math.round(bearing - (facing ?? 0));
  return (
    <button type="button" class="way__arrow" title={facing === null ? _("上为北；点一下打开指南针") : _("上为平板所指方向")} onClick={() => void watchHeading()}>
      <svg viewBox="-24 -24 48 48" width="56" height="56" aria-hidden="true">
        <circle r="22" class="way__ring" />
        <path d="M0-17 9 12 0 6-9 12Z" class="way__needle" transform={`rotate(${turn})`} />
      </svg>
      <span class="way__top">{facing === null ? _("上为北") : _("指南针")}</span>
    </button>
  );
}

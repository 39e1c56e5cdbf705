"""What casebook answers by itself: the zones a well lies in, its share of the permit, the distance to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections.rules import AnswerKind
from casebook.quotas import queries as quotas
from casebook.wells.queries import list_zones

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.inspections.rules import InspectionKind, Item
    from casebook.wells.models import Well

Answer = tuple[str, str]
"""An answer and the note beside it."""


def automatic_answers(
    session: Session, *, items: Iterable[Item], kind: InspectionKind, well: Well, on: date
) -> dict[str, Answer]:
    """Return the answers that rest on the register alone, by item code; what is not known is left out."""
    makers = {AnswerKind.ZONES: _zones, AnswerKind.PERMIT_SHARE: _permit_share}
    found: dict[str, Answer] = {}
    for item in items:
        if item.kind in makers and item.applies_to(kind):
            answer = makers[item.kind](session, well, on)
            if answer is not None:
                found[item.code] = answer
    return found


def distance_answers(items: Iterable[Item], distance_m: float | None) -> dict[str, Answer]:
    """Return the answers of the items that ask how far the officers stood from the registered position."""
    if distance_m is None:
        return {}
    return {item.code: (f"{distance_m:g}", "") for item in items if item.kind is AnswerKind.DISTANCE}


def _zones(session: Session, well: Well, on: date) -> Answer:
    zones = list_zones(session, well, on)
    kinds = ",".join(dict.fromkeys(zone.kind.value for zone in zones))
    return kinds or "none", "、".join(zone.name for zone in zones)[:400]


def _permit_share(session: Session, well: Well, on: date) -> Answer | None:
    """Return the last year's volume in per cent of the permit, where one covers this well alone."""
    permits = [one for one in quotas.permits_of_well(session, well.id) if one.permitted_m3]
    if len(permits) != 1 or not permits[0].permitted_m3:
        return None
    if quotas.count_wells(session, [permits[0].id])[permits[0].id] != 1:
        return None
    years = quotas.volumes_by_year(session, [well.id]).get(well.id, {})
    past = [year for year in years if year <= on.year]
    if not past:
        return None
    year = max(past)
    volume = max(row.volume_m3 for row in years[year].values())
    share = round(volume / permits[0].permitted_m3 * 100, 1)
    return f"{share.normalize():f}", f"{year} 年 {volume.normalize():f} m³"

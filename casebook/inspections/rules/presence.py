"""How well a record's own facts support that its officers stood at the well: a score with its reasons.

A hundred points, less those that each doubt takes. The reviewer reads the reasons; the score only sorts
the queue and refuses nothing. Positions are WGS 84 degrees, distances and accuracies metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.inspections.rules.kinds import PositionOrigin
from casebook.kernel.coordinates import distance_m, gcj02_to_wgs84, wgs84_to_gcj02

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from casebook.inspections.filed import DatumCheck, Fix

BEST = 100
VAGUE_M, USELESS_M = 50.0, 200.0
"""Accuracies beyond which a position says little, and nothing."""
SPREAD_M = 100.0
"""Fixes of one visit lie within this, and within what their accuracies allow."""
OLD = timedelta(minutes=5)
"""A position older than this at the arrival was not taken there."""
FIX_AHEAD = timedelta(minutes=2)
ODD_CLOCK_S, WRONG_CLOCK_S = 300.0, 86_400.0
"""A tablet's clock beyond these is odd, or a day off."""
DATUM_TOLERANCE_M, DATUM_WORST_M = 30.0, 150.0
FASTEST_KMH = 120.0
"""Nobody gets about a county faster between two wells."""
NEARBY_M = 300.0


class PlateSeen(StrEnum):
    """What the scanned plate said."""

    NONE = "none"
    MATCH = "match"
    OTHER = "other"
    """The genuine plate of another well."""
    REVOKED = "revoked"
    FORGED = "forged"
    UNREADABLE = "unreadable"


class Datum(StrEnum):
    """In what system the browser hands out positions, as a check at a known point found."""

    UNCHECKED = "unchecked"
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """Why points are taken."""

    NO_POSITION = "no_position"
    TYPED = "typed"
    VAGUE = "vague"
    USELESS = "useless"
    SINGLE = "single"
    SCATTERED = "scattered"
    OLD = "old"
    FIX_AHEAD = "fix_ahead"
    FAR = "far"
    PLATE_OTHER = "plate_other"
    PLATE_BAD = "plate_bad"
    PLATE_NONE = "plate_none"
    CLOCK_UNKNOWN = "clock_unknown"
    CLOCK_ODD = "clock_odd"
    CLOCK_WRONG = "clock_wrong"
    DATUM_SHIFTED = "datum_shifted"
    DATUM_UNKNOWN = "datum_unknown"
    TIMES = "times"
    TRAVEL = "travel"


POINTS = {
    Doubt.NO_POSITION: 60,
    Doubt.TYPED: 40,
    Doubt.VAGUE: 10,
    Doubt.USELESS: 25,
    Doubt.SINGLE: 5,
    Doubt.SCATTERED: 15,
    Doubt.OLD: 15,
    Doubt.FIX_AHEAD: 15,
    Doubt.FAR: 25,
    Doubt.PLATE_OTHER: 40,
    Doubt.PLATE_BAD: 30,
    Doubt.PLATE_NONE: 10,
    Doubt.CLOCK_UNKNOWN: 5,
    Doubt.CLOCK_ODD: 10,
    Doubt.CLOCK_WRONG: 20,
    Doubt.DATUM_SHIFTED: 10,
    Doubt.DATUM_UNKNOWN: 15,
    Doubt.TIMES: 15,
    Doubt.TRAVEL: 30,
}
"""What each doubt takes."""


@dataclass(frozen=True)
class Reason:
    """One doubt with the figures that its words name."""

    doubt: Doubt
    facts: Mapping[str, float] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """What it takes."""
        return POINTS[self.doubt]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Reason:
        """Read a stored reason."""
        return cls(Doubt(data["doubt"]), data["facts"])

    def as_data(self) -> dict[str, Any]:
        """Return the reason as it is stored."""
        return {"doubt": self.doubt.value, "facts": dict(self.facts)}


@dataclass(frozen=True)
class Standing:
    """The position that a record takes for its own."""

    lon: float
    lat: float
    accuracy_m: float | None
    origin: PositionOrigin


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is weighed."""

    standing: Standing | None
    fixes: Sequence[Fix] = ()
    arrival_at: datetime
    distance_m: float | None = None
    far_limit_m: float
    plate: PlateSeen = PlateSeen.NONE
    datum: Datum = Datum.UNCHECKED
    clock_ahead_s: float | None = None
    is_clock_known: bool = False
    """Whether no tablet's clock is concerned, or it was compared with the server's."""
    are_times_in_order: bool = True


@dataclass(frozen=True)
class Place:
    """Where and when somebody was on record."""

    at: datetime
    lon: float
    lat: float


def find_standing(
    fixes: Sequence[Fix], typed: tuple[float, float] | None, datum: Datum = Datum.UNCHECKED
) -> Standing | None:
    """Return where the officers stood: the most accurate fix, else what was typed, else None.

    Where the browser was found to hand out GCJ-02, its fix is turned back into WGS 84.
    """
    if fixes:
        best = _best(fixes)
        lon, lat = gcj02_to_wgs84(best.lon, best.lat) if datum is Datum.GCJ02 else (best.lon, best.lat)
        return Standing(lon, lat, best.accuracy_m, PositionOrigin.DEVICE)
    return None if typed is None else Standing(*typed, None, PositionOrigin.TYPED)


def recognise_datum(check: DatumCheck | None, known: tuple[float, float] | None) -> Datum:
    """Return in what system a position at a known point was given (lon, lat of the point in WGS 84)."""
    if check is None or known is None:
        return Datum.UNCHECKED
    tolerance = max(DATUM_TOLERANCE_M, 2 * check.accuracy_m)
    if tolerance > DATUM_WORST_M:
        return Datum.UNKNOWN
    if distance_m(check.lon, check.lat, *known) <= tolerance:
        return Datum.WGS84
    is_shifted = distance_m(check.lon, check.lat, *wgs84_to_gcj02(*known)) <= tolerance
    return Datum.GCJ02 if is_shifted else Datum.UNKNOWN


def weigh(facts: Facts) -> list[Reason]:
    """Return every doubt that a record's own facts raise; `score` counts them."""
    return [*_position(facts), *_fixes(facts), *_place(facts), *_clock(facts)]


def weigh_travel(before: Place, here: Place) -> Reason | None:
    """Return the doubt that nobody gets from one record's place to the next one's in the time between."""
    metres = distance_m(before.lon, before.lat, here.lon, here.lat)
    minutes = (here.at - before.at).total_seconds() / 60
    if metres <= NEARBY_M:
        return None
    kmh = metres / 1000 / (max(minutes, 1.0) / 60)
    if kmh <= FASTEST_KMH:
        return None
    return Reason(Doubt.TRAVEL, {"km": round(metres / 1000, 1), "minutes": round(minutes)})


def score(reasons: Sequence[Reason]) -> int:
    """Return 0..100; each doubt counts once."""
    return max(0, BEST - sum({reason.doubt: reason.points for reason in reasons}.values()))


def _best(fixes: Sequence[Fix]) -> Fix:
    return min(fixes, key=lambda fix: (fix.accuracy_m, fix.at, fix.lon, fix.lat))


def _position(facts: Facts) -> list[Reason]:
    if facts.standing is None:
        return [Reason(Doubt.NO_POSITION)]
    if facts.standing.origin is PositionOrigin.TYPED:
        return [Reason(Doubt.TYPED)]
    accuracy = facts.standing.accuracy_m or 0.0
    if accuracy > USELESS_M:
        return [Reason(Doubt.USELESS, {"accuracy_m": round(accuracy)})]
    return [Reason(Doubt.VAGUE, {"accuracy_m": round(accuracy)})] if accuracy > VAGUE_M else []


def _fixes(facts: Facts) -> list[Reason]:
    if not facts.fixes:
        return []
    best = _best(facts.fixes)
    found = [Reason(Doubt.SINGLE)] if len(facts.fixes) == 1 else []
    spread = max(
        distance_m(best.lon, best.lat, fix.lon, fix.lat) - fix.accuracy_m - best.accuracy_m
        for fix in facts.fixes
    )
    if spread > SPREAD_M:
        found.append(Reason(Doubt.SCATTERED, {"spread_m": round(spread)}))
    age = facts.arrival_at - best.fix_at
    if age > OLD:
        found.append(Reason(Doubt.OLD, {"minutes": round(age.total_seconds() / 60)}))
    if best.fix_at - best.at > FIX_AHEAD:
        ahead = (best.fix_at - best.at).total_seconds() / 60
        found.append(Reason(Doubt.FIX_AHEAD, {"minutes": round(ahead)}))
    return found


_PLATES = {
    PlateSeen.NONE: Doubt.PLATE_NONE,
    PlateSeen.OTHER: Doubt.PLATE_OTHER,
    PlateSeen.REVOKED: Doubt.PLATE_BAD,
    PlateSeen.FORGED: Doubt.PLATE_BAD,
    PlateSeen.UNREADABLE: Doubt.PLATE_BAD,
}
_DATUMS = {Datum.GCJ02: Doubt.DATUM_SHIFTED, Datum.UNKNOWN: Doubt.DATUM_UNKNOWN}


def _place(facts: Facts) -> list[Reason]:
    found = []
    if facts.distance_m is not None and facts.distance_m > facts.far_limit_m:
        found.append(Reason(Doubt.FAR, {"distance_m": round(facts.distance_m)}))
    if facts.plate in _PLATES:
        found.append(Reason(_PLATES[facts.plate]))
    if facts.datum in _DATUMS:
        found.append(Reason(_DATUMS[facts.datum]))
    return found


def _clock(facts: Facts) -> list[Reason]:
    found = []
    if not facts.are_times_in_order:
        found.append(Reason(Doubt.TIMES))
    if facts.clock_ahead_s is None:
        return found if facts.is_clock_known else [*found, Reason(Doubt.CLOCK_UNKNOWN)]
    off = abs(facts.clock_ahead_s)
    if off > ODD_CLOCK_S:
        doubt = Doubt.CLOCK_WRONG if off > WRONG_CLOCK_S else Doubt.CLOCK_ODD
        found.append(Reason(doubt, {"minutes": round(facts.clock_ahead_s / 60)}))
    return found

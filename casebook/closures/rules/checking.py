"""Holding a return of closures against the register, earlier postings and the readings (rules.md 10.6).

Pure: every rule that applies to a line is listed. Thresholds are those of the issue and of rules.md;
free-text remarks are not read, papers are judged when a line becomes a closure.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from casebook.claims.rules import (
    BaselineMethod,
    baseline_means,
    baseline_years,
    differs,
    size_outlier,
    this_year_m3,
)
from casebook.closures.rules.claims import (
    CheckedLine,
    CheckFinding,
    CheckOutcome,
    CheckRule,
    CheckSum,
    WellFacts,
)
from casebook.closures.rules.closing import ClosureKind
from casebook.kernel.months import Month
from casebook.kernel.volumes import cubic_metres, litres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.closures.rules.claims import CellFault, ClaimLine, MonthUse

FILL_SHARE = Fraction(90, 100)
"""Of the hole's volume, that the material must reach."""

ROUNDING_M3 = Decimal("0.5")
"""Returns say whole m³ (万m³ with four decimals): so far a claim may be from its own parts."""

NEAR_M = 500
"""A newer well of the same user within this distance replaces the closed one."""

NOTHING = Decimal("0.000")
_PI = Fraction(math.pi)
_ORDER = {rule: place for place, rule in enumerate(CheckRule)}
_OF_CLOSING = frozenset({"closing_future", "baseline", "built"})
"""Why a closing day cannot be: then nobody knows which years its baseline is made of."""


def check_lines(
    claims: Sequence[ClaimLine],
    wells: Mapping[str, WellFacts],
    *,
    today: date,
    baseline_from: date | None,
) -> list[CheckedLine]:
    """Return each line with every rule that applies to it, in the order of the return.

    `wells` are facts by the code that a line says; two codes of one well share one object.
    `baseline_from` is the first day of the return's baseline period; None when it has no one year.
    """
    seen: dict[str, ClaimLine] = {}
    checked = []
    for claim in claims:
        well = wells.get(claim.code)
        key = well.code if well else claim.code
        earlier = seen.setdefault(key, claim) if key else claim
        twin = None if earlier is claim else earlier
        checked.append(_checked(claim, well, twin, today, baseline_from))
    return checked


def claimed(lines: Iterable[CheckedLine]) -> CheckSum:
    """Return what a return claims: all its lines, with the figures that could be read."""
    all_lines = list(lines)
    figures = [_full_year(line.claim) for line in all_lines]
    dated = zip(figures, (line.claim.closed_on for line in all_lines), strict=True)
    this_year = sum((_this_year(full, day) for full, day in dated), NOTHING)
    return CheckSum(len(all_lines), sum(figures, NOTHING), this_year)


def sum_of(lines: Iterable[CheckedLine], outcome: CheckOutcome) -> CheckSum:
    """Return wells and m³ of the lines with one outcome."""
    found = [line for line in lines if line.outcome is outcome]
    return CheckSum(
        len(found),
        sum((line.full_year_m3 for line in found), NOTHING),
        sum((line.this_year_m3 for line in found), NOTHING),
    )


def year_before(day: date) -> date:
    """Return the same day a year earlier; of a 29 February the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if is_leap_day else day.day)


def is_dead(well: WellFacts, closed_on: date) -> bool:
    """Say whether a well had no use in the baseline years: a figure for each of them, and all are nothing."""
    for year in baseline_years(closed_on):
        facts = well.years.get(year)
        known = [one for one in (facts.metered_m3, facts.registered_m3) if one is not None] if facts else []
        if not known or any(known):
            return False
    return True


def _checked(
    claim: ClaimLine, well: WellFacts | None, twin: ClaimLine | None, today: date, baseline_from: date | None
) -> CheckedLine:
    found = [
        *_of_cells(claim),
        *_of_well(claim, well, twin),
        *_of_line(claim),
        *_of_days(claim, well, today, baseline_from),
        *(_of_facts(claim, well) if well else ()),
    ]
    # Only a line that can be reported counts as a dead well; another is held against its own figures.
    dead = (
        well is not None
        and claim.closed_on is not None
        and not any(one.rule.is_refusing for one in found)
        and is_dead(well, claim.closed_on)
    )
    if not dead:
        is_dated = not any(one.facts.get("why") in _OF_CLOSING for one in found)
        found += _of_figures(claim, well, is_dated=is_dated)
    found.sort(key=lambda one: _ORDER[one.rule])
    full = NOTHING if dead else _full_year(claim)
    return CheckedLine(claim, tuple(found), full, _this_year(full, claim.closed_on), dead)


def _full_year(claim: ClaimLine) -> Decimal:
    figure = claim.claimed_m3
    return NOTHING if figure is None or figure < 0 else cubic_metres(litres(figure))


def _this_year(full_year_m3: Decimal, closed_on: date | None) -> Decimal:
    """Return `full_year × days after the closing day ÷ days of the year`, to the litre, half-even."""
    if closed_on is None:
        return NOTHING
    return this_year_m3(full_year_m3, closed_on)


def _of_cells(claim: ClaimLine) -> Iterator[CheckFinding]:
    if claim.missing:
        yield CheckFinding(CheckRule.CELL_MISSING, {"cells": _cells(claim.missing)})
    if claim.unreadable:
        yield CheckFinding(CheckRule.CELL_UNREADABLE, {"cells": _cells(claim.unreadable)})
    if claim.unclear:
        yield CheckFinding(CheckRule.CELL_UNCLEAR, {"cells": _cells(claim.unclear)})


def _cells(faults: Iterable[CellFault]) -> str:
    told = (f"{one.cell} {one.header}{f'“{one.written}”' if one.written else ''}".strip() for one in faults)
    return "；".join(told)


def _of_well(claim: ClaimLine, well: WellFacts | None, twin: ClaimLine | None) -> Iterator[CheckFinding]:
    """Find what forbids to count this well at all."""
    if well is None:
        if claim.code:
            yield CheckFinding(CheckRule.WELL_UNKNOWN, {"code": claim.code})
    elif well.closed_on is not None and claim.closed_on is not None and _is_earlier(well, claim.closed_on):
        yield CheckFinding(CheckRule.ALREADY_CLOSED, {"on": well.closed_on.isoformat()})
    if twin is not None:
        yield CheckFinding(CheckRule.COUNTED_BEFORE, {"line": str(twin.line), "row": str(twin.row)})
    elif well is not None and well.postings:
        first = well.postings[0]
        yield CheckFinding(
            CheckRule.COUNTED_BEFORE, {"sequence": str(first.sequence), "on": first.on.isoformat()}
        )


def _is_earlier(well: WellFacts, closed_on: date) -> bool:
    """Say whether the register closes a well before the claimed day.

    A register that knows only the month keeps its first day, one that knows the year 1 January: such a
    day says nothing about which came first within that month or year.
    """
    known = well.closed_on
    if known is None or known >= closed_on:
        return False
    is_year_only = (known.month, known.day) == (1, 1) and known.year == closed_on.year
    return not is_year_only and not (known.day == 1 and Month.of(known) == Month.of(closed_on))


def _of_line(claim: ClaimLine) -> Iterator[CheckFinding]:
    """Find what the line says against itself."""
    if claim.is_nameplate:
        yield CheckFinding(CheckRule.BASELINE_NAMEPLATE, {"method": claim.method_text})
    closed_on, connected_on = claim.closed_on, claim.connected_on
    if closed_on is not None and connected_on is not None and connected_on > closed_on:
        days = {"connected": connected_on.isoformat(), "closed": closed_on.isoformat()}
        yield CheckFinding(CheckRule.CLOSED_BEFORE_SUPPLY, days)
    if claim.has_source and connected_on is None and claim.asks_connection:
        yield CheckFinding(CheckRule.CONNECTION_MISSING, {"source": claim.source})
    if not claim.is_day_known and closed_on is not None:
        yield CheckFinding(CheckRule.DAY_MISSING, {"month": str(Month.of(closed_on))})


def _of_days(
    claim: ClaimLine, well: WellFacts | None, today: date, baseline_from: date | None
) -> Iterator[CheckFinding]:
    why = next(_impossible(claim, well, today, baseline_from), None)
    if why is not None:
        yield CheckFinding(CheckRule.DATE_IMPOSSIBLE, why)


def _impossible(
    claim: ClaimLine, well: WellFacts | None, today: date, baseline_from: date | None
) -> Iterator[dict[str, str]]:
    closed_on, accepted_on = claim.closed_on, claim.accepted_on
    if closed_on is not None and closed_on > today:
        yield {"why": "closing_future", "day": closed_on.isoformat()}
    if accepted_on is not None and accepted_on > today:
        yield {"why": "future", "day": accepted_on.isoformat()}
    if closed_on is None:
        return
    if accepted_on is not None and accepted_on < closed_on:
        yield {"why": "accepted", "day": accepted_on.isoformat(), "than": closed_on.isoformat()}
    if baseline_from is not None and closed_on < baseline_from:
        yield {"why": "baseline", "day": closed_on.isoformat(), "than": baseline_from.isoformat()}
    if well is not None and well.built_on is not None and closed_on < well.built_on:
        yield {"why": "built", "day": closed_on.isoformat(), "than": well.built_on.isoformat()}


def _of_facts(claim: ClaimLine, well: WellFacts) -> Iterator[CheckFinding]:
    """Find what permits, other wells, the hole and the readings say against the line."""
    yield from _short_fill(claim, well)
    closed_on = claim.closed_on
    if closed_on is None:
        return
    uncut = [one for one in well.permits if one.listed_on > closed_on and not one.is_cut]
    if uncut:
        told = {"permit": uncut[0].number, "listed": uncut[0].listed_on.isoformat()}
        yield CheckFinding(CheckRule.PERMIT_NOT_CUT, {**told, "volume_m3": f"{uncut[0].volume_m3:f}"})
    since = year_before(closed_on)
    newer = [one for one in well.newer if one.distance_m <= NEAR_M and one.built_until >= since]
    if newer:
        nearest = min(newer, key=lambda one: (one.distance_m, one.code))
        told = {"well": nearest.code, "metres": f"{nearest.distance_m:.0f}"}
        yield CheckFinding(CheckRule.REPLACED_BY_NEW_WELL, told)
    yield from _pumping(well, closed_on)


def _short_fill(claim: ClaimLine, well: WellFacts) -> Iterator[CheckFinding]:
    depth = well.depth_m if well.depth_m is not None else claim.depth_m
    if claim.kind not in {None, ClosureKind.PLUGGED} or claim.fill_m3 is None:
        return
    if well.casing_mm is None or depth is None:
        return
    hole = hole_m3(well.casing_mm, depth)
    if Fraction(claim.fill_m3) < hole * FILL_SHARE:
        told = {"fill_m3": f"{claim.fill_m3:f}", "hole_m3": f"{float(hole):.2f}"}
        yield CheckFinding(CheckRule.FILL_SHORT, told)


def hole_m3(casing_mm: float, depth_m: float | Decimal) -> Fraction:
    """Return a well's volume, π·r²·depth by its own diameter."""
    radius = Fraction(str(casing_mm)) / 2000
    return _PI * radius * radius * Fraction(str(depth_m))


def _pumping(well: WellFacts, closed_on: date) -> Iterator[CheckFinding]:
    months = sorted(
        month
        for month, use in well.uses.items()
        if month > Month.of(closed_on) and use.is_pumping and not _is_emergency(well, month)
    )
    if months:
        yield CheckFinding(CheckRule.STILL_PUMPING, _told_use(months, well.uses))


def _told_use(months: Sequence[Month], uses: Mapping[Month, MonthUse]) -> dict[str, str]:
    water = sum((uses[month].m3 or NOTHING for month in months), NOTHING)
    power = sum((uses[month].kwh or Decimal(0) for month in months), Decimal(0))
    return {
        "first": str(months[0]),
        "last": str(months[-1]),
        "n": str(len(months)),
        "m3": f"{water:f}",
        "kwh": f"{power:f}",
    }


def _is_emergency(well: WellFacts, month: Month) -> bool:
    return any(one.first <= month.last and month.first <= one.last for one in well.emergencies)


def _of_figures(claim: ClaimLine, well: WellFacts | None, *, is_dated: bool) -> Iterator[CheckFinding]:
    """Find what the figures lack: support, the right sum, plausibility. `is_dated`: the day can be."""
    yield from _wrong_sum(claim)
    baseline = claim.baseline_m3 if claim.baseline_m3 is not None else claim.claimed_m3
    if well is None or baseline is None:
        return
    if claim.closed_on is not None and is_dated and baseline > 0 and not claim.is_nameplate:
        yield from _unsupported(claim, baseline, well, claim.closed_on)
    yield from _outlying(baseline, well)


def _wrong_sum(claim: ClaimLine) -> Iterator[CheckFinding]:
    if claim.claim_m3 is None or claim.baseline_m3 is None:
        return
    right = claim.baseline_m3 - (claim.residual_m3 or 0)
    if abs(claim.claim_m3 - right) > ROUNDING_M3:
        told = {"claim_m3": f"{claim.claim_m3:f}", "right_m3": f"{right:f}"}
        yield CheckFinding(CheckRule.SUM_MISMATCH, told)


def _unsupported(
    claim: ClaimLine, baseline: Decimal, well: WellFacts, closed_on: date
) -> Iterator[CheckFinding]:
    """Hold a metered mean against the figures; the permit is a cap and no evidence of use (B6)."""
    if claim.method is BaselineMethod.B6:
        yield CheckFinding(CheckRule.BASELINE_UNSUPPORTED, {"why": "permit"})
        return
    if claim.method not in {BaselineMethod.B1, None}:
        return
    if not well.has_meter:
        yield CheckFinding(CheckRule.BASELINE_UNSUPPORTED, {"why": "meter"})
        return
    means = baseline_means(well.years, baseline_years(closed_on))
    if not means:
        first, *_, last = baseline_years(closed_on)
        told = {"why": "figures", "first": str(first), "last": str(last)}
        yield CheckFinding(CheckRule.BASELINE_UNSUPPORTED, told)
    elif differs(baseline, means):
        told = {"why": "differs", "baseline_m3": f"{baseline:f}", "means": "、".join(map(_rounded, means))}
        yield CheckFinding(CheckRule.BASELINE_UNSUPPORTED, told)


def _rounded(figure: Fraction) -> str:
    return str(round(figure))


def _outlying(baseline: Decimal, well: WellFacts) -> Iterator[CheckFinding]:
    found = size_outlier(baseline, flow_m3h=well.flow_m3h, permitted_m3=well.permitted_m3)
    if found is None:
        return
    told = {"why": found.why, "baseline_m3": f"{baseline:f}"}
    if found.why == "flow":
        yield CheckFinding(CheckRule.OUTLIER, {**told, "most_m3": f"{float(found.most_m3):.0f}"})
    else:
        yield CheckFinding(CheckRule.OUTLIER, {**told, "permitted_m3": f"{well.permitted_m3:f}"})

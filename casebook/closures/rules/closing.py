"""Pure rules of closures: their life, what a baseline is, what counts, who confirms (rules.md 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.claims.rules import ReplacementSource, this_year_m3
from casebook.evidence.rules import EvidenceStage
from casebook.inspections.rules.completeness import untold
from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import cubic_metres, litres, share
from casebook.wells.rules import LIMITS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from casebook.closures.filed import FiledAcceptance


class ClosureOrigin(StrEnum):
    """Why a well is closed (rules.md 10.6)."""

    PROGRAMME = "programme"
    REPLACEMENT = "replacement"
    CASE = "case"
    VOLUNTARY = "voluntary"
    OWNERLESS = "ownerless"


class ClosureKind(StrEnum):
    """How it is closed (rules.md 10.1)."""

    PLUGGED = "plugged"
    MOTHBALLED = "mothballed"
    MONITORING = "monitoring"


class ClosureStatus(StrEnum):
    """How far a reported closure has come."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REOPENED = "reopened"


class SignatureRole(StrEnum):
    """The four signatures of an acceptance (rules.md 10.4, 10.6)."""

    BUILDER = "builder"
    SUPERVISOR = "supervisor"
    """监理 or the township."""
    OWNER = "owner"
    WATER_AUTHORITY = "water_authority"


class ConfirmingPart(StrEnum):
    """An office that confirms a closure (rules.md 10.6)."""

    ENFORCING_AGENCY = "enforcing_agency"
    """The agency of the case, on site, by an officer who neither ordered nor accepted."""
    TOWNSHIP = "township"
    """The township's responsible person, on the joint acceptance record."""
    COUNTY_RECHECK = "county_recheck"
    """The county's re-check team, where the other office would confirm its own work."""


_S = ClosureStatus
TRANSITIONS: dict[ClosureStatus, frozenset[ClosureStatus]] = {
    _S.REPORTED: frozenset({_S.ACCEPTED, _S.RETURNED}),
    _S.ACCEPTED: frozenset({_S.CONFIRMED}),
    _S.RETURNED: frozenset({_S.REPORTED}),
    _S.CONFIRMED: frozenset({_S.REOPENED}),
    _S.REOPENED: frozenset(),
}
"""The whole life of a reported closure; only `confirmed` and `reopened` post to the ledger."""

CLAIMED = frozenset({_S.REPORTED, _S.ACCEPTED})
"""Reported and not booked yet: what the board shows as claimed."""

PHOTOGRAPHED = frozenset({_S.REPORTED, _S.RETURNED, _S.ACCEPTED})
"""While photographs may still be added."""

MOST_M3 = Decimal(LIMITS["volume_m3"][1])
"""Of one well in a year, as on the register."""

LEAST_PHOTOGRAPHS = 1
"""Of each stage that a closure needs (rules.md 10.4 asks for two)."""


LONGEST_NOTE = 2_000
"""Each step of the works with its answer, and the words of whoever accepts."""
LONGEST_FAR_REASON = 400
LONGEST_TOLD = {"person_on_site": 200, "recusal_note": 400, "absence_note": 400}
LONGEST_SIGNER = 60


@dataclass(frozen=True)
class Reduction:
    """What one closure saves, in m³."""

    full_year_m3: Decimal
    this_year_m3: Decimal


def step(present: ClosureStatus, to: ClosureStatus, number: str) -> None:
    """Refuse a step that the transition table does not have."""
    if to not in TRANSITIONS[present]:
        raise RuleBroken("step_out_of_order", what=number, present=present, to=to)


def _share(volume_m3: Decimal, days: int, days_of_year: int) -> Decimal:
    return cubic_metres(share(litres(volume_m3), days, days_of_year))


def reduction(*, baseline_m3: Decimal, residual_m3: Decimal, closed_on: date) -> Reduction:
    """Return the reduction of a full year and of the year of closing.

    `full_year = baseline − residual`; `this_year = full_year × days after the closing day ÷ days
    of the year`, to the litre, half-even (rules.md 10.6).
    """
    for field, volume in (("baseline_m3", baseline_m3), ("residual_m3", residual_m3)):
        if not 0 <= volume <= MOST_M3:
            raise RuleBroken("volume_out_of_range", field=field, most=MOST_M3)
    if residual_m3 > baseline_m3:
        raise RuleBroken("residual_above_baseline", field="residual_m3")
    full_year = baseline_m3 - residual_m3
    return Reduction(full_year, this_year_m3(full_year, closed_on))


def kept_until(full_year_m3: Decimal, *, closed_on: date, reopened_on: date) -> Decimal:
    """Return what a reopened closure keeps of its year: after closing, up to the day before reopening."""
    end = min(date(closed_on.year, 12, 31), reopened_on)
    days_of_year = date(closed_on.year, 12, 31).timetuple().tm_yday
    reopened_in_year = reopened_on.year == closed_on.year
    days = (end - closed_on).days - (1 if reopened_in_year else 0)
    return _share(full_year_m3, max(days, 0), days_of_year)


def check_days(
    *,
    closed_on: date,
    built_on: date | None,
    found_closed_on: date | None,
    source: ReplacementSource,
    connected_on: date | None,
    today: date,
) -> None:
    """Refuse days out of order: first supply, then close; not in the future; not before the well."""
    if closed_on > today:
        raise RuleBroken("date_in_future", field="closed_on")
    if built_on is not None and closed_on < built_on:
        raise RuleBroken("closed_before_built", field="closed_on", built=built_on.isoformat())
    if found_closed_on is not None and found_closed_on < closed_on:
        raise RuleBroken("already_closed", field="closed_on", on=found_closed_on.isoformat())
    if source is ReplacementSource.NONE_NEEDED:
        return
    if connected_on is None:
        raise RuleBroken("connection_needed", field="replacement_connected_on")
    if connected_on > closed_on:
        raise RuleBroken(
            "closed_before_supply", field="replacement_connected_on", article="山东水资源条例 28"
        )


def check_origin(origin: ClosureOrigin, *, has_case: bool) -> None:
    """Hold that a closure from a case names it, and no other does."""
    if (origin is ClosureOrigin.CASE) != has_case:
        raise RuleBroken("origin_case", field="case_id")


def check_photographable(status: ClosureStatus, number: str) -> None:
    """Refuse photographs once a closure is booked: its posting names the papers that it rests on."""
    if status not in PHOTOGRAPHED:
        raise RuleBroken("closure_booked", field="file", number=number, status=status)


def missing_stages(photographs: Mapping[EvidenceStage, int]) -> list[EvidenceStage]:
    """Return the stages that have too few photographs."""
    return [stage for stage in EvidenceStage if photographs.get(stage, 0) < LEAST_PHOTOGRAPHS]


def missing_signatures(signed: Collection[SignatureRole]) -> list[SignatureRole]:
    """Return the signatures that an acceptance still lacks."""
    return [role for role in SignatureRole if role not in signed]


def confirming_parts(
    origin: ClosureOrigin, *, is_township_involved: bool, is_enforcer_involved: bool = False
) -> tuple[ConfirmingPart, ...]:
    """Return the offices that must confirm a closure; all of them, each once (rules.md 10.6).

    `is_township_involved`: the township that would confirm reported or accepted the closure itself;
    `is_enforcer_involved`: the agency that enforces at an ownerless well did, or is the township.
    """
    if origin is ClosureOrigin.CASE:
        return (ConfirmingPart.ENFORCING_AGENCY,)
    if is_township_involved:
        return (ConfirmingPart.COUNTY_RECHECK,)
    if origin is not ClosureOrigin.OWNERLESS:
        return (ConfirmingPart.TOWNSHIP,)
    if is_enforcer_involved:
        return (ConfirmingPart.COUNTY_RECHECK,)
    return (ConfirmingPart.TOWNSHIP, ConfirmingPart.ENFORCING_AGENCY)


def check_field_acceptance(filed: FiledAcceptance, *, is_far: bool) -> None:
    """Refuse an acceptance on site whose words do not fit, or that was made far off without a reason."""
    if is_far and not filed.presence.far_reason.strip():
        raise RuleBroken("acceptance_far_reason_missing", field="presence.far_reason")
    reason = filed.presence.far_reason
    told = ((field, getattr(filed.told, field), most) for field, most in LONGEST_TOLD.items())
    texts = (("note", filed.note, LONGEST_NOTE), ("far_reason", reason, LONGEST_FAR_REASON), *told)
    for field, text, most in texts:
        if len(text) > most:
            raise RuleBroken("paper_too_long", field=field, most=most)
    longest = max((len(text) for one in filed.signatures for text in (one.unit, one.name)), default=0)
    if longest > LONGEST_SIGNER:
        raise RuleBroken("paper_too_long", field="signatures", most=LONGEST_SIGNER)


def missing_on_site(filed: FiledAcceptance) -> list[RuleBroken]:
    """Return what an acceptance on site lacks of what every act of two officers needs (处罚法 42, 43, 55)."""
    found = []
    if filed.second is None:
        found.append(RuleBroken("inspection_second_missing", field="second", article="处罚法 42"))
    told = filed.told
    if not told.absence_note.strip():
        found += untold(id_shown=told.id_shown, recusal_asked=told.recusal_asked)
    return found

"""The life of a permit, and what its paper shows on a day (rules.md 3.1, 6.5).

Articles are those of 取水许可和水资源费征收管理条例 where no other law is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.deadlines.rules import Length, Unit
from casebook.kernel.errors import RuleBroken
from casebook.parties.rules import PartyKind
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

RENEWAL_DAYS = 45
"""A renewal is asked for so many days before the last day (25)."""
MOST_YEARS = 10
"""Longest validity (25)."""
LAPSE_YEARS = 3
"""An approval that nothing was built on in so many years no longer holds (22)."""
ACCEPT_WITHIN, DECIDE_WITHIN = Length(5, Unit.WORKING_DAY), Length(45, Unit.WORKING_DAY)
"""Until when an application is accepted or sent back (13), and decided (19); hearings are not counted in."""
DORMANT_YEARS = 2
"""Taking that stopped for so many years in a row ends the permit (44)."""
_FEBRUARY, _LEAP_DAY = 2, 29


class PermitStatus(StrEnum):
    """Where a permit stands in its life."""

    APPLIED = "applied_for"
    ACCEPTED = "under_review"
    NOT_ACCEPTED = "not_accepted"
    APPROVED = "permit_approved"
    REFUSED = "not_granted"
    INSPECTED = "inspected"
    LAPSED = "lapsed"
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHDRAWN = "permit_withdrawn"
    CANCELLED = "cancelled"


class PermitStep(StrEnum):
    """What moves a permit, or leaves it where it is with something changed."""

    APPLY = "apply"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    APPROVE = "approve"
    REFUSE = "refuse"
    INSPECT = "inspect"
    LAPSE = "lapse"
    ISSUE = "issue"
    ASK_RENEWAL = "ask_renewal"
    RENEW = "renew"
    CHANGE = "change"
    CUT = "cut"
    TRANSFER = "transfer"
    EXPIRE = "expire"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


_S, _T = PermitStatus, PermitStep
_STAY = frozenset({_T.ASK_RENEWAL, _T.RENEW, _T.CHANGE, _T.CUT, _T.TRANSFER})

TRANSITIONS: dict[PermitStatus, dict[PermitStatus, frozenset[PermitStep]]] = {
    _S.APPLIED: {_S.ACCEPTED: frozenset({_T.ACCEPT}), _S.NOT_ACCEPTED: frozenset({_T.NOT_ACCEPT})},
    _S.ACCEPTED: {_S.APPROVED: frozenset({_T.APPROVE}), _S.REFUSED: frozenset({_T.REFUSE})},
    _S.NOT_ACCEPTED: {},
    _S.APPROVED: {_S.INSPECTED: frozenset({_T.INSPECT}), _S.LAPSED: frozenset({_T.LAPSE})},
    _S.REFUSED: {},
    _S.INSPECTED: {_S.VALID: frozenset({_T.ISSUE})},
    _S.LAPSED: {},
    _S.VALID: {
        _S.VALID: _STAY,
        _S.EXPIRED: frozenset({_T.EXPIRE}),
        _S.REVOKED: frozenset({_T.REVOKE}),
        _S.WITHDRAWN: frozenset({_T.WITHDRAW}),
        _S.CANCELLED: frozenset({_T.CANCEL}),
    },
    _S.EXPIRED: {_S.CANCELLED: frozenset({_T.CANCEL})},
    _S.REVOKED: {_S.CANCELLED: frozenset({_T.CANCEL})},
    _S.WITHDRAWN: {_S.CANCELLED: frozenset({_T.CANCEL})},
    _S.CANCELLED: {},
}
"""申请→受理→批准→验收→有效→(延续|变更|转让)→到期/吊销/撤销/注销, with the steps that lead there."""

NOT_YET = frozenset(
    {_S.APPLIED, _S.ACCEPTED, _S.NOT_ACCEPTED, _S.APPROVED, _S.REFUSED, _S.INSPECTED, _S.LAPSED}
)
"""An application: nothing may be taken on it."""
ENDED = frozenset({_S.EXPIRED, _S.REVOKED, _S.WITHDRAWN, _S.CANCELLED})

ARTICLES: Mapping[PermitStep, str] = {
    _T.ACCEPT: "取水条例 13",
    _T.NOT_ACCEPT: "取水条例 13",
    _T.APPROVE: "取水条例 19",
    _T.REFUSE: "取水条例 20",
    _T.INSPECT: "取水条例 23",
    _T.LAPSE: "取水条例 22",
    _T.ISSUE: "取水条例 23, 24",
    _T.ASK_RENEWAL: "取水条例 25",
    _T.RENEW: "取水条例 25",
    _T.CHANGE: "取水条例 26",
    _T.CUT: "取水条例 26",
    _T.TRANSFER: "取水条例 27",
    _T.EXPIRE: "取水条例 25",
    _T.REVOKE: "取水条例 48-53",
    _T.WITHDRAW: "行政许可法 69",
    _T.CANCEL: "取水条例 44",
}


def check_step(status: PermitStatus, step: PermitStep) -> PermitStatus:
    """Return the status that a step leads to; RuleBroken `permit_step_out_of_order` when it may not."""
    for to, steps in TRANSITIONS[status].items():
        if step in steps:
            return to
    raise RuleBroken("permit_step_out_of_order", status=status, step=step)


def next_steps(status: PermitStatus) -> tuple[PermitStep, ...]:
    """Return the steps that may be taken now, in the order of the enum."""
    may = frozenset().union(*TRANSITIONS[status].values())
    return tuple(step for step in PermitStep if step in may)


def years_after(day: date, years: int) -> date:
    """Return the same day so many years on; 29 February becomes the 28th in a common year."""
    if (day.month, day.day) == (_FEBRUARY, _LEAP_DAY):
        day = day.replace(day=_LEAP_DAY - 1)
    return day.replace(year=day.year + years)


def check_validity(valid_from: date, valid_to: date) -> None:
    """Hold that a validity is in order and at most ten years (25)."""
    if valid_to <= valid_from:
        raise RuleBroken("permit_days_out_of_order", field="valid_to", start=valid_from)
    if valid_to > years_after(valid_from, MOST_YEARS):
        raise RuleBroken("permit_too_long", field="valid_to", article="取水条例 25", years=MOST_YEARS)


class Standing(StrEnum):
    """What a permit is good for on a day."""

    NOT_ISSUED = "not_issued"
    NOT_BEGUN = "not_begun"
    GOOD = "good"
    RENEWAL_DUE = "renewal_due"
    PAST = "past"
    ENDED = "permit_ended"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Validity:
    """The days of a permit and its status."""

    status: PermitStatus
    valid_from: date | None
    valid_to: date | None
    """Last day."""
    ended_on: date | None = None
    """Day from which a revoked, withdrawn or cancelled permit no longer holds."""

    def standing(self, on: date) -> Standing:
        """Return what it is good for on a day; past days are told as they were then."""
        if self.status in NOT_YET:
            return Standing.NOT_ISSUED
        if self.ended_on is not None and on >= self.ended_on:
            return Standing.ENDED
        if self.valid_to is None:
            return Standing.UNDATED
        if on > self.valid_to:
            return Standing.PAST
        if self.valid_from is not None and on < self.valid_from:
            return Standing.NOT_BEGUN
        return Standing.RENEWAL_DUE if on > renewal_due_on(self.valid_to) else Standing.GOOD

    def holds(self, on: date) -> bool:
        """Say whether water may be taken on it; one without a last day is taken to hold."""
        return self.standing(on) in {Standing.GOOD, Standing.RENEWAL_DUE, Standing.UNDATED}


def renewal_due_on(valid_to: date) -> date:
    """Return the last day on which a renewal is asked for in time, before holidays are looked at (D-24)."""
    return valid_to - timedelta(days=RENEWAL_DAYS)


def is_renewal_late(valid_to: date, asked_on: date) -> bool:
    """Say whether a renewal was asked for late: a flag, the permit holds to its last day (rules.md 15.9)."""
    return asked_on > renewal_due_on(valid_to)


def is_dormant_by_years(volumes: Mapping[int, Decimal], since: date | None, on: date) -> bool:
    """Say whether the figures of the last two full years are both known and zero (44)."""
    years = range(on.year - DORMANT_YEARS, on.year)
    began_before = since is None or since <= date(on.year - DORMANT_YEARS, 1, 1)
    return began_before and all(volumes.get(year) == 0 for year in years)


class Finding(StrEnum):
    """What is remarkable about a permit; none of them is a violation before two officers were there."""

    EXPIRED = "permit_expired"
    RENEWAL_DUE = "renewal_due"
    RENEWAL_LATE = "renewal_late"
    DORMANT = "dormant"
    NO_WELL = "no_well"
    BUNDLE_UNLISTED = "bundle_unlisted"
    BUNDLE_INDUSTRY = "bundle_industry"
    NO_DAYS = "no_days"
    NO_VOLUME = "no_volume"
    TOO_LONG = "too_long"


INDUSTRIAL = frozenset({WellUse.INDUSTRY, WellUse.SPECIAL_TRADE})
"""Uses whose wells each need a permit of their own."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at on a permit."""

    validity: Validity
    permitted_m3: Decimal | None
    wells: int
    use: WellUse | None
    holder: PartyKind | None
    list_paper: str = ""
    """Paper with the wells of a bundled permit (打捆)."""
    renewal_asked_on: date | None = None
    volumes: Mapping[int, Decimal] | None = None
    """Known volumes of its wells together by year; None where nobody asked."""


def is_bundle_lawful(looked: Looked) -> bool:
    """Say whether several wells may stand on one permit: not for industry, and only with a list of them."""
    return looked.wells <= 1 or (looked.use not in INDUSTRIAL and bool(looked.list_paper))


def findings(looked: Looked, on: date) -> tuple[Finding, ...]:
    """Return what is remarkable about a permit on a day, in the order of the enum."""
    days, standing = looked.validity, looked.validity.standing(on)
    if standing in {Standing.NOT_ISSUED, Standing.ENDED}:
        return ()
    asked = looked.renewal_asked_on
    is_bundle = looked.wells > 1 and not is_bundle_lawful(looked)
    told = {
        Finding.EXPIRED: standing is Standing.PAST,
        Finding.RENEWAL_DUE: standing is Standing.RENEWAL_DUE and asked is None,
        Finding.RENEWAL_LATE: asked is not None
        and days.valid_to is not None
        and is_renewal_late(days.valid_to, asked),
        Finding.DORMANT: looked.volumes is not None
        and is_dormant_by_years(looked.volumes, days.valid_from, on),
        Finding.NO_WELL: looked.wells == 0,
        Finding.BUNDLE_UNLISTED: is_bundle and looked.use not in INDUSTRIAL,
        Finding.BUNDLE_INDUSTRY: is_bundle and looked.use in INDUSTRIAL,
        Finding.NO_DAYS: days.valid_to is None,
        Finding.NO_VOLUME: looked.permitted_m3 is None,
        Finding.TOO_LONG: days.valid_from is not None
        and days.valid_to is not None
        and days.valid_to > years_after(days.valid_from, MOST_YEARS),
    }
    return tuple(finding for finding, so in told.items() if so)


def volume_after_cut(permitted_m3: Decimal | None, cut_m3: Decimal | None) -> Decimal:
    """Return what a permit allows after one of its wells closed.

    Without a cut the others pump the same water (rules.md 10.6). Raises RuleBroken on field `cut_m3`:
    `permit_cut_no_volume`, `permit_cut_missing`, `permit_cut_too_large`.
    """
    if permitted_m3 is None:
        raise RuleBroken("permit_cut_no_volume", field="cut_m3")
    if cut_m3 is None or cut_m3 <= 0:
        raise RuleBroken("permit_cut_missing", field="cut_m3", article="取水条例 26")
    if cut_m3 >= permitted_m3:
        raise RuleBroken("permit_cut_too_large", field="cut_m3", volume=permitted_m3)
    return permitted_m3 - cut_m3


def village_bundle(holder: PartyKind | None, wells: int) -> bool:
    """Say whether this is the bundled permit of a village (打捆许可)."""
    return holder is PartyKind.VILLAGE and wells > 1

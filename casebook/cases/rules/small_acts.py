"""The fourth exit: small acts that are not filed as cases (免罚清单, 处罚法 33), and what one must fulfil.

The built-in list is from practice and 未核实: the county puts its own versions beside it, with their paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.rules.codes import Severity
from casebook.kernel.errors import RuleBroken
from casebook.kernel.texts import msgid

if TYPE_CHECKING:
    from collections.abc import Iterable

_LAW = "处罚法 33"
_GRAVITY = list(Severity)


class SubmissionState(StrEnum):
    """How far a submission of small acts is."""

    DRAFT = "draft"
    ASKED = "asked"
    """Its approval (不予立案审批) goes round."""
    APPROVED = "approved"
    DECLINED = "declined"
    DROPPED = "dropped"


SUBMISSION_TRANSITIONS: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.ASKED, SubmissionState.DROPPED}),
    SubmissionState.ASKED: frozenset(
        {SubmissionState.APPROVED, SubmissionState.DECLINED, SubmissionState.DRAFT, SubmissionState.DROPPED}
    ),
    SubmissionState.APPROVED: frozenset(),
    SubmissionState.DECLINED: frozenset(),
    SubmissionState.DROPPED: frozenset(),
}
"""The whole life of a submission; one that is sent back for more is a draft again."""
PENDING = frozenset({SubmissionState.DRAFT, SubmissionState.ASKED})


@dataclass(frozen=True, slots=True)
class SmallAct:
    """One entry of the list, in one version."""

    code: str
    title: str
    problem_codes: tuple[str, ...]
    """Problems that it covers."""
    conditions: str
    """In words, beside the first time, the gravity and the putting right that are checked."""
    first_time: bool = True
    gravest: Severity = Severity.MID
    within_days: int = 30
    """Put right within so many days from the day it was found."""
    doc_no: str = ""
    """The county's paper; empty while it is only a proposal."""
    valid_from: date = date(2021, 7, 15)
    valid_to: date | None = None
    is_verified: bool = False

    def is_in_force(self, on: date) -> bool:
        """Say whether it holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


_TABLE = (
    SmallAct(
        "MF-01",
        msgid("未报送年度取水情况或无用水台账，责令后补齐"),
        ("P15",),
        msgid("补报的数据属实"),
        gravest=Severity.LOW,
    ),
    SmallAct(
        "MF-02", msgid("监测、勘探井未备案，责令后补办"), ("P27",), msgid("没有取水"), gravest=Severity.LOW
    ),
    SmallAct(
        "MF-03",
        msgid("计量设施运行不正常，在期限内修复或更换"),
        ("P11",),
        msgid("没有干扰计量"),
        within_days=30,
    ),
    SmallAct("MF-04", msgid("抄表、水量异常，责令后如实补报"), ("P13",), msgid("没有弄虚作假")),
    SmallAct(
        "MF-05",
        msgid("农村分散取水未办许可，水量小，立即停止或补办"),
        ("P01", "P02"),
        msgid("非经营性用水，不在禁采区，没有取用深层承压水"),
        gravest=Severity.HIGH,
        within_days=60,
    ),
    SmallAct(
        "MF-06",
        msgid("农业灌溉井未装计量设施，责令后安装"),
        ("P10",),
        msgid("农业灌溉用水，水量小"),
        gravest=Severity.HIGH,
        within_days=60,
    ),
    SmallAct("MF-07", msgid("节水设施短期停用，责令后恢复"), ("P16",), msgid("没有超定额取水")),
)
BUILT_IN: dict[str, SmallAct] = {row.code: row for row in _TABLE}
"""The list that the county begins with, by code."""


@dataclass(frozen=True, slots=True)
class SmallFacts:
    """What is known of one problem that is to leave by the fourth exit."""

    number: str
    problem_code: str
    severity: Severity
    found_on: date
    corrected_on: date | None
    earlier: int
    """Problems of the same user that were struck off, or small acts, within the years that count."""
    has_consequence: bool
    order_no: str
    """责令改正: its 文号."""
    commitment_no: str
    """承诺书: its number."""


def in_force(acts: Iterable[SmallAct], on: date) -> dict[str, SmallAct]:
    """Return the list of a day by code; of several versions in force the newest holds."""
    found: dict[str, SmallAct] = {}
    for act in sorted(acts, key=lambda one: (one.valid_from, one.is_verified)):
        if act.is_in_force(on):
            found[act.code] = act
    return dict(sorted(found.items()))


def faults(act: SmallAct, facts: SmallFacts, *, on: date) -> list[RuleBroken]:
    """Return all that keeps a problem from leaving by this entry on a day; nothing when it qualifies."""
    about = {"article": _LAW, "number": facts.number, "act": act.code}
    is_graver = _GRAVITY.index(facts.severity) > _GRAVITY.index(act.gravest)
    wrong = [
        (not act.is_in_force(on), RuleBroken("exempt_not_in_force", **about)),
        (facts.problem_code not in act.problem_codes, RuleBroken("exempt_other_problem", **about)),
        (act.first_time and facts.earlier > 0, RuleBroken("exempt_not_first", **about)),
        (is_graver, RuleBroken("exempt_too_grave", **about)),
        (facts.has_consequence, RuleBroken("exempt_with_consequence", **about)),
        (facts.corrected_on is None, RuleBroken("exempt_not_corrected", **about)),
        (_is_late(act, facts), RuleBroken("exempt_corrected_late", **about)),
        (not facts.order_no.strip(), RuleBroken("exempt_needs_order", **about)),
        (not facts.commitment_no.strip(), RuleBroken("exempt_needs_commitment", **about)),
    ]
    found = [refusal for is_wrong, refusal in wrong if is_wrong]
    return found + _days(facts, on)


def _is_late(act: SmallAct, facts: SmallFacts) -> bool:
    last = facts.found_on + timedelta(days=act.within_days)
    return facts.corrected_on is not None and facts.corrected_on > last


def _days(facts: SmallFacts, on: date) -> list[RuleBroken]:
    if facts.corrected_on is None:
        return []
    if facts.corrected_on < facts.found_on:
        return [RuleBroken("exempt_corrected_before", number=facts.number)]
    if facts.corrected_on > on:
        return [RuleBroken("exempt_corrected_in_future", number=facts.number)]
    return []


def raised(severity: Severity, relapses: int) -> Severity:
    """Return how grave a problem is that came back: one step up, whatever the count."""
    place = _GRAVITY.index(severity) + (1 if relapses else 0)
    return _GRAVITY[min(place, len(_GRAVITY) - 1)]

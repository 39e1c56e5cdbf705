"""The table of statutory clocks D-01 … D-29 (rules.md 5.2) with what each counts, as data.

A bare id is the first clock of its row; further clocks of the row bear a suffix (`D-13.hear`).
Amounts whose certainty is not [L] are settings of the county and shown as 未核实.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casebook.deadlines.rules.counting import Length, Unit
from casebook.kernel.errors import RuleBroken


class Certainty(StrEnum):
    """How far a statement of rules.md is certain."""

    LAW = "L"
    """Read word for word in the statute."""
    PUBLIC = "P"
    """Seen in a public page."""
    MEMORY = "M"
    """Not verified."""
    SOURCE = "S"
    """From the county's own plan."""


class Alarm(StrEnum):
    """Which day an alarm rings on."""

    RAW = "raw"
    DUE = "due"


class Grantor(StrEnum):
    """Who may grant more time; never the one who asks."""

    AGENCY_HEAD = "agency_head"
    REVIEW_HEAD = "review_head"
    APPROVER = "approver"


class Suspension(StrEnum):
    """What stops a clock."""

    HEARING = "hearing"
    PUBLICATION = "publication"
    TESTING = "testing"
    APPRAISAL = "appraisal"
    REVIEW = "review"
    SUIT = "suit"
    STAY = "stay"
    """Performance was stayed (停止执行)."""
    FORCE_MAJEURE = "force_majeure"


@dataclass(frozen=True, slots=True)
class Extension:
    """How much may be added in all (None: the law sets no limit), by whom, and how certain that is."""

    most: int | None
    grantor: Grantor
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock: what starts it is in the labels, what it counts is here.

    `length` is None where each case sets its own; `needs` names the facts beside a start day without
    which no date can be computed.
    """

    id: str
    article: str
    certainty: Certainty
    length: Length | None
    backward: bool = False
    roll: bool = True
    alarm: Alarm = Alarm.DUE
    extension: Extension | None = None
    suspended_by: frozenset[Suspension] = frozenset()
    needs: tuple[str, ...] = ()

    @property
    def is_setting(self) -> bool:
        """Whether its length is only a setting of the county: no law was read that fixes it."""
        return self.certainty is not Certainty.LAW and self.length is not None

    def choose_length(self, wanted: Length | None) -> Length:
        """Return the length to count: the law's, or the one wanted where the case or a setting decides."""
        if wanted is None:
            if self.length is None:
                raise RuleBroken("term_length_missing", field="amount", rule=self.id)
            return self.length
        if self.certainty is Certainty.LAW and self.length not in {None, wanted}:
            raise RuleBroken("term_fixed_by_law", field="amount", article=self.article, rule=self.id)
        return wanted

    def check_extension(self, added: int) -> None:
        """Refuse an extension where the law gives none, or more than it gives in all."""
        if added and self.extension is None:
            raise RuleBroken("term_not_extendable", field="extension", article=self.article, rule=self.id)
        most = self.extension.most if self.extension else None
        if most is not None and added > most:
            raise RuleBroken(
                "term_extension_too_long", field="extension", article=self.article, rule=self.id, most=most
            )

    def check_suspension(self, reason: Suspension) -> None:
        """Refuse a reason that does not stop this clock."""
        if reason not in self.suspended_by:
            raise RuleBroken("term_not_suspendable", field="reason", article=self.article, rule=self.id)


RECTIFICATION_TERM = "D-29"
"""整改时限, on the problem list."""
ORDER_TERM = "order_term"
"""责令改正期限, in a served order."""
LEAD_ACCEPTANCE, LEAD_REPLY = "lead_acceptance", "lead_reply"
"""受理 and 答复 of what was told, by the settings of its channel."""
TASK_TERM, FOLLOW_UP, FIX_CHECK = "task_term", "follow_up", "fix_check"
"""A department's task, 回头看 after striking off, and the re-check of what was put right on the spot."""
LETTER_RECEIPT, LETTER_ANSWER = "letter_receipt", "letter_answer"
"""受理或退回回执 and 复函 of a letter between agencies."""
SUPERVISION_REPLY = "supervision_reply"
"""The answer to a step of supervision."""

PLAN_DEFENCE = "plan_defence"
"""What a user may say against the cut of next year's plan (申辩)."""

RETURN_DUE = "return_due"
"""What users report for a month or a quarter (取水情况直报)."""

EMERGENCY_END = "emergency_end"
"""A reserve well opened in an emergency is closed again, by the last day that it was allowed."""

CREDIT_REPAIR = "credit_repair"
"""The decision on an application to have a publication taken down (信用修复)."""

_L, _P, _M, _S = Certainty.LAW, Certainty.PUBLIC, Certainty.MEMORY, Certainty.SOURCE
_HEAD, _REVIEW_HEAD, _APPROVER = Grantor.AGENCY_HEAD, Grantor.REVIEW_HEAD, Grantor.APPROVER
_HINDRANCE = frozenset({Suspension.FORCE_MAJEURE})
_EXPERTISE = frozenset({Suspension.TESTING, Suspension.APPRAISAL})
_INQUIRY = _EXPERTISE | {Suspension.HEARING, Suspension.PUBLICATION}
_DISPUTE = frozenset({Suspension.REVIEW, Suspension.SUIT})
_STAYED = _HINDRANCE | {Suspension.STAY}


def _working(days: int) -> Length:
    return Length(days, Unit.WORKING_DAY)


def _days(days: int) -> Length:
    return Length(days, Unit.CALENDAR_DAY)


def _months(months: int) -> Length:
    return Length(months, Unit.MONTH)


_HOURS_24 = Length(24, Unit.HOUR)
_FREE = Extension(None, _APPROVER, _S)

_TABLE = (
    Rule("D-01", "令55 立案", _M, _working(15)),
    Rule(
        "D-02",
        "处罚法 60",
        _L,
        _days(90),
        roll=False,
        alarm=Alarm.RAW,
        extension=Extension(60, _HEAD, _M),
        suspended_by=_INQUIRY,
    ),
    Rule("D-03", "处罚法 56, 85", _L, _working(7)),
    Rule("D-04", "强制法 19", _L, _HOURS_24, roll=False, needs=("time",)),
    Rule(
        "D-05",
        "强制法 25",
        _L,
        _days(30),
        roll=False,
        alarm=Alarm.RAW,
        extension=Extension(30, _HEAD, _L),
        suspended_by=_EXPERTISE,
    ),
    Rule("D-06", "处罚法 64(1)", _L, _working(5)),
    Rule("D-07", "处罚法 64(2)", _L, _working(7), backward=True),
    Rule("D-08", "处罚法 44, 45", _M, _working(5)),
    Rule("D-09", "处罚法 61", _L, _working(7)),
    Rule("D-10", "处罚法 67", _L, _days(15), extension=Extension(None, _HEAD, _L), suspended_by=_STAYED),
    Rule("D-10.part", "处罚法 66", _L, None, roll=False, suspended_by=_STAYED, needs=("term",)),
    Rule("D-11", "处罚法 72, 73", _L, None, suspended_by=_DISPUTE, needs=("fine", "days_unpaid")),
    Rule("D-12", "处罚法 71", _L, _working(2)),
    Rule("D-12.bank", "处罚法 71", _L, _working(2)),
    Rule("D-13", "复议法 20", _L, _days(60), suspended_by=_HINDRANCE),
    Rule("D-13.hear", "复议法 62", _L, _days(60), extension=Extension(30, _REVIEW_HEAD, _L)),
    Rule("D-13.hear_simple", "复议法 62", _L, _days(30)),
    Rule("D-14", "行诉法 46", _L, _months(6), suspended_by=_HINDRANCE),
    Rule("D-14.after_review", "行诉法 45", _L, _days(15), suspended_by=_HINDRANCE),
    Rule("D-15", "强制法 54, 69", _L, _working(10)),
    Rule("D-16", "强制法 53", _L, _months(3), roll=False, alarm=Alarm.RAW),
    Rule("D-17", "强制法 51", _L, _working(3)),
    Rule("D-18", "强制法 46", _L, _days(30), suspended_by=_DISPUTE),
    Rule("D-19", "移送规定 5", _L, _working(3)),
    Rule("D-19.hand_over", "移送规定 5", _L, _HOURS_24, roll=False, needs=("time",)),
    Rule("D-19.police_review", "移送规定 8", _L, _working(3)),
    Rule("D-19.hand_over_goods", "移送规定 12", _L, _working(3)),
    Rule("D-20", "处罚法 48", _L, _working(3)),
    Rule("D-21", "国办发〔2018〕118号", _M, _working(7)),
    Rule("D-21.other", "国办发〔2018〕118号", _M, _working(20)),
    Rule("D-22", "民诉法 95", _L, _days(30), roll=False),
    Rule("D-23", "处罚法 52", _M, _working(5)),
    Rule("D-24", "取水条例 25", _L, _days(45), backward=True),
    Rule("D-25", "取水条例 42", _L, Length(1, Unit.YEAR_END), roll=False),
    Rule("D-26", "地下水管理条例 52", _L, _working(5)),
    Rule("D-27", "地方规定", _P, _days(10)),
    Rule("D-27.apply", "地方规定", _P, _working(20)),
    Rule("D-27.join", "地方规定", _P, _working(5)),
    Rule("D-27.supply", "地方规定", _M, _days(3), roll=False),
    Rule("D-27.connected", "地方规定", _P, _working(2)),
    Rule("D-27.claim", "地方规定", _M, _days(30)),
    Rule(EMERGENCY_END, "地下水管理条例 29", _L, None, roll=False, needs=("term",)),
    Rule("D-28", "取水条例 33", _L, _working(7)),
    Rule("D-28.deferral", "取水条例 34", _L, _days(90)),
    Rule(
        RECTIFICATION_TERM, "工作方案（十）", _S, None, extension=_FREE, suspended_by=_STAYED, needs=("term",)
    ),
    Rule(ORDER_TERM, "处罚法 28", _L, None, extension=_FREE, suspended_by=_STAYED, needs=("term",)),
    Rule(LEAD_ACCEPTANCE, "地方规定", _M, None, needs=("term",)),
    Rule(LEAD_REPLY, "地方规定", _M, None, extension=Extension(None, _APPROVER, _M), needs=("term",)),
    Rule(TASK_TERM, "工作方案（十）", _S, None, roll=False, extension=_FREE, needs=("term",)),
    Rule(FOLLOW_UP, "工作方案（十）", _M, None, needs=("term",)),
    Rule(FIX_CHECK, "工作方案（十）", _M, None, needs=("term",)),
    Rule(LETTER_RECEIPT, "地方规定", _M, None, needs=("term",)),
    Rule(LETTER_ANSWER, "地方规定", _M, None, extension=Extension(None, _APPROVER, _M), needs=("term",)),
    Rule(PLAN_DEFENCE, "地方规定", _M, _working(5)),
    Rule(RETURN_DUE, "地方规定", _M, None, needs=("term",)),
    Rule(CREDIT_REPAIR, "信用修复管理办法", _M, None, needs=("term",)),
    Rule(SUPERVISION_REPLY, "地方规定", _M, None, extension=Extension(None, _APPROVER, _M), needs=("term",)),
)

RULES: dict[str, Rule] = {rule.id: rule for rule in _TABLE}
"""Every rule by its id."""


def find_rule(rule_id: str) -> Rule:
    """Return the rule; RuleBroken `deadline_rule_unknown` names an id that the table lacks."""
    rule = RULES.get(rule_id)
    if rule is None:
        raise RuleBroken("deadline_rule_unknown", field="rule", rule=rule_id)
    return rule

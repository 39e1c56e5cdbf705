"""The page of one clock, the list of clocks, and the table of rules with the county's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.accounts import queries as accounts
from casebook.deadlines import queries
from casebook.deadlines.actions.dating import deadline_of
from casebook.deadlines.labels import RULE_TITLES, RULE_TRIGGERS
from casebook.deadlines.presenters.clocks import TermView, length_text, term_view
from casebook.deadlines.rules import RULES, Alarm, Length, Unit, find_rule
from casebook.kernel import clock
from casebook.web.labels import label
from casebook.web.waiting import addresses_of
from casebook.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.models import Term, TermExtension, TermSetting, TermSuspension
    from casebook.deadlines.rules import Rule, Step


@dataclass(frozen=True)
class DayLine:
    """One day on the way: the day, how many are counted with it (None where it is not), and why."""

    on: date
    counted: int | None
    why: str


@dataclass(frozen=True)
class ExtensionLine:
    """A request for more time and what became of it."""

    row: TermExtension
    added: str
    asked_by: str
    decided_by: str


@dataclass(frozen=True)
class ClockPage:
    """One clock with all that made its date."""

    term: Term
    view: TermView
    rule: Rule
    trigger: str
    url: str | None
    """Where its subject is shown, for who may see it."""
    assignee: str
    days: tuple[DayLine, ...]
    extensions: tuple[ExtensionLine, ...]
    suspensions: tuple[TermSuspension, ...]
    copied: str
    """What may be pasted into a chat: a number, the rule and days, nothing about people."""


@dataclass(frozen=True)
class ClockLine:
    """One clock of the list."""

    view: TermView
    number: str
    assignee: str


@dataclass(frozen=True)
class RuleLine:
    """A rule of the table as this county counts it."""

    rule: Rule
    title: str
    trigger: str
    length: str
    own: TermSetting | None
    """The county's setting in force, or the one to come."""

    @property
    def is_ahead(self) -> bool:
        """Whether the county's setting only holds from a coming day on."""
        return self.own is not None and self.own.from_on > clock.today()


def clock_page(session: Session, term: Term, actor: Actor, *, today: date) -> ClockPage:
    """Return the page of a clock."""
    calendar = queries.get_calendar(session)
    view = term_view(term, today=today, calendar=calendar)
    asked = queries.list_extensions(session, term.id)
    ids = {one for row in asked for one in (row.requested_by_id, row.decided_by_id) if one}
    officers = accounts.officers_by_id(session, ids | ({term.assignee_id} if term.assignee_id else set()))
    names = {one: officer.name for one, officer in officers.items()}
    subject = (term.subject_kind, term.subject_id)
    steps = () if term.begun_at is not None else deadline_of(term, calendar).steps
    return ClockPage(
        term=term,
        view=view,
        rule=find_rule(term.rule),
        trigger=str(RULE_TRIGGERS[term.rule]),
        url=addresses_of(session, actor, {subject}).get(subject),
        assignee=names.get(term.assignee_id, "") if term.assignee_id else "",
        days=tuple(_days(steps, tells_numbers=term.unit is not Unit.MONTH)),
        extensions=tuple(
            ExtensionLine(
                row=row,
                added=length_text(row.added, term.unit),
                asked_by=names.get(row.requested_by_id, ""),
                decided_by=names.get(row.decided_by_id, "") if row.decided_by_id else "",
            )
            for row in asked
        ),
        suspensions=tuple(term.suspensions),
        copied=copy_of(view, number_of(term)),
    )


def _days(steps: Sequence[Step], *, tells_numbers: bool) -> Iterator[DayLine]:
    counted = 0
    for step in steps:
        counted += step.counted
        why = f"{label(step.why)}　{step.name}" if step.name else label(step.why)
        yield DayLine(step.on, counted if step.counted and tells_numbers else None, why)


def number_of(term: Term) -> str:
    """Return the number that a clock's title begins with; what follows it may tell of people."""
    return term.title.partition(" ")[0]


def copy_of(view: TermView, number: str) -> str:
    """Return a clock in one line for a chat."""
    facts = {"number": number, "rule": view.rule_title, "due": view.due_on.isoformat()}
    return str(_("%(number)s %(rule)s：%(due)s 到期，%(state)s", **facts, state=label(view.state)))


def clock_lines(session: Session, terms: Sequence[Term], *, today: date) -> list[ClockLine]:
    """Return the lines of a list of clocks; one statement for all names."""
    officers = accounts.officers_by_id(session, {term.assignee_id for term in terms if term.assignee_id})
    return [
        ClockLine(
            view=term_view(term, today=today),
            number=number_of(term),
            assignee=officers[term.assignee_id].name if term.assignee_id else "",
        )
        for term in terms
    ]


def rule_lines(session: Session, county_code: str) -> list[RuleLine]:
    """Return every rule of the table with the county's latest setting."""
    own: dict[str, TermSetting] = {}
    for row in queries.list_settings(session, county_code):
        own.setdefault(row.rule, row)
    return [rule_line(rule, own.get(rule.id)) for rule in RULES.values()]


def rule_line(rule: Rule, own: TermSetting | None) -> RuleLine:
    """Return one rule with the county's setting."""
    return RuleLine(
        rule=rule,
        title=str(RULE_TITLES[rule.id]),
        trigger=str(RULE_TRIGGERS[rule.id]),
        length=length_words(rule.length),
        own=own,
    )


def length_words(length: Length | TermSetting | None) -> str:
    """Return a length in words; what each case sets for itself has none."""
    return length_text(length.amount, length.unit) if length else _("由个案确定")


def ways(rule: Rule) -> str:
    """Say how a rule counts: direction, rolling, and which day its alarm rings on."""
    if rule.length is not None and rule.length.unit is Unit.HOUR:
        return str(_("从起算的时刻起，节假日和夜间照计"))
    words = [_("从起算日倒算") if rule.backward else _("起算日不计")]
    if not rule.roll:
        words.append(_("末日不顺延"))
    elif rule.backward:
        words.append(_("末日为休息日的提前到前一工作日"))
    else:
        words.append(_("末日为休息日的顺延到下一工作日"))
    if rule.alarm is Alarm.RAW:
        words.append(_("逾期按届满日算"))
    return listed(words)


def extension_words(rule: Rule) -> str:
    """Say how much may be added, and by whom."""
    if rule.extension is None:
        return str(_("不能延长"))
    if rule.extension.most is None or rule.length is None:
        return str(_("可以延长，由%(grantor)s批准", grantor=label(rule.extension.grantor)))
    most = length_text(rule.extension.most, rule.length.unit)
    return str(_("最多延长 %(most)s，由%(grantor)s批准", most=most, grantor=label(rule.extension.grantor)))


def suspension_words(rule: Rule) -> str:
    """Say what stops a clock of the rule."""
    return listed(sorted(label(reason) for reason in rule.suspended_by)) if rule.suspended_by else _("无")


def tabs(*, here: str, sees_all: bool) -> list[dict[str, object]]:
    """Return the parts of the clocks' pages; `here` is the endpoint shown."""
    places = [
        ("deadlines.index", _("我的期限")),
        *([("deadlines.everyones", _("辖区全部期限"))] if sees_all else []),
        ("term_rules.show_all", _("期限规则")),
    ]
    return [{"label": words, "url": url_for(place), "active": place == here} for place, words in places]

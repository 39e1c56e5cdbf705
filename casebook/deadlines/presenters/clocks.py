"""What a page shows of a clock: the badge, and how its date came about."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import pgettext as _p

from casebook.deadlines.actions.dating import deadline_of
from casebook.deadlines.labels import LENGTHS, RULE_TITLES
from casebook.deadlines.rules import Step, TermState, Unit, Why, days_left, find_rule
from casebook.deadlines.rules.table import Certainty
from casebook.kernel import clock
from casebook.web.formats import moment, plain_day
from casebook.web.labels import label
from casebook.web.waiting import Task
from casebook.web.wording import translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from uuid import UUID

    from casebook.deadlines.models import Term
    from casebook.deadlines.rules import Calendar, Deadline

_BADGES = {
    TermState.DUE_TODAY: "due_soon",
    TermState.MET: "done",
    TermState.MET_LATE: "done",
}
"""The badge's own states where they are fewer than a clock's."""


@dataclass(frozen=True, slots=True)
class HowLine:
    """One line of how a date came about: days or a fact, and what was done with them."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class TermView:
    """A clock as every list, page, document and export shows it."""

    id: UUID
    rule_id: str
    rule_title: str
    article: str
    is_verified: bool
    title: str
    length: str
    started_on: date
    raw_on: date
    due_on: date
    due_at: datetime | None
    """The instant, of a clock that counts hours."""
    days_left: int | None
    """Calendar days up to the alarm day, negative when past; None when it does not run."""
    state: TermState
    provisional: bool
    is_cancelled: bool
    how: tuple[HowLine, ...]

    @property
    def badge(self) -> str:
        """The state's name in `components/term_badge.html`."""
        return _BADGES.get(self.state, self.state.value)


def term_view(term: Term, *, today: date, calendar: Calendar | None = None) -> TermView:
    """Return a clock's view on a day; only with the calendar can it tell how the date came about."""
    rule = find_rule(term.rule)
    state = term.state_on(today, clock.now() if term.due_at is not None else None)
    runs = term.is_running and state not in {TermState.SUSPENDED, TermState.LAPSED}
    return TermView(
        id=term.id,
        rule_id=rule.id,
        rule_title=str(RULE_TITLES[rule.id]),
        article=rule.article,
        is_verified=rule.certainty is Certainty.LAW,
        title=term.title,
        length=length_text(term.amount + term.extension, term.unit),
        started_on=term.started_on,
        raw_on=term.raw_on,
        due_on=term.due_on,
        due_at=term.due_at,
        days_left=days_left(term.alarm_on, today) if runs else None,
        state=state,
        provisional=term.is_provisional,
        is_cancelled=term.cancelled_at is not None,
        how=tuple(_how(term, calendar)) if calendar else (),
    )


def task_of_clock(term: Term, *, today: date, url: str, step: str = "", title: str = "") -> Task:
    """Return a running clock as a task; without a step or title it bears the rule's and the clock's."""
    view = term_view(term, today=today)
    number, _blank, rest = term.title.partition(" ")
    return Task(
        step=step or view.rule_title,
        title=title or translated(rest) or number,
        url=url,
        number=number,
        due_on=term.due_on,
        alarm_on=term.alarm_on,
        days_left=view.days_left,
        state=view.badge,
        provisional=term.is_provisional,
        term_id=term.id,
    )


def length_text(amount: int, unit: Unit) -> str:
    """Return an amount with its unit: 7 个工作日."""
    return LENGTHS[unit](amount)


def _how(term: Term, calendar: Calendar) -> Iterator[HowLine]:
    length = length_text(term.amount, term.unit)
    if term.begun_at is not None:
        yield HowLine(_("期限"), length)
        yield HowLine(moment(term.begun_at), _("起算，节假日和夜间照计"))
        yield HowLine(moment(term.due_at), _p("deadline", "届满"))
        return
    if term.extension:
        extension = length_text(term.extension, term.unit)
        length = _(
            "%(length)s，经批准延长 %(extension)s，从起算日一并计算", length=length, extension=extension
        )
    yield HowLine(_("期限"), length)
    yield from how_lines(deadline_of(term, calendar), counts_days=term.unit is not Unit.MONTH)


def how_lines(deadline: Deadline, *, counts_days: bool = True) -> Iterator[HowLine]:
    """Tell a deadline's steps, runs of like days as one line; months are not told as so many days."""
    counted = 0
    for _key, group in groupby(deadline.steps, key=_kind):
        steps = list(group)
        counted += sum(step.counted for step in steps)
        yield HowLine(_span(steps), _what(steps[0], len(steps), counted, counts_days=counts_days))
    yield HowLine(_("届满日"), plain_day(deadline.raw))
    if deadline.due != deadline.raw:
        yield HowLine(_("到期日"), plain_day(deadline.due))
    if deadline.provisional:
        yield HowLine(_("暂定"), _("涉及尚未公布放假安排的年份，公布后重新计算"))


def _kind(step: Step) -> tuple[bool, str, str]:
    return (True, "", "") if step.counted else (False, step.why.value, step.name)


def _span(steps: Iterable[Step]) -> str:
    days = [step.on for step in steps]
    if len(days) == 1:
        return plain_day(days[0])
    return f"{plain_day(min(days))} – {plain_day(max(days))}"


def _what(step: Step, days: int, total: int, *, counts_days: bool) -> str:
    if step.counted:
        return str(_("计 %(n)s 日，累计 %(total)s 日", n=days, total=total) if counts_days else _("计入"))
    if step.why in {Why.START, Why.ROLLED}:
        return label(step.why)
    return str(_("%(why)s，不计", why=step.name or label(step.why)))

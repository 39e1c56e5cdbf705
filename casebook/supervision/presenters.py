"""Supervision as its pages and papers show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import TermView, term_view
from casebook.supervision import queries
from casebook.supervision.rules import BY_DAYS, NEEDS_REPLY, Lapse, Rung, StepState, Trigger
from casebook.web.labels import label
from casebook.web.waiting import addresses_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.supervision.models import SupervisionEvent, SupervisionStep, SupervisionTrigger


@dataclass(frozen=True)
class StepLine:
    """One line of the list."""

    row: SupervisionStep
    how_far: str
    subject_url: str | None
    term: TermView | None


@dataclass(frozen=True)
class StepPage:
    """All that the page of one step shows, with what the reader may do."""

    row: SupervisionStep
    how_far: str
    subject_url: str | None
    term: TermView | None
    events: tuple[SupervisionEvent, ...]
    title: str
    may_issue: bool
    may_drop: bool
    may_reply: bool
    may_return: bool
    may_talk: bool
    may_sweep: bool
    may_finish_sweep: bool
    may_close: bool
    default_demand: str


@dataclass(frozen=True)
class UnitLine:
    """How many steps of each rung a unit was issued."""

    unit: str
    counts: dict[Rung, int]


@dataclass(frozen=True)
class TriggerLine:
    """One trigger as the settings show it."""

    trigger: Trigger
    own: SupervisionTrigger | None
    unit: str


def step_lines(
    session: Session, rows: Sequence[SupervisionStep], actor: Actor, today: date
) -> list[StepLine]:
    """Return the lines of a list; a fixed number of statements."""
    urls = addresses_of(session, actor, {(row.subject_kind, row.subject_id) for row in rows})
    terms = deadlines.list_terms(session, [row.id for row in rows]) if rows else []
    running = {one.subject_id: one for one in terms if one.is_running}
    return [
        StepLine(
            row,
            how_far(row),
            urls.get((row.subject_kind, row.subject_id)),
            term_view(running[row.id], today=today) if row.id in running else None,
        )
        for row in rows
    ]


def step_page(session: Session, row: SupervisionStep, actor: Actor, today: date) -> StepPage:
    """Return one step as its page shows it."""
    may_lead = actor.can(Permission.SUPERVISION_ISSUE) and actor.reaches(row.division_code)
    is_issuer = may_lead and (row.issued_on is not None or row.issuer in actor.roles or actor.is_operator)
    is_unit = actor.agency_id is not None and actor.agency_id == row.unit_id
    is_proposed, is_issued = row.state is StepState.PROPOSED, row.state is StepState.ISSUED
    is_running = row.state in {StepState.ISSUED, StepState.ANSWERED}
    subject = (row.subject_kind, row.subject_id)
    terms = [one for one in deadlines.list_terms(session, [row.id]) if one.cancelled_at is None]
    return StepPage(
        row=row,
        how_far=how_far(row),
        subject_url=addresses_of(session, actor, {subject}).get(subject),
        term=term_view(terms[-1], today=today) if terms else None,
        events=tuple(queries.list_events(session, row.id)),
        title=paper_title(row.rung),
        may_issue=is_issuer and is_proposed,
        may_drop=is_issuer and is_proposed,
        may_reply=is_issued and row.rung in NEEDS_REPLY and (is_unit or may_lead),
        may_return=is_issuer and row.state is StepState.ANSWERED,
        may_talk=is_issuer and row.rung is Rung.TALK and is_running,
        may_sweep=is_issuer and is_running,
        may_finish_sweep=is_running and (is_unit or may_lead),
        may_close=is_issuer
        and (row.state is StepState.ANSWERED or (is_issued and row.rung not in NEEDS_REPLY)),
        default_demand=_demand(row),
    )


def unit_lines(session: Session, actor: Actor) -> list[UnitLine]:
    """Return how many steps of each rung every unit was issued; by name, never by money."""
    return [UnitLine(unit, counts) for unit, counts in queries.count_by_unit(session, actor).items()]


def trigger_lines(session: Session, county_code: str, today: date) -> list[TriggerLine]:
    """Return every trigger in force, and whether it is the county's own."""
    own = {(one.lapse, one.rung): one for one in queries.own_triggers(session, county_code, today)}
    return [
        TriggerLine(one, own.get((one.lapse, one.rung)), unit_of(one.lapse))
        for one in queries.triggers_in_force(session, county_code, today)
    ]


def how_far(row: SupervisionStep) -> str:
    """Return by how much something is behind, in words."""
    if row.lapse in BY_DAYS:
        return str(_("逾期 %(n)s 天", n=row.degree))
    if row.lapse is Lapse.PROGRESS:
        return str(_("落后 %(n)s 个百分点", n=row.degree))
    if row.lapse is Lapse.RANKING:
        return str(_("连续 %(n)s 个月末位", n=row.degree))
    return f"{row.degree}%"


def unit_of(lapse: Lapse) -> str:
    """Return what a trigger counts in."""
    if lapse in BY_DAYS:
        return str(_("天"))
    if lapse is Lapse.RANKING:
        return str(_("个月"))
    return str(_("个百分点")) if lapse is Lapse.PROGRESS else "%"


def paper_title(rung: Rung) -> str:
    """Return what the paper of a rung is called."""
    titles = {
        Rung.REMIND: _("提醒函"),
        Rung.URGE: _("督办单"),
        Rung.CIRCULAR: _("情况通报"),
        Rung.TALK: _("约谈通知书"),
        Rung.DUTY_LEAD: _("问责线索移送函"),
    }
    return str(titles[rung])


def _demand(row: SupervisionStep) -> str:
    facts = {"what": label(row.lapse), "title": row.subject_title, "far": how_far(row)}
    return str(
        _("%(title)s：%(what)s，%(far)s。请明确责任人和完成时限，限期办结，并举一反三排查同类问题。", **facts)
    )

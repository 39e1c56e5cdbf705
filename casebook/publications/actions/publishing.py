"""Publishing what was agreed to, and taking it down again with its cause (处罚法 48)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.actions.disputing import confirm_unpublished as end_take_back
from casebook.cases.actions.steps import hold as hold_case
from casebook.cases.actions.steps import note_case
from casebook.deadlines import queries as clocks
from casebook.deadlines.actions import meet_term
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.publications import queries
from casebook.publications.actions.steps import Move, end_clock, hold, move
from casebook.publications.rules import (
    BY_RESULT,
    TAKE_BACK_CLOCK,
    DownCause,
    PublicationState,
    RepairState,
    check_cause,
    check_day,
    check_place,
    check_words,
    ends_on,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, CaseEvent
    from casebook.publications.models import Publication


@dataclass(frozen=True)
class Removal:
    """Why and on which day something is taken down."""

    cause: DownCause
    reason: str
    on: date


def publish(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    on: date,
    place: str,
    base_version: int | None = None,
) -> Publication:
    """Record that a frozen text was published, where and on which day; its clock is met.

    RuleBroken `publication_gone` when the decision was changed or revoked meanwhile.
    """
    hold(session, row, actor=actor, permission=Permission.PUBLICATION_EDIT, base_version=base_version)
    if row.state is not PublicationState.CONFIRMED or row.confirmed_at is None:
        raise RuleBroken("publication_out_of_order", state=row.state, to=PublicationState.PUBLISHED)
    if queries.is_gone(session, row):
        raise RuleBroken("publication_gone", article="处罚法 48")
    check_day(on, after=local_day(row.confirmed_at), today=local_day(now))
    row.place = check_place(place)
    row.published_on, row.published_by = on, actor.name
    what = f"公示 {row.number}：{row.place}"
    facts = {"place": row.place, "hash": row.text_hash}
    taken = Move(PublicationState.PUBLISHED, on, what, "publication:publish", facts)
    move(session, row, taken, actor=actor, now=now)
    end_clock(session, row, actor=actor, now=now, on=on)
    note_case(session, row.case, actor=actor, now=now, on=on, what=what, document_id=row.document_id)
    return row


def take_down(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    removal: Removal,
    base_version: int | None = None,
) -> Publication:
    """Record that a publication was taken down, with its cause and reason.

    After a review or suit that changed the decision the last one of the case meets clock D-20.
    """
    hold(session, row, actor=actor, permission=Permission.PUBLICATION_EDIT, base_version=base_version)
    if row.state is not PublicationState.PUBLISHED or row.published_on is None:
        raise RuleBroken("publication_out_of_order", state=row.state, to=PublicationState.TAKEN_DOWN)
    on = removal.on
    check_day(on, after=row.published_on, today=local_day(now))
    _check_cause(session, row, removal)
    row.down_reason = check_words(removal.reason)
    row.taken_down_on, row.cause, row.down_by = on, removal.cause, actor.name
    what = f"撤下公示 {row.number}：{row.down_reason}"
    facts = {"cause": row.cause, "reason": row.down_reason}
    taken = Move(PublicationState.TAKEN_DOWN, on, what, "publication:take_down", facts)
    move(session, row, taken, actor=actor, now=now)
    note_case(session, row.case, actor=actor, now=now, on=on, what=what, document_id=row.document_id)
    if removal.cause in BY_RESULT.values():
        _meet_take_back(session, row, on, actor=actor, now=now)
    return row


def confirm_unpublished(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, note: str
) -> CaseEvent:
    """Note that what fell of a case is published no more (`cases.confirm_unpublished`).

    RuleBroken `publication_still_up` while one of its publications is not taken down here.
    """
    hold_case(session, case)
    for row in queries.list_fallen(session, case.id):
        raise RuleBroken("publication_still_up", number=row.number, article="处罚法 48")
    return end_take_back(session, actor=actor, now=now, case=case, on=on, note=note)


def _check_cause(session: Session, row: Publication, removal: Removal) -> None:
    assert row.published_on is not None  # asked by the caller
    repairs = queries.list_repairs(session, [row.id])
    over_on = ends_on(row.published_on, queries.figures_of(session, row.county_code))
    check_cause(
        removal.cause,
        found=queries.causes_found(session, row),
        is_repaired=any(one.state is RepairState.GRANTED for one in repairs),
        is_over=over_on <= removal.on,
    )


def _meet_take_back(session: Session, row: Publication, on: date, *, actor: Actor, now: datetime) -> None:
    term = clocks.find_running(session, subject_id=row.case_id, rule_id=TAKE_BACK_CLOCK)
    if term is not None and not queries.list_fallen(session, row.case_id):
        meet_term(session, actor=actor, now=now, term=term, on=max(on, term.started_on))

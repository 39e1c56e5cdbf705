"""Publications as their pages show them: the clock that counts now, what is hidden, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.deadlines import queries as clocks
from casebook.deadlines.presenters import TermView, term_view
from casebook.parties.rules import masked_mention, masked_name
from casebook.publications import queries
from casebook.publications.actions import draft_of
from casebook.publications.rules import (
    TAKE_BACK_CLOCK,
    PublicationState,
    RepairState,
    Unmet,
    ends_on,
    from_on,
    redacted,
    unmet_conditions,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.models import Term
    from casebook.publications.models import CreditRepair, Publication, PublicationEvent
    from casebook.publications.rules import Cut, Figures


@dataclass(frozen=True)
class PublicationLine:
    """One line of the list."""

    row: Publication
    term: TermView | None


@dataclass(frozen=True)
class CutLine:
    """Something that is hidden, or let stay; without its words for who may not see personal data."""

    cut: Cut
    phrase: str
    is_kept: bool


@dataclass(frozen=True)
class RepairLine:
    """An application for repair, with what still stands against it and what the reader may do."""

    row: CreditRepair
    applicant: str
    term: TermView | None
    unmet: tuple[Unmet, ...]
    may_decide: bool
    may_withdraw: bool


@dataclass(frozen=True)
class PublicationPage:
    """All that the page of one publication shows, with what the reader may do."""

    row: Publication
    terms: tuple[TermView, ...]
    take_back: TermView | None
    """D-20 of the case, while this is published and its decision fell."""
    events: tuple[PublicationEvent, ...]
    cuts: tuple[CutLine, ...]
    repairs: tuple[RepairLine, ...]
    parties: tuple[tuple[str, str], ...]
    """Name and id of each party, for the links to their records."""
    from_on: date | None
    ends_on: date | None
    is_gone: bool
    must_go: bool
    """Published, and the decision fell or a repair was granted."""
    is_open: bool
    """Whether personal data is shown."""
    may_see_personal: bool
    may_edit: bool
    may_exempt: bool
    may_confirm: bool
    is_own_proposal: bool
    may_return: bool
    may_publish: bool
    may_take_down: bool
    may_ask_repair: bool


@dataclass(frozen=True)
class TextPage:
    """The whole decision beside what the rules would hide of it; personal data."""

    row: Publication
    text: str
    preview: str
    must: tuple[Cut, ...]
    may: tuple[Cut, ...]


def publication_lines(session: Session, rows: Sequence[Publication], today: date) -> list[PublicationLine]:
    """Return the lines of a list; a fixed number of statements."""
    running = _running(session, rows)
    return [
        PublicationLine(row, term_view(running[row.id], today=today) if row.id in running else None)
        for row in rows
    ]


def _running(session: Session, rows: Sequence[Publication]) -> dict[object, Term]:
    terms = clocks.list_terms(session, [row.id for row in rows]) if rows else []
    return {one.subject_id: one for one in terms if one.is_running}


def text_page(session: Session, row: Publication) -> TextPage:
    """Return the decision's text and the proposal of the rules."""
    draft = draft_of(session, row)
    return TextPage(
        row=row,
        text=draft.text,
        preview=redacted(draft.text, draft.cuts),
        must=tuple(one for one in draft.cuts if one.is_must),
        may=tuple(one for one in draft.cuts if not one.is_must),
    )


def publication_page(
    session: Session, row: Publication, actor: Actor, today: date, *, is_open: bool = False
) -> PublicationPage:
    """Return one publication as its page shows it; `is_open`: with personal data, whose look is logged."""
    figures, is_gone = queries.figures_of(session, row.county_code), queries.is_gone(session, row)
    repairs = queries.list_repairs(session, [row.id])
    is_up = row.state is PublicationState.PUBLISHED
    return PublicationPage(
        row=row,
        terms=_terms(session, row, today),
        take_back=_take_back(session, row, today) if is_up and is_gone else None,
        events=tuple(queries.list_events(session, row.id)),
        cuts=_cut_lines(row, is_open=is_open),
        repairs=tuple(_repair_line(session, one, actor, today, figures, is_open=is_open) for one in repairs),
        parties=tuple(
            (one.name if is_open else masked_name(one.name, one.kind), str(one.id))
            for one in queries.list_told(session, row)
        ),
        from_on=from_on(row.published_on, figures) if row.published_on else None,
        ends_on=ends_on(row.published_on, figures) if row.published_on else None,
        is_gone=is_gone,
        must_go=is_up and (is_gone or any(one.state is RepairState.GRANTED for one in repairs)),
        is_open=is_open,
        may_see_personal=actor.can(Permission.PARTY_SEE_PERSONAL),
        may_ask_repair=actor.can(Permission.PUBLICATION_EDIT)
        and is_up
        and all(one.state is not RepairState.ASKED for one in repairs),
        **_rights(row, actor, is_gone=is_gone),
    )


def _rights(row: Publication, actor: Actor, *, is_gone: bool) -> dict[str, bool]:
    """Return which steps the reader may take where the publication stands."""
    may_edit, state = actor.can(Permission.PUBLICATION_EDIT), row.state
    may_decide, is_own = actor.can(Permission.PUBLICATION_DECIDE), row.proposed_by_id == actor.officer_id
    is_owed, is_proposed = state is PublicationState.OWED, state is PublicationState.PROPOSED
    return {
        "may_edit": may_edit and is_owed and not is_gone and actor.can(Permission.PARTY_SEE_PERSONAL),
        "may_exempt": may_edit and is_owed,
        "may_confirm": may_decide and is_proposed and not is_own,
        "is_own_proposal": is_proposed and is_own,
        "may_return": may_decide and (is_proposed or state is PublicationState.CONFIRMED),
        "may_publish": may_edit and state is PublicationState.CONFIRMED and not is_gone,
        "may_take_down": may_edit and state is PublicationState.PUBLISHED,
    }


def _terms(session: Session, row: Publication, today: date) -> tuple[TermView, ...]:
    calendar = clocks.get_calendar(session)
    terms = [one for one in clocks.list_terms(session, [row.id]) if one.cancelled_at is None]
    return tuple(term_view(one, today=today, calendar=calendar) for one in terms)


def _take_back(session: Session, row: Publication, today: date) -> TermView | None:
    term = clocks.find_running(session, subject_id=row.case_id, rule_id=TAKE_BACK_CLOCK)
    return term_view(term, today=today, calendar=clocks.get_calendar(session)) if term else None


def _cut_lines(row: Publication, *, is_open: bool) -> tuple[CutLine, ...]:
    pairs = [*((one, False) for one in row.cuts), *((one, True) for one in row.kept)]
    return tuple(CutLine(one, one.phrase if is_open else "", is_kept) for one, is_kept in pairs)


def _repair_line(
    session: Session, row: CreditRepair, actor: Actor, today: date, figures: Figures, *, is_open: bool
) -> RepairLine:
    is_asked = row.state is RepairState.ASKED
    terms = clocks.list_terms(session, [row.id])
    unmet = unmet_conditions(queries.repair_facts(session, row, today), figures) if is_asked else ()
    may_decide = actor.can(Permission.PUBLICATION_DECIDE) and row.recorded_by_id != actor.officer_id
    return RepairLine(
        row=row,
        applicant=row.applicant if is_open else masked_mention(row.applicant),
        term=term_view(terms[-1], today=today) if terms else None,
        unmet=unmet,
        may_decide=is_asked and may_decide,
        may_withdraw=is_asked and actor.can(Permission.PUBLICATION_EDIT),
    )

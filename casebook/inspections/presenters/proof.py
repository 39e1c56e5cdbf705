"""What proves a visit, in words: presence with its doubts, who signed how, what the review said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.inspections import queries
from casebook.inspections.presenters.answers import title_of
from casebook.inspections.rules import Flag, InspectionState, ReviewState, state_of
from casebook.inspections.rules.presence import Place, Reason, score, weigh_travel
from casebook.inspections.rules.signing import CONFIRMED
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.filed import EarlierResult, SignedHow
    from casebook.inspections.models import (
        Inspection,
        InspectionPresence,
        InspectionReview,
        InspectionSigning,
        PresenceFix,
    )

GOOD, FAIR = 80, 50
"""Scores from which on presence is well supported, and supported at all."""


@dataclass(frozen=True)
class ReasonView:
    """A doubt in words, and the points that it takes."""

    text: str
    points: int


@dataclass(frozen=True)
class PresenceView:
    """How far a record's facts support that its officers were there."""

    row: InspectionPresence
    score: int
    reasons: list[ReasonView]
    flags: list[Flag]

    @property
    def state(self) -> str:
        """The name of the tone that the score has."""
        return "on_track" if self.score >= GOOD else "due_soon" if self.score >= FAIR else "overdue"


@dataclass(frozen=True)
class SigningView:
    """How one officer stands behind a record, by their strongest signing."""

    name: str
    part: str
    how: SignedHow | None
    at: datetime | None
    is_confirmed: bool


@dataclass(frozen=True)
class EarlierView:
    """An earlier finding and what a re-check found of it."""

    finding_id: UUID
    code: str
    title: str
    description: str
    result: EarlierResult
    note: str


@dataclass(frozen=True)
class Proof:
    """What a record's page shows beside the record."""

    presence: PresenceView | None
    fixes: list[PresenceFix]
    signings: list[SigningView]
    reviews: list[InspectionReview]
    review_state: ReviewState
    earlier: list[EarlierView]
    revises: UUID | None
    replaced_by: UUID | None
    may_confirm: bool
    may_review: bool
    may_revise: bool


def presence_views(session: Session, found: Sequence[Inspection]) -> dict[UUID, PresenceView]:
    """Return the presence of records by record; a fixed number of queries whatever their number."""
    ids = [one.id for one in found]
    rows = queries.presences_of(session, ids)
    before = queries.places_before(session, found)
    declared, mismatched = queries.unconfirmed(session, ids), queries.mismatched(session, ids)
    views = {}
    for one in found:
        if one.id not in rows:
            continue
        further = [Flag.SECOND_DECLARED] if one.id in declared else []
        further += [Flag.MISMATCH] if one.id in mismatched else []
        views[one.id] = _presence(rows[one.id], one, before.get(one.id), further)
    return views


def _presence(
    row: InspectionPresence, inspection: Inspection, before: Place | None, further: list[Flag]
) -> PresenceView:
    reasons = [Reason.of(data) for data in row.reasons]
    here = _place_of(inspection)
    travel = weigh_travel(before, here) if before and here else None
    reasons += [travel] if travel else []
    return PresenceView(
        row=row,
        score=score(reasons),
        reasons=[ReasonView(label(one.doubt) % dict(one.facts), one.points) for one in reasons],
        flags=[*further, *(Flag(name) for name in row.flags)],
    )


def _place_of(inspection: Inspection) -> Place | None:
    at, lon, lat = inspection.arrival_at, inspection.arrival_lon, inspection.arrival_lat
    return None if at is None or lon is None or lat is None else Place(at, lon, lat)


def proof_of(session: Session, inspection: Inspection, actor: Actor) -> Proof:
    """Return what proves a record, and what the reader may do about it."""
    presence = presence_views(session, [inspection]).get(inspection.id)
    signings = signing_views(inspection, queries.list_signings(session, inspection.id))
    reviews = queries.list_reviews(session, inspection.id)
    revision = queries.find_revision(session, inspection.id, state=InspectionState.SUBMITTED)
    state = state_of(reviews[-1].verdict if reviews else None, is_replaced=revision is not None)
    is_own = inspection.has_officer(actor.officer_id)
    is_open = presence is not None and state is ReviewState.TO_REVIEW
    mine = {row.officer_id: view for row, view in zip(inspection.officers, signings, strict=True)}
    return Proof(
        presence=presence,
        fixes=queries.list_fixes(session, inspection.id),
        signings=signings,
        reviews=reviews,
        review_state=state,
        earlier=earlier_views(session, inspection),
        revises=queries.find_revised(session, inspection.id),
        replaced_by=revision.id if revision else None,
        may_confirm=presence is not None and is_own and not mine[_id(actor)].is_confirmed,
        may_review=is_open and not is_own and actor.can("inspection:review"),
        may_revise=state is ReviewState.RETURNED and is_own and actor.can("inspection:record"),
    )


def _id(actor: Actor) -> UUID:
    assert actor.officer_id is not None
    return actor.officer_id


def signing_views(inspection: Inspection, rows: Sequence[InspectionSigning]) -> list[SigningView]:
    """Return how each officer stands behind a record, in the order of the record."""
    return [
        _signing(officer.name, label(officer.part), officer.officer_id, rows)
        for officer in inspection.officers
    ]


def _signing(name: str, part: str, officer_id: UUID, rows: Sequence[InspectionSigning]) -> SigningView:
    own = [row for row in rows if row.officer_id == officer_id]
    confirmed = [row for row in own if row.how in CONFIRMED]
    best = next(iter(confirmed or own), None)
    return SigningView(
        name=name,
        part=part,
        how=best.how if best else None,
        at=best.signed_at if best else None,
        is_confirmed=bool(confirmed),
    )


def earlier_views(session: Session, inspection: Inspection) -> list[EarlierView]:
    """Return what a re-check found of earlier findings."""
    return [
        EarlierView(
            finding_id=finding.id,
            code=finding.problem_code,
            title=title_of(finding.problem_code),
            description=finding.description,
            result=answer.result,
            note=answer.note,
        )
        for answer, finding in queries.list_earlier_answers(session, inspection.id)
    ]

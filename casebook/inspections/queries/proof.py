"""Reading what proves a visit beside its record: signings, presence, earlier findings, verdicts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased, lazyload

from casebook.db.paging import PAGE_SIZE, page
from casebook.evidence.models import EvidenceItem, EvidenceSubject
from casebook.inspections.filed import EarlierResult
from casebook.inspections.models import (
    ChecklistVersion,
    EarlierFindingAnswer,
    Finding,
    Inspection,
    InspectionFiling,
    InspectionOfficer,
    InspectionPresence,
    InspectionReview,
    InspectionRevision,
    InspectionSigning,
    PresenceFix,
)
from casebook.inspections.rules import InspectionKind, InspectionState, PositionOrigin, Verdict
from casebook.inspections.rules.presence import Datum, Place
from casebook.inspections.rules.signing import CONFIRMED
from casebook.kernel.errors import NotFound
from casebook.wells.rules import Visit
from casebook.wells.rules.agreeing import GOOD_ACCURACY_M

CHECKLIST = "well_visit"
"""Code of the checklist that a visit to a well answers."""
SUBJECT = "inspection"
"""Kind of the subject that evidence and audit know an inspection by."""

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


def is_filed(session: Session, inspection_id: UUID) -> bool:
    """Say whether a record is here and submitted."""
    query = select(Inspection.rowid).where(
        Inspection.id == inspection_id, Inspection.state == InspectionState.SUBMITTED
    )
    return session.scalar(query) is not None


def list_fixes(session: Session, inspection_id: UUID) -> list[PresenceFix]:
    """Return the positions of a visit in their order."""
    query = select(PresenceFix).where(PresenceFix.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(PresenceFix.place)))


def find_filing(session: Session, inspection_id: UUID) -> InspectionFiling | None:
    """Return how a submitted record came, or None."""
    return session.scalar(select(InspectionFiling).where(InspectionFiling.inspection_id == inspection_id))


def places_before(session: Session, inspections: Sequence[Inspection]) -> dict[UUID, Place]:
    """Return where the keeper of each record was on record before it; two queries whatever their number."""
    earlier = aliased(Inspection)
    before = (
        select(earlier.id)
        .where(
            earlier.created_by == Inspection.created_by,
            earlier.state == InspectionState.SUBMITTED,
            earlier.arrival_lon.is_not(None),
            earlier.arrival_at < Inspection.arrival_at,
        )
        .order_by(earlier.arrival_at.desc(), earlier.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = Inspection.id.in_([one.id for one in inspections])
    pairs = {
        here: there for here, there in session.execute(select(Inspection.id, before).where(wanted)) if there
    }
    columns = (Inspection.id, Inspection.arrival_at, Inspection.arrival_lon, Inspection.arrival_lat)
    rows = session.execute(select(*columns).where(Inspection.id.in_(set(pairs.values()))))
    places = {row.id: Place(row.arrival_at, row.arrival_lon, row.arrival_lat) for row in rows}
    return {here: places[there] for here, there in pairs.items()}


def list_signings(session: Session, inspection_id: UUID) -> list[InspectionSigning]:
    """Return how the officers stand behind a record, in the order in which it came about."""
    query = select(InspectionSigning).where(InspectionSigning.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(InspectionSigning.rowid)))


def unconfirmed(session: Session, inspection_ids: Collection[UUID]) -> set[UUID]:
    """Return the records one of whose officers has neither signed nor confirmed in person."""
    query = (
        select(InspectionOfficer.inspection_id)
        .where(InspectionOfficer.inspection_id.in_(inspection_ids), ~_has_confirmed())
        .distinct()
    )
    return set(session.scalars(query))


def list_to_confirm(session: Session, officer_id: UUID, *, most: int) -> list[Inspection]:
    """Return the submitted records on which an officer stands by another's declaration only, oldest first."""
    query = (
        select(Inspection)
        .join(InspectionOfficer, InspectionOfficer.inspection_id == Inspection.id)
        .join(InspectionPresence, InspectionPresence.inspection_id == Inspection.id)
        .where(
            InspectionOfficer.officer_id == officer_id,
            Inspection.state == InspectionState.SUBMITTED,
            ~_has_confirmed(),
        )
        .options(lazyload(Inspection.answers), lazyload(Inspection.checklist), lazyload(Inspection.findings))
    )
    return list(session.scalars(query.order_by(Inspection.submitted_at, Inspection.id).limit(most)))


def _has_confirmed() -> ColumnElement[bool]:
    return exists().where(
        InspectionSigning.inspection_id == InspectionOfficer.inspection_id,
        InspectionSigning.officer_id == InspectionOfficer.officer_id,
        InspectionSigning.how.in_(CONFIRMED),
    )


def list_reviews(session: Session, inspection_id: UUID) -> list[InspectionReview]:
    """Return the verdicts on a record, oldest first."""
    query = select(InspectionReview).where(InspectionReview.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(InspectionReview.rowid)))


def find_revised(session: Session, inspection_id: UUID) -> UUID | None:
    """Return the returned record that a record, or a draft, takes the place of."""
    query = select(InspectionRevision.revises_id).where(InspectionRevision.inspection_id == inspection_id)
    return session.scalar(query)


def find_revision(session: Session, inspection_id: UUID, *, state: InspectionState) -> Inspection | None:
    """Return the record, or the draft, that takes the place of a returned one."""
    query = (
        select(Inspection)
        .join(InspectionRevision, InspectionRevision.inspection_id == Inspection.id)
        .where(InspectionRevision.revises_id == inspection_id, Inspection.state == state)
    )
    return session.scalars(query.order_by(Inspection.rowid).limit(1)).first()


def page_to_review(
    session: Session, actor: Actor, cursor: str | None = None, *, size: int = PAGE_SIZE
) -> Page[Inspection]:
    """Return a page of the submitted records in reach that nobody has reviewed, the oldest submission first.

    Records from before presence was weighed are not reviewed any more.
    """
    query = (
        select(Inspection)
        .join(InspectionPresence, InspectionPresence.inspection_id == Inspection.id)
        .where(
            Inspection.county_code == actor.county_code,
            Inspection.division_code.startswith(actor.jurisdiction, autoescape=True),
            ~exists().where(InspectionReview.inspection_id == Inspection.id),
        )
        .options(lazyload(Inspection.answers), lazyload(Inspection.checklist))
    )
    return page(
        session,
        query,
        columns=[InspectionPresence.judged_at, Inspection.id],
        key=lambda row: [row.submitted_at.isoformat(), row.id],
        cursor=cursor,
        size=size,
        convert=lambda index, text: UUID(text) if index else datetime.fromisoformat(text),
    )


def presences_of(session: Session, inspection_ids: Collection[UUID]) -> dict[UUID, InspectionPresence]:
    """Return how the presence of records was weighed, by record."""
    query = select(InspectionPresence).where(InspectionPresence.inspection_id.in_(inspection_ids))
    return {row.inspection_id: row for row in session.scalars(query)}


def mismatched(session: Session, inspection_ids: Collection[UUID]) -> set[UUID]:
    """Return the records one of whose photographs contradicts what was recorded about it."""
    query = (
        select(EvidenceSubject.subject_id, EvidenceItem)
        .join(EvidenceItem, EvidenceItem.about_id == EvidenceSubject.id)
        .where(
            EvidenceSubject.kind == SUBJECT,
            EvidenceSubject.subject_id.in_(inspection_ids),
            EvidenceItem.withdrawn_at.is_(None),
        )
        .options(lazyload("*"))
    )
    return {subject_id for subject_id, item in session.execute(query) if item.mismatches}


def list_returned(session: Session, officer_id: UUID) -> list[tuple[Inspection, InspectionReview]]:
    """Return the returned records that an officer is on and that were not filed anew, with the verdict."""
    revision = aliased(Inspection)
    is_replaced = (
        select(InspectionRevision.rowid)
        .join(revision, revision.id == InspectionRevision.inspection_id)
        .where(InspectionRevision.revises_id == Inspection.id, revision.state == InspectionState.SUBMITTED)
        .exists()
    )
    query = (
        select(Inspection, InspectionReview)
        .join(InspectionReview, InspectionReview.inspection_id == Inspection.id)
        .join(InspectionOfficer, InspectionOfficer.inspection_id == Inspection.id)
        .where(
            InspectionOfficer.officer_id == officer_id,
            InspectionReview.verdict == Verdict.RETURNED,
            ~is_replaced,
        )
        .order_by(InspectionReview.at, Inspection.id)
        .options(lazyload(Inspection.checklist))
    )
    return [(inspection, verdict) for inspection, verdict in session.execute(query)]


def list_earlier(
    session: Session, well_id: UUID, kind: InspectionKind, before: datetime
) -> list[tuple[Finding, Inspection]]:
    """Return the newest finding of each problem code at a well before an instant, with its record.

    A re-check (复查) leaves out what an earlier one found put right; 回头看 asks for all.
    """
    query = (
        select(Finding, Inspection)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(
            Inspection.well_id == well_id,
            Inspection.state == InspectionState.SUBMITTED,
            func.coalesce(Inspection.arrival_at, Inspection.started_at) < before,
        )
        .order_by(func.coalesce(Inspection.arrival_at, Inspection.started_at), Inspection.id)
        .options(lazyload("*"))
    )
    newest = {finding.problem_code: (finding, visit) for finding, visit in session.execute(query)}
    if kind is InspectionKind.RECHECK and newest:
        fixed = _fixed(session, {finding.id for finding, _visit in newest.values()})
        newest = {code: pair for code, pair in newest.items() if pair[0].id not in fixed}
    return [newest[code] for code in sorted(newest)]


def _fixed(session: Session, finding_ids: Collection[UUID]) -> set[UUID]:
    query = (
        select(EarlierFindingAnswer.finding_id)
        .join(Inspection, Inspection.id == EarlierFindingAnswer.inspection_id)
        .where(
            EarlierFindingAnswer.finding_id.in_(finding_ids),
            EarlierFindingAnswer.result == EarlierResult.FIXED,
            Inspection.state == InspectionState.SUBMITTED,
        )
    )
    return set(session.scalars(query))


def findings_of_well(session: Session, well_id: UUID, finding_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some findings that submitted records of a well hold."""
    query = (
        select(Finding.id)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(
            Finding.id.in_(finding_ids),
            Inspection.well_id == well_id,
            Inspection.state == InspectionState.SUBMITTED,
        )
    )
    return set(session.scalars(query))


def list_earlier_answers(session: Session, inspection_id: UUID) -> list[tuple[EarlierFindingAnswer, Finding]]:
    """Return what a re-check found of each earlier finding, by problem code."""
    query = (
        select(EarlierFindingAnswer, Finding)
        .join(Finding, Finding.id == EarlierFindingAnswer.finding_id)
        .where(EarlierFindingAnswer.inspection_id == inspection_id)
    )
    rows = session.execute(query.order_by(Finding.problem_code, Finding.id))
    return [(answer, finding) for answer, finding in rows]


def list_positions(session: Session, well_id: UUID) -> list[Visit]:
    """Return where the devices of a well's submitted visits said that it is, the accurate ones only."""
    rows = (
        select(Inspection.id, Inspection.arrival_lon, Inspection.arrival_lat, Inspection.arrival_accuracy_m)
        .join(InspectionPresence, InspectionPresence.inspection_id == Inspection.id)
        .where(
            Inspection.well_id == well_id,
            Inspection.state == InspectionState.SUBMITTED,
            Inspection.arrival_origin == PositionOrigin.DEVICE,
            Inspection.arrival_accuracy_m <= GOOD_ACCURACY_M,
            InspectionPresence.datum != Datum.UNKNOWN,
        )
    )
    return [
        Visit(one, lon, lat, accuracy)
        for one, lon, lat, accuracy in session.execute(rows.order_by(Inspection.id))
        if lon is not None and lat is not None and accuracy is not None
    ]


_KNOWN = select(Inspection.__table__.c.rowid).where(Inspection.__table__.c.id == bindparam("its_id"))
_CHECKLIST = select(ChecklistVersion).where(ChecklistVersion.id == bindparam("its_id"))


def is_known(session: Session, inspection_id: UUID) -> bool:
    """Say whether there is a record or draft of this id, of whatever county."""
    return session.scalar(_KNOWN, {"its_id": inspection_id}) is not None


def known_findings(session: Session, finding_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some ids that findings have."""
    return set(session.scalars(select(Finding.id).where(Finding.id.in_(finding_ids))))


def list_checklists(session: Session, county_code: str) -> list[ChecklistVersion]:
    """Return the versions of a county's checklist, the newest first."""
    query = select(ChecklistVersion).where(
        ChecklistVersion.county_code == county_code, ChecklistVersion.code == CHECKLIST
    )
    return list(session.scalars(query.order_by(ChecklistVersion.version.desc())))


def get_checklist(session: Session, checklist_id: UUID, actor: Actor) -> ChecklistVersion:
    """Return a version of the actor's county's checklist, or raise NotFound."""
    found = find_checklist_version(session, checklist_id)
    if found is None or found.county_code != actor.county_code:
        raise NotFound("checklist", checklist_id)
    return found


def find_checklist_version(session: Session, checklist_id: UUID) -> ChecklistVersion | None:
    """Return a version of a checklist, or None."""
    return session.scalar(_CHECKLIST, {"its_id": checklist_id})

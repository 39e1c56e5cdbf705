"""The whole demonstration in an empty database, on days on which casebook may be started."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook import config
from casebook.access import Role
from casebook.accounts.models import Officer
from casebook.accounts.passwords import is_right
from casebook.accounts.rules import PROFILES
from casebook.audit import queries as audit
from casebook.cases.models import Case, Lead, Problem
from casebook.cases.rules import CaseStatus, LeadState, ProblemStatus
from casebook.closures.models import Closure
from casebook.closures.rules import ClosureOrigin, ClosureStatus
from casebook.config import Settings
from casebook.deadlines.models import Term
from casebook.demo.generator import fill
from casebook.demo.geography import COUNTY
from casebook.demo.offices import ACCOUNTS, PASSWORD
from casebook.evidence.models import EvidenceItem, ExhibitMove, FootageClip, Preservation
from casebook.evidence.queries import items_by_id
from casebook.evidence.rules import PreservationState
from casebook.field.models import OperationStatus
from casebook.field.rules.states import OperationState
from casebook.inspections.models import InspectionReview, SitePaper
from casebook.inspections.rules import Verdict
from casebook.kernel.clock import local_day
from casebook.keys import signing
from casebook.ledger import queries as ledger
from casebook.oversight.queries import board
from casebook.wells.models import FieldEdit, PositionProposal, Well
from casebook.wells.rules import EditState, ProposalState
from casebook.wiring import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store", "keys")
PRESENT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[None]:
    """The signing keys without which no receipt and no plate is made, and the templates of reports."""
    folder = str(tmp_path / "keys-of-test")
    settings = Settings(
        data_dir=folder, database_url=f"sqlite:///{tmp_path}/unused.sqlite", secret_key="test"
    )
    signing.init(settings, now=PRESENT)
    config.use(settings)
    with create_app(settings).app_context():
        yield


def play(session: Session, present: datetime) -> None:
    fill(session, now=present, first_year=2004)


def values(session: Session, column: object) -> set[object]:
    return set(session.scalars(select(column).distinct()))


def test_the_county_is_lived_in(session: Session) -> None:
    play(session, PRESENT)
    assert session.scalar(select(func.count(Well.rowid))) == 1_200
    assert values(session, Closure.status) == set(ClosureStatus)
    assert values(session, Closure.origin) == set(ClosureOrigin)
    assert values(session, Case.status) == {
        CaseStatus.FILING,
        CaseStatus.NOT_FILED,
        CaseStatus.INVESTIGATING,
        CaseStatus.REPORTED,
        CaseStatus.NOTIFIED,
        CaseStatus.SERVED,
        CaseStatus.CLOSED,
        CaseStatus.ARCHIVED,
    }
    assert values(session, Problem.status) == set(ProblemStatus)
    assert session.scalar(select(func.count(EvidenceItem.rowid))) > 150
    today, running = local_day(PRESENT), session.scalars(select(Term)).all()
    assert {(term.due_on > today) - (term.due_on < today) for term in running if term.is_running} == {
        -1,
        0,
        1,
    }
    assert audit.verify(session, COUNTY).is_whole
    assert ledger.verify(session, COUNTY).is_whole
    _check_boards(session)
    _check_accounts(session)
    _check_field_work(session)


def _check_field_work(session: Session) -> None:
    assert values(session, OperationStatus.state) == {
        OperationState.APPLIED,
        OperationState.CONFLICT,
        OperationState.QUARANTINED,
        OperationState.REFUSED,
        OperationState.WAITING_FILES,
    }
    assert values(session, Lead.state) == set(LeadState)
    assert values(session, InspectionReview.verdict) == set(Verdict)
    assert values(session, Preservation.status) >= {
        PreservationState.REQUESTED,
        PreservationState.KEPT,
        PreservationState.DISPOSED,
    }
    assert values(session, SitePaper.is_on_paper) == {False, True}
    assert values(session, FieldEdit.state) == {EditState.MERGED, EditState.CONFLICT}
    assert session.scalars(select(PositionProposal)).one().state is ProposalState.PROPOSED
    assert len(session.scalars(select(ExhibitMove)).all()) == 3
    clip = session.scalars(select(FootageClip)).one()
    assert items_by_id(session, [clip.item_id])[clip.item_id].original.media_type == "video/webm"
    assert session.scalar(select(func.count()).where(EvidenceItem.pair_of.is_not(None))) == 1
    assert session.scalar(select(func.count()).where(EvidenceItem.corrects_id.is_not(None))) == 1


def _check_boards(session: Session) -> None:
    found = board(session, county_code=COUNTY, year=2023).whole
    assert (found.wells.target, found.wells.booked, found.wells.claimed) == (14, 9, 3)
    assert (found.reduction.target, found.reduction.booked) == (Decimal(1_150_000), Decimal(702_400))
    assert not found.is_met
    assert board(session, county_code=COUNTY, year=PRESENT.year).whole.wells.booked > 0


def _check_accounts(session: Session) -> None:
    officers = session.scalars(select(Officer)).unique().all()
    assert {role for officer in officers for role in officer.roles} == set(Role)
    assert is_right(officers[0].password_hash, PASSWORD)
    for policy in PROFILES.values():
        for account in ACCOUNTS:
            policy.judge(PASSWORD, account.login)


@pytest.mark.parametrize("backend", ["spatialite"])
@pytest.mark.parametrize(
    "present",
    [datetime(2027, 1, 1, 20, 0, tzinfo=UTC), datetime(2028, 2, 29, 1, 0, tzinfo=UTC)],
    ids=["new-year", "leap-day"],
)
def test_on_other_days(session: Session, present: datetime) -> None:
    play(session, present)
    assert board(session, county_code=COUNTY, year=2023).whole.wells.booked == 9
    assert values(session, Problem.status) == set(ProblemStatus)

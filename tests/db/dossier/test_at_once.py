"""Two archivists take the same file at once: one number is taken, one of them is told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases.acts import ActKind
from casebook.cases.models import Case, CaseEvent
from casebook.dossier.actions import archive
from casebook.kernel.clock import local_day
from casebook.numbering.models import IssuedNumber
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import DAY, close, make_bureau, make_case
from tests.factories.dossier import add_receipts
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor

pytestmark = pytest.mark.usefixtures("file_store")
LATER = NOW + 16 * DAY


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def take(actor: Actor, own: Session, case: Case) -> None:
    archive(own, actor=actor, now=LATER, case=case, on=local_day(LATER), kept_years=30)


def test_two_who_archive_the_same_file(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    close(session, bureau, case, now=LATER)
    add_receipts(session, bureau.inspector, case, now=LATER)
    number, agency = case.number, bureau.visit.agency
    both = [partial(take, actor_of(make_officer(session, Role.ARCHIVIST, agency=agency))) for _ in range(2)]

    def load(own: Session) -> Case:
        return own.scalars(select(Case).where(Case.number == number)).one()

    assert at_once(session, load, *both) == ["case_step_out_of_order", "done"]
    events = select(func.count(CaseEvent.rowid)).where(CaseEvent.kind == ActKind.ARCHIVED)
    numbers = select(func.count(IssuedNumber.rowid)).where(IssuedNumber.text.contains("-DA-"))
    assert (session.scalar(events), session.scalar(numbers)) == (1, 1)

"""Two who work on one form at once, each on a connection of their own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.blanks import actions, queries
from casebook.blanks.actions import Sent
from casebook.blanks.models import BlankForm, BlankVersion
from casebook.blanks.rules.binding import Bound
from casebook.blanks.rules.catalogue import FigureId, Span
from casebook.blanks.rules.cells import Area
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.blanks import SHEET, changed, make_form, monthly
from tests.factories.regions import make_county
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

pytestmark = pytest.mark.usefixtures("file_store")
CELL = Bound(SHEET, Area.parse("B2"), FigureId.REPORTING_UNIT, Span.TO_DATE)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


@pytest.fixture
def actor(session: Session) -> Actor:
    make_county(session)
    return make_actor(session, Role.CLOSURE_OFFICER, jurisdiction=COUNTY)


@pytest.fixture
def form_id(session: Session, actor: Actor) -> UUID:
    return make_form(session, actor).id


def test_a_cell_is_bound_once_and_taken_off_once(session: Session, actor: Actor, form_id: UUID) -> None:
    def load(own: Session) -> BlankForm:
        return queries.get_form(own, form_id, actor)

    def bind(own: Session, form: BlankForm) -> None:
        actions.bind(own, actor=actor, now=NOW, form=form, wanted=[CELL])

    def unbind(own: Session, form: BlankForm) -> None:
        actions.unbind(own, actor=actor, now=NOW, form=form, sheet=SHEET, area="B2")

    assert at_once(session, load, bind, bind) == ["blank_bound_already", "done"]
    assert at_once(session, load, unbind, unbind) == ["blank_not_bound", "done"]
    noted = select(func.count()).where(AuditEntry.action == "blank_form:unbind")
    assert session.scalar(noted) == 1


def test_of_two_new_editions_both_are_kept_in_order(session: Session, actor: Actor, form_id: UUID) -> None:
    def renew(title: str) -> Callable[[Session, BlankForm], None]:
        data = changed(monthly(), {"A1": title})

        def act(own: Session, form: BlankForm) -> None:
            actions.add_version(own, actor=actor, now=NOW, form=form, sent=Sent(io.BytesIO(data), "表.xlsx"))

        return act

    def load(own: Session) -> BlankForm:
        return queries.get_form(own, form_id, actor)

    assert at_once(session, load, renew("甲"), renew("乙")) == ["done", "done"]
    numbers = session.scalars(select(BlankVersion.number).order_by(BlankVersion.number)).all()
    assert numbers == [1, 2, 3]

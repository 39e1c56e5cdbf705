"""Two at the same permit: one comes first, the other is told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.quotas import actions, queries
from casebook.wells.queries import get_well
from tests.factories.accounts import COUNTY, NOW
from tests.factories.quotas import TODAY, make_permit
from tests.factories.regions import make_county
from tests.factories.wells import keeper, make_well
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.quotas.models import Permit


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on a database of its own, which others can open beside it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        make_county(found)
        yield found
    engine.dispose()


def test_two_at_the_same_permit(session: Session) -> None:
    wells = [make_well(session) for _ in range(3)]
    permit = make_permit(session, *wells, volume=30_000)
    done = actions.Act(on=TODAY, paper="冠审〔2023〕8号", reason="封停。")
    actor, code, number = keeper(session), wells[0].code, permit.number

    def cut(own: Session, found: Permit) -> None:
        well = get_well(own, code, actor)
        by = {"actor": actor, "now": NOW, "permit": found, "act": done}
        actions.drop_well(own, **by, well=well, cut_m3=Decimal(10_000))

    def load(own: Session) -> Permit:
        found = queries.find_permit(own, COUNTY, number)
        assert found is not None
        return found

    answers = at_once(session, load, cut, cut)
    assert answers.count("done") == 1
    assert load(session).permitted_m3 == 20_000

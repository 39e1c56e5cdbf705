"""Setting targets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.audit.queries import list_acts
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.oversight import queries
from casebook.oversight.rules import Indicator
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.closures import DAY
from tests.factories.oversight import planner, set_target
from tests.factories.regions import EAST, WEST, make_county

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def county(session: Session) -> None:
    make_county(session)


def test_a_target_is_kept_exactly(session: Session) -> None:
    wells = set_target(session)
    water = set_target(session, Indicator.REDUCTION, "1150000.125")
    assert (wells.amount, wells.value) == (14, Decimal(14))
    assert (water.amount, water.value) == (1_150_000_125, Decimal("1150000.125"))


def test_a_change_keeps_what_was(session: Session) -> None:
    first = set_target(session)
    second = set_target(session, amount="16", now=NOW + DAY, paper="冠水发〔2023〕试9号")
    again = set_target(session, amount="16", now=NOW + 2 * DAY, paper="冠水发〔2023〕试9号")
    assert again is second
    assert [(one.value, one.replaced_at) for one in queries.list_targets(session, COUNTY, 2023)] == [
        (Decimal(16), None),
        (Decimal(14), NOW + DAY),
    ]
    _act, values = list_acts(session, "target", second.id)[0]
    assert values is not None
    assert (values.before["amount"], values.after["amount"]) == ("14", "16")
    assert first.replaced_at == NOW + DAY


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": "-1"}, "target_negative"),
        ({"amount": "1.5"}, "target_not_whole"),
        ({"amount": "1000001"}, "target_too_large"),
        ({"paper": "  "}, "target_needs_paper"),
        ({"year": 1999}, "target_year"),
        ({"division_code": "371525999"}, "target_division_unknown"),
    ],
)
def test_a_target_that_cannot_be(session: Session, changes: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        set_target(session, **changes)
    assert refused.value.code == code
    assert queries.list_targets(session, COUNTY, 2023) == []


def test_who_may_not(session: Session) -> None:
    with pytest.raises(Forbidden):
        set_target(session, actor=make_actor(session, Role.COUNTY_LEADER, jurisdiction=COUNTY))
    with pytest.raises(NotFound):
        set_target(session, actor=planner(session, jurisdiction=EAST), division_code=WEST)
    with pytest.raises(NotFound):
        set_target(session, actor=planner(session), division_code="371526")

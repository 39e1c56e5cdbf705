"""The ranking by what the ledger has booked, its settings, and who climbs the ladder for standing last."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from casebook.access import Role
from casebook.bulletins import actions, queries
from casebook.bulletins.rules import DEFAULT_LIMITS, DEFAULT_WEIGHTS, Limits, Person, SettingKind
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.months import Month
from casebook.oversight.rules import Indicator
from casebook.supervision import actions as supervision
from casebook.supervision.queries import climbed
from casebook.supervision.rules import Lapse, Rung
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.bulletins import two_townships
from tests.factories.regions import EAST, WEST, make_county

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

OCTOBER, NOVEMBER = Month(2023, 10), Month(2023, 11)
BY: dict[str, Any] = {"now": NOW, "paper": "冠水发〔2023〕试9号", "seen_version": 0}
WEIGHTS = {"wells_closed": 100}


def test_ranking_of_a_month_as_it_stood_at_its_end(session: Session) -> None:
    make_county(session)
    assert [one.place for one in queries.ranking_of(session, COUNTY, OCTOBER)] == [None, None]
    two_townships(session)
    found = queries.ranking_of(session, COUNTY, OCTOBER)
    assert [(one.code, one.place, one.score) for one in found] == [
        (WEST, 1, Decimal("50.0")),
        (EAST, 2, Decimal("0.0")),
    ]
    assert {one.score for one in queries.ranking_of(session, COUNTY, Month(2023, 9))} == {Decimal("0.0")}
    assert queries.months_last_of(session, COUNTY, NOVEMBER) == {EAST: 2}


def test_who_stands_last_climbs_the_ladder_once_for_each_row_of_months(session: Session) -> None:
    make_county(session)
    two_townships(session)
    (one,) = queries.list_last(session, COUNTY, NOVEMBER)
    assert (one.lapse, one.subject.division_code, one.degree) == (Lapse.RANKING, EAST, 2)
    assert one.occasion == "ranking:2023-10"
    for expected in (1, 0):
        assert supervision.propose(session, now=NOW, county_code=COUNTY, behind=[one]) == expected
    ((step,),) = climbed(session, COUNTY).values()
    assert step.rung is Rung.REMIND


def test_weights_hold_from_the_month_that_they_were_set_in(session: Session) -> None:
    head = make_actor(session, Role.AGENCY_HEAD)
    set_at = datetime(2023, 11, 3, tzinfo=UTC)
    actions.set_weights(session, actor=head, weights=WEIGHTS, **{**BY, "now": set_at})
    assert queries.weights_at(session, COUNTY, OCTOBER) == DEFAULT_WEIGHTS
    assert queries.weights_at(session, COUNTY, NOVEMBER) == {Indicator.WELLS_CLOSED: 100}
    with pytest.raises(Conflict, match="bulletin_setting_changed"):
        actions.set_weights(session, actor=head, weights=WEIGHTS, **BY)
    with pytest.raises(RuleBroken, match="ranking_never_by_money"):
        actions.set_weights(session, actor=head, weights={"fines": 100}, **{**BY, "seen_version": 1})


def test_limits_and_people_by_version(session: Session) -> None:
    head = make_actor(session, Role.AGENCY_HEAD)
    assert queries.limits_of(session, COUNTY) == DEFAULT_LIMITS
    actions.set_limits(session, actor=head, limits=Limits(red_points=20), **BY)
    assert queries.limits_of(session, COUNTY).red_points == 20
    people = {WEST: Person(" 高远 ", "镇长"), EAST: Person("", "镇长")}
    actions.set_people(session, actor=head, people=people, **BY)
    assert queries.people_of(session, COUNTY) == {WEST: Person("高远", "镇长")}
    actions.set_people(session, actor=head, people={}, **{**BY, "seen_version": 1})
    assert queries.people_of(session, COUNTY) == {}
    found = queries.find_setting(session, COUNTY, SettingKind.PEOPLE)
    assert found is not None
    assert found.version == 2


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (
            lambda session, by: actions.set_limits(
                session, limits=Limits(red_points=0, amber_points=1), **by
            ),
            "light_order",
        ),
        (
            lambda session, by: actions.set_limits(session, limits=Limits(), **{**by, "paper": " "}),
            "bulletin_setting_needs_paper",
        ),
        (
            lambda session, by: actions.set_people(session, people={WEST: Person("长" * 41)}, **by),
            "person_too_long",
        ),
    ],
    ids=["order", "paper", "name"],
)
def test_settings_that_are_refused(session: Session, act: Callable[..., object], refusal: str) -> None:
    head = make_actor(session, Role.AGENCY_HEAD)
    with pytest.raises(RuleBroken, match=refusal):
        act(session, {**BY, "actor": head})


def test_who_may_set(session: Session) -> None:
    chief = make_actor(session, Role.CASE_HEAD)
    with pytest.raises(Forbidden):
        actions.set_limits(session, actor=chief, limits=Limits(), **BY)
    town = make_actor(session, Role.AGENCY_HEAD, jurisdiction=WEST)
    with pytest.raises(NotFound):
        actions.set_limits(session, actor=town, limits=Limits(), **BY)

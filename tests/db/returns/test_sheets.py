"""The tax sheet: within the plan, above it by tier, frozen for good."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.hashing import matches
from casebook.kernel.months import Month
from casebook.plans import actions as plans
from casebook.plans import queries as plan_queries
from casebook.plans.models import PlanNode
from casebook.quotas import actions as permits
from casebook.quotas.facts import PermitFacts
from casebook.quotas.rules import WaterSource
from casebook.regions.rules import ZoneKind
from casebook.returns import actions, queries
from casebook.returns.rules import Period, ReturnSettingKey
from casebook.volumes.models import WellMonth
from tests.factories.accounts import NOW, make_actor
from tests.factories.quotas import act, approver, figures
from tests.factories.regions import make_zone
from tests.factories.reported import (
    AUGUST,
    Q1,
    Q2,
    SUMMER,
    User,
    accepted,
    issue,
    make_user_with_wells,
    plan,
    set_value,
    wish,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.returns.models import TaxSheet

Q3 = Period.parse("2023Q3")


@pytest.fixture
def user(session: Session) -> User:
    """600 m³ in the first quarter, 1200 m³ in the second, and a plan of 1000 m³ for the year."""
    found = make_user_with_wells(session)
    plan(session, found)
    return found


def tiers(sheet: TaxSheet) -> list[tuple[str | None, str, str]]:
    return [(one["until"], one["times"], one["m3"]) for one in sheet.contents["tiers"]]


def test_a_year_is_assessed_quarter_by_quarter(session: Session, user: User) -> None:
    first, second = issue(session, user), issue(session, user, Q2)
    assert (first.volume_m3, first.within_m3, first.over_m3) == (600, 600, 0)
    assert (second.volume_m3, second.within_m3, second.over_m3) == (1200, 400, 800)
    assert tiers(second) == [("20", "2", "200.000"), ("40", "2.5", "200.000"), (None, "3", "400.000")]
    facts = second.contents
    assert (facts["before_m3"], facts["cumulative_m3"], facts["plan_m3"]) == (
        "600.000",
        "1800.000",
        "1000.000",
    )
    assert not facts["tiers_verified"], "the county has set none"
    assert [one["m3"] for one in facts["intakes"]] == ["600.000", "600.000"]
    assert [one["within_m3"] for one in facts["intakes"]] == ["200.000", "200.000"]
    assert facts["permits"][0]["number"] == "D371525G2019-0001"
    assert facts["party"] == {"name": "冠县清泉纸业有限公司", "identifier": "913715250000695428"}
    assert (first.number, second.number) == ("371525-2023-HD-00001", "371525-2023-HD-00002")


def test_what_changes_afterwards_changes_no_sheet(session: Session, user: User) -> None:
    """Permit, plan, tiers, the measured month, the user's name and the zone: the sheet says what it said."""
    sheet = issue(session, user)
    before = (sheet.facts, sheet.facts_hash, sheet.volume_m3, sheet.within_m3, sheet.over_m3)
    (line,) = plan_queries.plans_of_parties(session, "371525", 2023, [user.firm.id]).values()
    node = session.query(PlanNode).filter_by(party_id=user.firm.id, level="user").one()
    plans.adjust_line(
        session,
        actor=approver(session),
        now=NOW,
        node=node,
        figures=figures(100),
        act=act(),
        base_version=node.version,
    )
    told = PermitFacts(number=user.permit.number, holder_id=user.firm.id, permitted_m3=Decimal(5))
    permits.put_permit(session, actor=user.clerk, now=AUGUST, facts=told, reason="核减")
    set_value(session, ReturnSettingKey.TIERS, "10:2,:4", now=AUGUST)
    month = session.query(WellMonth).filter_by(well_id=user.wells[0].id, month=1).one()
    month.volume_m3, month.version = Decimal(900), 2
    user.firm.name = "冠县改名纸业有限公司"
    make_zone(session, kind=ZoneKind.SEVERE_OVER_EXTRACTION, name="新划严重超采区")
    session.flush()
    session.expire_all()
    assert line.year_m3 == 1000
    again = queries.get_sheet(session, sheet.id, user.clerk)
    assert (again.facts, again.facts_hash, again.volume_m3, again.within_m3, again.over_m3) == before
    assert matches(again.facts.encode(), again.facts_hash)


def test_a_sheet_cannot_be_rewritten(session: Session, user: User) -> None:
    sheet = issue(session, user)
    sheet.volume_m3 = Decimal(1)
    with pytest.raises(RuleBroken, match="append_only"):
        session.flush()


def test_what_was_reported_stays_in_the_sum_of_the_year(session: Session, user: User) -> None:
    """A reading corrected after the first quarter's sheet does not move what the second one adds to."""
    issue(session, user)
    month = session.query(WellMonth).filter_by(well_id=user.wells[0].id, month=1).one()
    month.volume_m3 = Decimal(900)
    session.flush()
    assert issue(session, user, Q2).contents["before_m3"] == "600.000"


def test_the_zone_is_the_gravest_of_the_wells(session: Session) -> None:
    zones = (ZoneKind.OVER_EXTRACTION, ZoneKind.PUBLIC_SUPPLY, ZoneKind.NO_ABSTRACTION)
    user = make_user_with_wells(session, zones=zones)
    plan(session, user)
    facts = issue(session, user).contents
    assert (facts["zone"], facts["is_covered"]) == ("tax_zone_over", True)


def test_what_stands_against_a_sheet(session: Session, user: User) -> None:
    by = {"actor": user.clerk, "now": SUMMER, "party": user.firm}
    shallow = {"source": WaterSource.SHALLOW}
    for told, code in (
        ({"period": Q3, **shallow}, "tax_sheet_not_over"),
        ({"period": Period.parse("2017Q4"), **shallow}, "tax_sheet_before_tax"),
        ({"period": Q1, "source": WaterSource.DEEP}, "tax_sheet_no_wells"),
        ({"period": Period.parse("2022"), **shallow}, "tax_sheet_volume_missing"),
    ):
        with pytest.raises(RuleBroken, match=code):
            actions.draft_sheet(session, **by, **told)


def test_without_a_plan_nothing_can_be_told_apart(session: Session) -> None:
    user = make_user_with_wells(session)
    with pytest.raises(RuleBroken, match="tax_sheet_no_plan"):
        issue(session, user)


def test_a_month_without_a_figure_is_named(session: Session) -> None:
    user = make_user_with_wells(session, months=[100, None, 100])
    plan(session, user)
    with pytest.raises(RuleBroken, match="tax_sheet_volume_missing") as refused:
        issue(session, user)
    assert refused.value.facts["months"] == str(Month(2023, 2))
    assert user.wells[0].code in str(refused.value.facts["wells"])


def test_an_accepted_return_speaks_where_no_meter_does(session: Session) -> None:
    user = make_user_with_wells(session, months=[100, None, 100])
    plan(session, user)
    accepted(session, user, 310, 290, period=Q1)
    sheet = issue(session, user)
    assert sheet.volume_m3 == 600
    assert [one["methods"] for one in sheet.contents["intakes"]] == [["return"], ["return"]]


def test_no_month_is_assessed_twice(session: Session, user: User) -> None:
    issue(session, user)
    for period, code in ((Q1, "tax_sheet_standing"), (Period.parse("2023-02"), "tax_sheet_overlaps")):
        with pytest.raises(RuleBroken, match=code):
            issue(session, user, period)
    second = issue(session, user, Period.parse("2023-05"))
    with pytest.raises(RuleBroken, match="tax_sheet_later"):
        issue(session, user, Period.parse("2023-04"))
    assert second.contents["before_m3"] == "1000.000", "April is measured, no sheet says it"


def test_a_wrong_sheet_is_taken_back_and_assessed_anew(session: Session, user: User) -> None:
    first, second = issue(session, user), issue(session, user, Q2)
    void = {"actor": user.clerk, "now": AUGUST}
    with pytest.raises(RuleBroken, match="tax_sheet_later"):
        actions.void_sheet(session, **void, sheet=first, reason="抄错表")
    with pytest.raises(RuleBroken, match="tax_sheet_reason"):
        actions.void_sheet(session, **void, sheet=second, reason=" ")
    for sheet in (second, first):
        actions.void_sheet(session, **void, sheet=sheet, reason="抄错表")
    with pytest.raises(RuleBroken, match="tax_sheet_void_already"):
        actions.void_sheet(session, **void, sheet=first, reason="再撤")
    again = issue(session, user)
    assert (again.version, again.number) == (2, "371525-2023-HD-00003")
    assert first.void is not None
    assert queries.list_standing(session, user.firm.id, WaterSource.SHALLOW, 2023) == [again]


def test_who_may_assess(session: Session, user: User) -> None:
    reader = make_actor(session, Role.CASE_HEAD)
    with pytest.raises(Forbidden):
        actions.issue_sheet(session, actor=reader, now=SUMMER, wish=wish(user))
    sheet = issue(session, user)
    with pytest.raises(Forbidden):
        actions.void_sheet(session, actor=reader, now=SUMMER, sheet=sheet, reason="x")
    assert queries.get_sheet(session, sheet.id, reader).issued_on == date(2023, 7, 3)

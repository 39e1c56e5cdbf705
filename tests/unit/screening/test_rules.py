"""Both sides of every threshold, what is exempt, and what does not count yet on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.parties.rules import PartyKind
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.screening.rules import (
    DEFAULTS,
    RULES,
    AccountFacts,
    Due,
    GroupFacts,
    PartyFacts,
    Plan,
    RuleId,
    Setting,
    StoppedMeter,
    Use,
    check_values,
    plain,
    screen,
)
from casebook.screening.rules.wording import lead_text
from casebook.wells.rules import MeterKind, PermitExemption, WellStatus, WellUse
from tests.factories.screening import AS_OF, flat, months, permit, well, zone

if TYPE_CHECKING:
    from casebook.screening.rules import Hit, Settings, WellFacts

R, S, U, A = RuleId, WellStatus, WellUse, Aquifer
CITIZEN, FIRM = PartyKind.CITIZEN, PartyKind.ORGANISATION
BARE: dict[str, object] = {"permits": ()}
HOUSE: dict[str, object] = {"permits": (), "use": U.RURAL_DOMESTIC, "user_kind": CITIZEN}
INDUSTRY: dict[str, object] = {"use": U.INDUSTRY, "user_kind": FIRM}
STOPPED = StoppedMeter(UUID(int=9), date(2020, 5, 4), "SB1")
CLOSED: dict[str, object] = {"status": S.MOTHBALLED, "closed_on": date(2023, 3, 16)}


def rules_of(facts: object, as_of: date = AS_OF, settings: Settings = DEFAULTS) -> set[str]:
    return {hit.rule.value for hit in screen(facts, settings, as_of)}  # type: ignore[arg-type]  # any facts


def only(facts: object, rule: RuleId, as_of: date = AS_OF, settings: Settings = DEFAULTS) -> Hit:
    (found,) = [hit for hit in screen(facts, settings, as_of) if hit.rule is rule]  # type: ignore[arg-type]  # any facts
    return found


def with_values(rule: RuleId, **values: int) -> Settings:
    changed = Setting(rule, DEFAULTS[rule].values | values, version=3)  # type: ignore[operator]  # plain dicts
    return DEFAULTS | {rule: changed}


def test_an_ordinary_well_is_left_alone() -> None:
    assert rules_of(well()) == set()


NO_PERMIT = [
    ("none at all", BARE, True),
    ("given only later", {"permits": (permit(valid_from=date(2024, 1, 1)),)}, True),
    ("cancelled", {"permits": (permit(ended_on=date(2023, 6, 1)),)}, True),
    ("cancelled later", {"permits": (permit(ended_on=date(2024, 6, 1)),)}, False),
    ("idle", BARE | {"status": S.IDLE}, False),
    ("idle, metered taking", BARE | {"status": S.IDLE, "months": months(2023, [50], first=5)}, True),
    ("idle, taking long ago", BARE | {"status": S.IDLE, "months": months(2022, [50], first=5)}, False),
    ("unverified", BARE | {"status": S.UNVERIFIED}, False),
    ("plugged", BARE | {"status": S.PLUGGED}, False),
    ("meter stands still", BARE | {"months": months(2023, [0] * 12)}, False),
    ("eleven months still", BARE | {"months": months(2023, [0] * 11)}, True),
    ("household", HOUSE, False),
    ("a few animals", HOUSE | {"use": U.LIVESTOCK}, False),
    ("a firm's animals", HOUSE | {"use": U.LIVESTOCK, "user_kind": FIRM}, True),
    ("a village's works", HOUSE | {"user_kind": PartyKind.VILLAGE}, True),
    ("deep household", HOUSE | {"aquifer": A.DEEP_CONFINED}, True),
    ("register says exempt", BARE | {"exemption": PermitExemption.HOUSEHOLD}, False),
    ("exempt car wash", BARE | {"exemption": PermitExemption.HOUSEHOLD, "use": U.SPECIAL_TRADE}, True),
]


@pytest.mark.parametrize(
    ("changes", "is_hit"), [row[1:] for row in NO_PERMIT], ids=[row[0] for row in NO_PERMIT]
)
def test_no_permit(changes: dict[str, object], is_hit: bool) -> None:
    assert ("no_permit" in rules_of(well(**changes))) is is_hit


def test_a_small_amount_has_the_limit_that_the_county_sets() -> None:
    house = well(**HOUSE, months=months(2023, [100] * 12))
    assert "no_permit" not in rules_of(house)
    assert "no_permit" in rules_of(house, settings=with_values(R.NO_PERMIT, household_m3=1199))
    assert "no_permit" not in rules_of(house, settings=with_values(R.NO_PERMIT, household_m3=1200))


EXPIRED = permit(valid_to=date(2023, 6, 30))
PERMIT_EXPIRED = [
    ("register says in use", {}, AS_OF, True),
    ("last day still holds", {}, date(2023, 6, 30), False),
    ("the day after", {}, date(2023, 7, 1), True),
    ("metered after", {"months": months(2023, [90], first=8)}, AS_OF, True),
    ("meter still after", {"months": months(2023, [0, 0, 0], first=8)}, AS_OF, False),
    ("idle", {"status": S.IDLE}, AS_OF, False),
    ("renewal asked in time", {"permits": (replace(EXPIRED, is_renewing=True),)}, AS_OF, False),
    ("another one holds", {"permits": (EXPIRED, permit(number="D371525G2022-0002"))}, AS_OF, False),
]


@pytest.mark.parametrize(
    ("changes", "as_of", "is_hit"),
    [row[1:] for row in PERMIT_EXPIRED],
    ids=[row[0] for row in PERMIT_EXPIRED],
)
def test_permit_expired(changes: dict[str, object], as_of: date, is_hit: bool) -> None:
    found = rules_of(well(**({"permits": (EXPIRED,)} | changes)), as_of)
    assert ("permit_expired" in found) is is_hit
    assert "no_permit" not in found


BAN, LIMIT, NET = ZoneKind.NO_ABSTRACTION, ZoneKind.RESTRICTED, ZoneKind.PUBLIC_SUPPLY
ZONES = [
    ("ban", R.FORBIDDEN_ZONE, {"zones": (zone(BAN),)}, True),
    ("ban frees no household", R.FORBIDDEN_ZONE, HOUSE | {"zones": (zone(BAN),)}, True),
    ("ban, closed", R.FORBIDDEN_ZONE, CLOSED | {"zones": (zone(BAN),)}, False),
    ("limit only", R.FORBIDDEN_ZONE, {"zones": (zone(LIMIT),)}, False),
    (
        "built the day it came",
        R.RESTRICTED_ZONE_NEW,
        {"zones": (zone(LIMIT),), "built_on": date(2015, 7, 1)},
        True,
    ),
    ("built before", R.RESTRICTED_ZONE_NEW, {"zones": (zone(LIMIT),), "built_on": date(2015, 6, 1)}, False),
    ("built unknown", R.RESTRICTED_ZONE_NEW, {"zones": (zone(LIMIT),)}, False),
    (
        "over-extracted",
        R.RESTRICTED_ZONE_NEW,
        {"zones": (zone(ZoneKind.OVER_EXTRACTION),), "built_on": date(2020, 1, 1)},
        True,
    ),
    ("deep", R.DEEP_CONFINED, INDUSTRY | {"aquifer": A.DEEP_CONFINED}, True),
    ("mixed layers", R.DEEP_CONFINED, INDUSTRY | {"aquifer": A.MIXED}, False),
    ("depth tells", R.DEEP_CONFINED, INDUSTRY | {"aquifer": A.UNKNOWN, "depth_m": 181.0}, True),
    ("depth of 180", R.DEEP_CONFINED, INDUSTRY | {"aquifer": A.UNKNOWN, "depth_m": 180.0}, False),
    ("people's life", R.DEEP_CONFINED, {"use": U.PUBLIC_SUPPLY, "aquifer": A.DEEP_CONFINED}, False),
    (
        "life within the network",
        R.DEEP_CONFINED,
        {"use": U.PUBLIC_SUPPLY, "aquifer": A.DEEP_CONFINED, "zones": (zone(NET),)},
        True,
    ),
    ("deep, idle", R.DEEP_CONFINED, INDUSTRY | {"aquifer": A.DEEP_CONFINED, "status": S.IDLE}, False),
    ("self-supply", R.INSIDE_PUBLIC_NETWORK, INDUSTRY | {"zones": (zone(NET),)}, True),
    ("the network's own", R.INSIDE_PUBLIC_NETWORK, {"use": U.PUBLIC_SUPPLY, "zones": (zone(NET),)}, False),
    ("a field", R.INSIDE_PUBLIC_NETWORK, {"zones": (zone(NET),)}, False),
]


@pytest.mark.parametrize(
    ("rule", "changes", "is_hit"), [row[1:] for row in ZONES], ids=[row[0] for row in ZONES]
)
def test_zones_and_layers(rule: RuleId, changes: dict[str, object], is_hit: bool) -> None:
    assert (rule.value in rules_of(well(**changes))) is is_hit


BIG, ODD = permit(permitted_m3=Decimal(100_000)), ("decrease_unexplained",)
METERS = [
    ("none", R.METER_MISSING, {"meter_kind": MeterKind.NONE}, True),
    ("power counts", R.METER_MISSING, {"meter_kind": MeterKind.POWER}, False),
    ("unknown", R.METER_MISSING, {"meter_kind": MeterKind.UNKNOWN}, False),
    ("household", R.METER_MISSING, HOUSE | {"meter_kind": MeterKind.NONE}, False),
    ("of the scale", R.METER_NOT_ONLINE, {"permits": (BIG,)}, True),
    ("below it", R.METER_NOT_ONLINE, {"permits": (permit(permitted_m3=Decimal("99999.999")),)}, False),
    ("online", R.METER_NOT_ONLINE, {"permits": (BIG,), "meter_kind": MeterKind.ONLINE}, False),
    (
        "no meter is another rule",
        R.METER_NOT_ONLINE,
        {"permits": (BIG,), "meter_kind": MeterKind.NONE},
        False,
    ),
    ("scale by volume", R.METER_NOT_ONLINE, BARE | {"months": months(2023, [10_000] * 10)}, True),
    ("permit before volume", R.METER_NOT_ONLINE, {"months": months(2023, [10_000] * 10)}, False),
    ("odd", R.METER_SUSPECT, {"doubts": {Month(2021, 5): ODD}}, True),
    ("odd before the window", R.METER_SUSPECT, {"doubts": {Month(2020, 12): ODD}}, False),
    ("a gap alone", R.METER_SUSPECT, {"doubts": {Month(2023, 1): ("gap", "spike")}}, False),
    ("stopped", R.METER_SUSPECT, {"stopped": STOPPED}, True),
    (
        "stopped, of no known kind",
        R.METER_SUSPECT,
        {"stopped": STOPPED, "meter_kind": MeterKind.UNKNOWN},
        True,
    ),
    ("stopped, closed", R.METER_SUSPECT, CLOSED | {"stopped": STOPPED}, False),
    ("odd, closed", R.METER_SUSPECT, CLOSED | {"doubts": {Month(2023, 1): ODD}}, False),
]


@pytest.mark.parametrize(
    ("rule", "changes", "is_hit"), [row[1:] for row in METERS], ids=[row[0] for row in METERS]
)
def test_meters(rule: RuleId, changes: dict[str, object], is_hit: bool) -> None:
    assert (rule.value in rules_of(well(**changes))) is is_hit


def test_a_stopped_meter_names_the_visit_and_its_day() -> None:
    hit = only(well(stopped=STOPPED, doubts={Month(2023, 1): ODD}), R.METER_SUSPECT)
    assert (hit.figures["stopped_on"], hit.figures["visit"]) == (date(2020, 5, 4), UUID(int=9))
    assert hit.figures["meter_no"] == "SB1"
    assert list(hit.figures["months"]) == ["2023-01"]
    assert "2020-05-04 现场抄表时水表停走" in lead_text(R.METER_SUSPECT, "A", plain(hit.figures))


def test_farm_wells_without_meter_may_wait_for_the_county() -> None:
    farm = well(meter_kind=MeterKind.NONE)
    waits = with_values(R.METER_MISSING, farm_wells=0)
    assert "meter_missing" not in rules_of(farm, settings=waits)
    assert "meter_missing" in rules_of(well(**INDUSTRY, meter_kind=MeterKind.NONE), settings=waits)


def pair(first: object, second: object, **changes: object) -> GroupFacts:
    held = permit(**changes)
    one = well(code="A", months=months(2023, [first]), permits=(held,))
    other = well(code="B", months=months(2023, [second]), permits=(held,))
    return GroupFacts((held,), (one, other))


def test_the_wells_of_a_permit_count_together() -> None:
    assert rules_of(pair(4_000, 6_000)) == set()
    hit = only(pair(4_000, "6000.001"), R.OVER_PERMIT)
    assert (hit.subject.title, hit.figures["over_m3"], hit.period) == ("B", Decimal("0.001"), "2023")
    assert hit.figures["wells"] == {"A": Decimal(4_000), "B": Decimal("6000.001")}
    assert rules_of(pair(9_000, 9_000, permitted_m3=None)) == set()
    assert rules_of(pair(9_000, 9_000, valid_to=date(2022, 12, 31))) == set()


def test_last_year_is_judged_while_its_figures_come_in() -> None:
    held = permit()
    late = GroupFacts((held,), (well(stated={2022: Decimal(12_000)}),))
    assert rules_of(late, date(2023, 3, 31)) == {"over_permit"}
    assert rules_of(late, date(2023, 4, 1)) == set()
    cut = GroupFacts((permit(permitted_m3=Decimal(1), last_year_m3=Decimal(12_000)),), late.wells)
    assert rules_of(cut, date(2023, 3, 31)) == set()


PLAN = Plan(2023, Decimal(12_000), tuple(Decimal(1_000) for _ in range(12)))


def test_over_plan_by_the_month() -> None:
    assert rules_of(well(plans=(PLAN,), months=months(2023, [1_100]))) == set()
    hit = only(well(plans=(PLAN,), months=months(2023, ["1100.001", 500])), R.OVER_PLAN_MONTH)
    assert list(hit.figures["months"]) == ["2023-01"]
    later = well(plans=(PLAN,), months=months(2023, [5_000], first=8))
    assert "over_plan_month" not in rules_of(later, date(2023, 7, 31))


def test_over_plan_by_the_year_and_when_it_will_be() -> None:
    over = only(well(plans=(PLAN,), months=months(2023, [1_050] * 12)), R.OVER_PLAN_YEAR)
    assert over.figures["is_over"] is True
    assert over.figures["projected_on"] == date(2023, 12, 13)
    middle = date(2023, 6, 30)
    coming = only(well(plans=(PLAN,), months=months(2023, [1_101] * 6)), R.OVER_PLAN_YEAR, middle)
    assert (coming.figures["is_over"], coming.figures["projected_m3"]) == (False, Decimal("13212.000"))
    assert coming.figures["projected_on"] == date(2023, 11, 27)
    assert "over_plan_year" not in rules_of(well(plans=(PLAN,), months=months(2023, [1_100] * 6)), middle)
    assert "over_plan_year" not in rules_of(well(plans=(PLAN,), months=months(2023, [1_900] * 5)), middle)


def test_a_users_plan_is_held_against_all_its_wells() -> None:
    user = PartyFacts(None, "某厂", "371525", plans=(PLAN,), months={Month(2023, 1): Decimal(13_000)})
    assert rules_of(user) == {"over_plan_month", "over_plan_year"}


def test_over_the_norm() -> None:
    assert rules_of(well(norm_m3=Decimal(500), months=months(2023, [500]))) == set()
    assert rules_of(well(norm_m3=Decimal(500), months=months(2023, ["500.001"]))) == {"over_norm"}
    assert rules_of(well(months=months(2023, [9_000]))) == set()


def pumping(**changes: object) -> WellFacts:
    return well(**(CLOSED | changes))


PUMPING = [
    ("months clear of the closing", pumping(months=months(2023, [8], first=5)), True),
    ("the month after reaches back", pumping(months=months(2023, [8], first=4)), False),
    ("the month after, flagged", pumping(months=months(2023, [8], first=4, flags=("after_closure",))), True),
    (
        "by leave",
        pumping(months=months(2023, [8], first=5), open_by_leave=frozenset({Month(2023, 5)})),
        False,
    ),
    ("still", pumping(months=months(2023, [0, 0], first=5)), False),
    ("day not known", pumping(closed_on=None, months=months(2023, [8], first=9)), False),
    ("power", pumping(months={Month(2023, 8): Use(None, Decimal(31))}), True),
    ("a lamp", pumping(months={Month(2023, 8): Use(None, Decimal(30))}), False),
    ("in use again", pumping(status=S.IN_USE, months=months(2023, [8], first=9)), False),
]


@pytest.mark.parametrize(("facts", "is_hit"), [row[1:] for row in PUMPING], ids=[row[0] for row in PUMPING])
def test_closed_but_pumping(facts: WellFacts, is_hit: bool) -> None:
    assert rules_of(facts) == ({"closed_but_pumping"} if is_hit else set())


def dormant(**changes: object) -> GroupFacts:
    held = changes.pop("permit", permit())
    return GroupFacts((held,), (well(**changes),))  # type: ignore[arg-type]  # a permit


DRY = {2022: Decimal(0)}
DORMANT = [
    ("register and status", dormant(status=S.IDLE, stated=DRY), True),
    ("in use, this year unknown", dormant(stated=DRY), False),
    ("metered nothing", dormant(months=flat(Month(2022, 1), Month(2023, 12), 0)), True),
    ("metered a litre", dormant(months=flat(Month(2022, 1), Month(2023, 12), "0.001")), False),
    ("one month unknown", dormant(months=flat(Month(2022, 2), Month(2023, 12), 0)), False),
    ("nothing known", dormant(status=S.IDLE), False),
    ("young permit", dormant(status=S.IDLE, stated=DRY, permit=permit(valid_from=date(2022, 1, 1))), False),
    ("expired permit", dormant(status=S.IDLE, stated=DRY, permit=EXPIRED), False),
    ("closed long ago", dormant(status=S.PLUGGED, closed_on=date(2021, 12, 31)), True),
    ("closed since", dormant(status=S.PLUGGED, closed_on=date(2022, 1, 1)), False),
]


@pytest.mark.parametrize(("facts", "is_hit"), [row[1:] for row in DORMANT], ids=[row[0] for row in DORMANT])
def test_permit_dormant(facts: GroupFacts, is_hit: bool) -> None:
    assert rules_of(facts) == ({"permit_dormant"} if is_hit else set())


def test_power_without_a_well() -> None:
    kwh = {Month(2023, 1): Decimal(60), Month(2023, 2): Decimal(41)}
    assert rules_of(AccountFacts("37", "371525", kwh)) == {"power_without_well"}
    assert rules_of(AccountFacts("37", "371525", {Month(2023, 1): Decimal(100)})) == set()
    assert rules_of(AccountFacts("37", "371525", kwh, wells=("A",))) == set()
    assert rules_of(AccountFacts("37", "371525", kwh), date(2024, 2, 29)) == set()


def user(**changes: object) -> PartyFacts:
    return PartyFacts(None, "某浴池", "371525", **changes)  # type: ignore[arg-type]  # the fields of a user


D = Decimal
USERS = [
    ("late", R.RETURN_MISSING, user(returns=(Due("2022", date(2022, 12, 31)),)), True),
    ("due that day", R.RETURN_MISSING, user(returns=(Due("2023", AS_OF),)), False),
    (
        "came in time",
        R.RETURN_MISSING,
        user(returns=(Due("2022", date(2022, 12, 31), date(2022, 12, 1)),)),
        False,
    ),
    (
        "came only later",
        R.RETURN_MISSING,
        user(returns=(Due("2022", date(2022, 12, 31), date(2024, 1, 1)),)),
        True,
    ),
    (
        "more let out",
        R.DISCHARGE_EXCEEDS_INTAKE,
        user(discharge_m3={2023: D(101)}, tap_m3={2023: D(60)}, reclaimed_m3={2023: D(40)}),
        True,
    ),
    (
        "as much",
        R.DISCHARGE_EXCEEDS_INTAKE,
        user(discharge_m3={2023: D(100)}, tap_m3={2023: D(60)}, reclaimed_m3={2023: D(40)}),
        False,
    ),
    (
        "own wells not whole",
        R.DISCHARGE_EXCEEDS_INTAKE,
        user(discharge_m3={2023: D(100)}, wells=("A",)),
        False,
    ),
    (
        "own wells whole",
        R.DISCHARGE_EXCEEDS_INTAKE,
        user(discharge_m3={2023: D(100)}, wells=("A",), metered_m3={2023: D(99)}),
        True,
    ),
    ("nothing supplies it", R.NO_WATER_SOURCE, user(trade="洗浴"), True),
    ("no such trade", R.NO_WATER_SOURCE, user(), False),
    ("tap", R.NO_WATER_SOURCE, user(trade="洗浴", has_tap=True), False),
    ("reclaimed", R.NO_WATER_SOURCE, user(trade="洗车", has_reclaimed=True), False),
    ("permit", R.NO_WATER_SOURCE, user(trade="洗浴", permits=(permit(),)), False),
    ("expired permit", R.NO_WATER_SOURCE, user(trade="洗浴", permits=(EXPIRED,)), True),
]


@pytest.mark.parametrize(
    ("rule", "facts", "is_hit"), [row[1:] for row in USERS], ids=[row[0] for row in USERS]
)
def test_users(rule: RuleId, facts: PartyFacts, is_hit: bool) -> None:
    assert rules_of(facts) == ({rule.value} if is_hit else set())


def test_a_rule_that_is_off_says_nothing_and_a_hit_names_its_version() -> None:
    off = DEFAULTS | {R.NO_PERMIT: replace(DEFAULTS[R.NO_PERMIT], is_active=False)}
    assert rules_of(well(**BARE), settings=off) == set()
    hit = only(well(**BARE), R.NO_PERMIT, settings=with_values(R.NO_PERMIT, household_m3=7))
    assert (hit.version, hit.thresholds) == (3, {"household_m3": 7})
    assert (hit.article, hit.severity) == (RULES[R.NO_PERMIT].article, RULES[R.NO_PERMIT].severity)


def test_thresholds_have_bounds() -> None:
    check_values(R.OVER_PLAN_MONTH, {"tolerance": 1_000})
    with pytest.raises(RuleBroken, match="screening_threshold_range"):
        check_values(R.OVER_PLAN_MONTH, {"tolerance": 1_001})
    with pytest.raises(RuleBroken, match="screening_thresholds_unknown"):
        check_values(R.OVER_PLAN_MONTH, {})

"""Runs over a small county on both databases: what is read, what is stored, what becomes of hits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Permission, Role
from casebook.cases import queries as cases
from casebook.cases.rules import FoundHow
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.quotas.actions.register import put_annual_volumes
from casebook.quotas.facts import VolumeFacts
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.screening import actions, queries
from casebook.screening.models import ScreeningHitVersion, ScreeningRunHit
from casebook.screening.queries import HitFilter, collect
from casebook.screening.rules import RuleId
from casebook.screening.rules.report import report_of
from casebook.screening.rules.states import HitState, ListKind
from casebook.volumes.models import WellMonth
from casebook.wells.rules import MeterKind, WellStatus, WellUse
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.cases import make_bureau, make_problems
from tests.factories.quotas import make_permit, make_total, make_township, make_user
from tests.factories.regions import EAST, SINCE, make_zone
from tests.factories.screening import (
    TODAY,
    Watch,
    hits_of,
    list_file,
    make_watch,
    put_doubt,
    put_months,
    put_power,
    run,
)
from tests.factories.wells import make_party, make_well
from tests.support.counting import statements as sent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.screening.models import ScreeningHit

pytestmark = pytest.mark.usefixtures("file_store")
LATER = datetime(2023, 8, 1, 2, 0, tzinfo=UTC)


def found(session: Session, as_of: date = TODAY) -> set[tuple[str, str]]:
    return {(hit.rule.value, hit.subject.title) for hit in collect(session, COUNTY, as_of, TODAY).hits}


def test_every_kind_of_fact_is_read(session: Session) -> None:
    make_watch(session)
    make_zone(session, kind=ZoneKind.NO_ABSTRACTION, name="深层禁采区", aquifer=Aquifer.DEEP_CONFINED)
    make_zone(session, kind=ZoneKind.PUBLIC_SUPPLY, name="管网", ended_on=date(2023, 5, 1))
    firm = make_party(session, name="冠县东风浴池有限公司", identifier="913715250000695428")
    bare = make_well(session, code="A")
    deep = make_well(
        session, code="B", aquifer=Aquifer.DEEP_CONFINED, use=WellUse.INDUSTRY, meter_kind=MeterKind.NONE
    )
    make_permit(session, deep, valid_to=date(2023, 5, 31))
    one, two = make_well(session, code="C"), make_well(session, code="D", meter_kind=MeterKind.MECHANICAL)
    make_permit(session, one, two, holder=firm, number="D371525G2019-0002", volume=100)
    put_months(session, one, 2023, [30, 20])
    put_months(session, two, 2023, [51, None])
    put_doubt(session, two, date(2021, 5, 25))
    closed = make_well(session, code="E", status=WellStatus.PLUGGED, closed_on=date(2022, 10, 3))
    put_months(session, closed, 2023, [5])
    idle = make_well(session, code="F", status=WellStatus.IDLE)
    make_permit(session, idle, number="D371525G2019-0003")
    dry = [VolumeFacts(well_id=idle.id, year=year, volume_m3=Decimal(0)) for year in (2021, 2022)]
    put_annual_volumes(session, now=NOW, county_code=COUNTY, volumes=dry)
    put_power(session, "3700000001", 2023, [80, 80])
    assert found(session) == {
        ("no_permit", bare.code),
        ("permit_expired", "B"),
        ("deep_confined", "B"),
        ("forbidden_zone", "B"),
        ("meter_missing", "B"),
        ("over_permit", "D"),
        ("meter_suspect", "D"),
        ("closed_but_pumping", "E"),
        ("permit_dormant", "F"),
        ("power_without_well", "3700000001"),
    }
    assert ("permit_expired", "B") not in found(session, date(2023, 5, 31))
    assert ("inside_public_network", "B") in found(session, date(2023, 4, 30))
    assert ("over_permit", "D") not in found(session, date(2023, 2, 27))
    assert found(session, date(2015, 6, 30)) & {("forbidden_zone", "B")} == set()
    assert date(2015, 7, 1) == SINCE


def test_a_well_closed_only_later_was_in_use_then(session: Session) -> None:
    make_watch(session)
    make_well(session, code="A", status=WellStatus.PLUGGED, closed_on=date(2023, 3, 1))
    assert found(session, date(2023, 2, 28)) == {("no_permit", "A")}
    assert found(session, date(2023, 3, 1)) == set()


def test_plans_and_lists(session: Session) -> None:
    watch = make_watch(session)
    firm = make_party(session, name="冠县东风浴池有限公司", identifier="913715250000695428")
    well = make_well(session, code="A", user=firm, use=WellUse.SPECIAL_TRADE)
    make_permit(session, well, holder=firm, volume=50_000)
    make_user(session, make_township(session, make_total(session)), firm, 12_000)
    put_months(session, well, 2023, [500, 900, 1_101])
    put_months(session, well, 2022, [100] * 12)

    def take(kind: ListKind, *rows: str) -> None:
        actions.take_list(
            session,
            actor=watch.chief,
            now=NOW,
            kind=kind,
            on=TODAY,
            stream=list_file(*rows),
            file_name="名单.csv",
        )

    take(
        ListKind.BUSINESSES,
        "单位名称,统一社会信用代码,行业,乡镇",
        "冠县东风浴池有限公司,913715250000695428,洗浴,东古城镇",
        "清水洗车行,,洗车,东古城镇",
        "古城洗车行,,洗车,东古城镇",
    )
    take(ListKind.TAP_ACCOUNTS, "户名,户号,年度,用水量", "古城洗车行,88,2022,10")
    take(
        ListKind.DISCHARGES,
        "单位名称,统一社会信用代码,年度,排水量(m³)",
        "冠县东风浴池有限公司,913715250000695428,2022,1201",
        "古城洗车行,,2022,10",
    )
    hits = {(hit.rule.value, hit.subject.title): hit for hit in collect(session, COUNTY, TODAY, TODAY).hits}
    assert set(hits) == {("over_plan_month", firm.name), ("no_water_source", "清水洗车行")}
    assert hits["no_water_source", "清水洗车行"].subject.division_code == EAST
    early = collect(session, COUNTY, date(2023, 3, 31), TODAY).hits
    assert early == [], "the lists and the plan are of a later day"


def test_the_same_facts_are_the_same_run_and_nothing_is_doubled(session: Session) -> None:
    watch = make_watch(session)
    make_well(session, code="A")
    first = run(session, watch)
    again, collected = actions.run(session, actor=watch.chief, now=LATER, as_of=TODAY)
    assert (again.id, first.hits, first.counts["no_permit"], first.wells) == (first.id, 1, 1, 1)
    told = report_of(collected.hits)
    assert told["counts"] == {"no_permit": 1}
    assert told["hits"][0]["well"] == "A"
    make_well(session, code="B")
    second = run(session, watch, now=LATER)
    assert (second.number, second.hits) == (2, 2)
    assert set(hits_of(session, watch)) == {("no_permit", "A"), ("no_permit", "B")}
    assert session.scalar(select(func.count()).select_from(ScreeningHitVersion)) == 2
    assert session.scalar(select(func.count()).select_from(ScreeningRunHit)) == 3


def test_what_is_no_longer_so_ends_and_comes_back(session: Session) -> None:
    watch = make_watch(session)
    well = make_well(session, code="A")
    run(session, watch)
    permit = make_permit(session, well)
    run(session, watch)
    hit = hits_of(session, watch)["no_permit", "A"]
    assert hit.state is HitState.ENDED
    permit.ended_on = TODAY
    session.flush()
    run(session, watch)
    assert hit.state is HitState.OPEN
    events = queries.list_events(session, hit.id)
    assert [(one.from_state, one.to_state) for one in events] == [
        (None, HitState.OPEN),
        (HitState.OPEN, HitState.ENDED),
        (HitState.ENDED, HitState.OPEN),
    ]


def over_permit(session: Session, watch: Watch) -> ScreeningHit:
    well = make_well(session, code="A")
    make_permit(session, well, volume=100)
    put_months(session, well, 2023, [200])
    run(session, watch)
    return hits_of(session, watch)["over_permit", "A"]


def set_month(session: Session, hit: ScreeningHit, volume: int) -> None:
    row = session.scalars(select(WellMonth).where(WellMonth.well_id == hit.well_id)).one()
    row.volume_m3 = Decimal(volume)
    session.flush()


def test_a_dismissed_hit_comes_back_only_when_it_has_grown(session: Session) -> None:
    watch = make_watch(session)
    hit = over_permit(session, watch)
    actions.dismiss(session, actor=watch.chief, now=NOW, hit=hit, reason="水表已核对，为试抽水", version=1)
    set_month(session, hit, 219)
    run(session, watch)
    assert (hit.state, hit.version, hit.reason) == (HitState.DISMISSED, 2, "水表已核对，为试抽水")
    set_month(session, hit, 221)
    run(session, watch)
    assert (hit.state, hit.reason, hit.version) == (HitState.OPEN, "", 3)


def test_a_hit_becomes_a_lead_once(session: Session) -> None:
    watch = make_watch(session)
    hit = over_permit(session, watch)
    actions.assign(session, actor=watch.chief, now=NOW, hit=hit, officer_id=watch.inspector.id)
    with pytest.raises(Conflict, match="screening_moved_meanwhile"):
        actions.make_lead(session, actor=watch.chief, now=NOW, hit=hit, version=9)
    lead = actions.make_lead(session, actor=watch.chief, now=NOW, hit=hit, version=1)
    assert (lead.channel, lead.well_id, lead.owner_id) == (
        FoundHow.SCREENING,
        hit.well_id,
        watch.inspector.id,
    )
    assert "涉嫌超许可水量取水" in lead.what
    assert "不作为违法认定" in lead.what
    assert (hit.state, hit.lead_id) == (HitState.LEAD, lead.id)
    with pytest.raises(RuleBroken, match="screening_not_open"):
        actions.make_lead(session, actor=watch.chief, now=NOW, hit=hit)
    with pytest.raises(RuleBroken, match="screening_not_open"):
        actions.dismiss(session, actor=watch.chief, now=NOW, hit=hit, reason="又不要了")
    run(session, watch, now=LATER)
    assert hit.state is HitState.LEAD


def test_hits_of_one_well_share_one_lead_and_others_have_places(session: Session) -> None:
    watch = make_watch(session)
    make_well(session, code="A", aquifer=Aquifer.DEEP_CONFINED, use=WellUse.INDUSTRY)
    put_power(session, "3700000001", 2023, [300])
    run(session, watch)
    hits = list(hits_of(session, watch).values())
    leads = actions.make_leads(session, actor=watch.chief, now=NOW, hits=hits)
    assert {(one.well_id is None, one.place) for one in leads} == {(False, ""), (True, "3700000001")}
    of_well = next(one for one in leads if one.well_id)
    assert len(cases.list_lead_events(session, of_well.id)) == 2


def test_an_open_problem_is_not_told_again(session: Session) -> None:
    bureau = make_bureau(session, meter_kind=MeterKind.NONE)
    make_problems(session, bureau, "P10")
    watch = make_watch_of(session, bureau)
    run(session, watch, now=LATER, as_of=LATER.date())
    states = {hit.rule: hit.state for hit in hits_of(session, watch).values()}
    assert states[RuleId.METER_MISSING] is HitState.KNOWN


def make_watch_of(session: Session, bureau: object) -> Watch:
    chief = make_actor(session, Role.CASE_HEAD, jurisdiction=COUNTY)
    return Watch(bureau.visit.agency, chief, bureau.visit.lead)  # type: ignore[attr-defined]  # a bureau of the factory


def test_who_may_and_what_is_refused(session: Session) -> None:
    watch = make_watch(session)
    hit = over_permit(session, watch)
    nobody = make_actor(session, Role.INSPECTOR, jurisdiction=COUNTY)
    assert not nobody.can(Permission.SCREENING_RUN)
    with pytest.raises(Forbidden):
        actions.run(session, actor=nobody, now=NOW, as_of=TODAY)
    with pytest.raises(Forbidden):
        actions.dismiss(session, actor=nobody, now=NOW, hit=hit, reason="x")
    elsewhere = make_actor(session, Role.CASE_HEAD, jurisdiction=EAST)
    with pytest.raises(NotFound):
        actions.dismiss(session, actor=elsewhere, now=NOW, hit=hit, reason="x")
    with pytest.raises(NotFound):
        actions.run(session, actor=elsewhere, now=NOW, as_of=TODAY)
    with pytest.raises(RuleBroken, match="screening_day_in_future"):
        run(session, watch, as_of=date(2023, 6, 2))
    with pytest.raises(RuleBroken, match="screening_needs_reason"):
        actions.dismiss(session, actor=watch.chief, now=NOW, hit=hit, reason=" ")
    away = make_actor(session, Role.INSPECTOR, jurisdiction=EAST).officer_id
    with pytest.raises(RuleBroken, match="screening_officer_elsewhere"):
        actions.assign(session, actor=watch.chief, now=NOW, hit=hit, officer_id=away)


def test_a_rule_is_set_from_a_day_on(session: Session) -> None:
    watch = make_watch(session)
    hit = over_permit(session, watch)

    def put(**changes: object) -> None:
        wish: dict[str, object] = {
            "rule": RuleId.OVER_PERMIT,
            "is_active": True,
            "thresholds": {"tolerance": 100, "last_year_until": 3},
            "paper": "冠水〔2023〕9号",
            "valid_from": TODAY,
        }
        actions.set_rule(session, actor=watch.chief, now=NOW, **(wish | changes))  # type: ignore[arg-type]  # its arguments

    with pytest.raises(RuleBroken, match="screening_backdated"):
        put(valid_from=date(2023, 5, 31))
    with pytest.raises(RuleBroken, match="screening_needs_paper"):
        put(paper="")
    put()
    run(session, watch)
    assert hit.state is HitState.ENDED, "200 is not more than twice 100"
    put(thresholds={"tolerance": 99, "last_year_until": 3})
    run(session, watch)
    assert hit.state is HitState.OPEN
    its = ScreeningHitVersion.hit_id == hit.id
    newest = ScreeningHitVersion.version.desc()
    kept = session.scalars(select(ScreeningHitVersion).where(its).order_by(newest))
    assert [(one.rule_version, one.thresholds["tolerance"]) for one in kept] == [(2, 99), (0, 0)]


def test_statements_do_not_grow_with_the_county(session: Session) -> None:
    make_watch(session)
    make_well(session, code="A")

    def count() -> int:
        with sent(session.get_bind().engine) as seen:
            collect(session, COUNTY, TODAY, TODAY)
        return len(seen)

    few = count()
    for number in range(20):
        make_permit(session, make_well(session), number=f"D371525G2019-{number:04d}")
    assert count() == few


def test_a_day_before_the_last_run_ends_nothing(session: Session) -> None:
    watch = make_watch(session)
    hit = over_permit(session, watch)
    run(session, watch, as_of=date(2022, 12, 31))
    assert hit.state is HitState.OPEN
    assert queries.count_hits(session, watch.chief, HitFilter(state=HitState.OPEN)) == 1

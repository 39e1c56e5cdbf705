"""Leads of all channels: taking in, merging, accepting, answering, visiting back, the four rates."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.audit.models import AuditDetail
from casebook.cases import actions, queries
from casebook.cases.actions import Reporter
from casebook.cases.models import Lead
from casebook.cases.rules import FoundHow, LeadState
from casebook.cases.rules.leads import Satisfaction
from casebook.cases.rules.rates import rates
from casebook.cases.rules.reports import hash_of
from casebook.deadlines.queries import find_running, list_terms
from casebook.deadlines.rules.table import LEAD_ACCEPTANCE, LEAD_REPLY
from casebook.inspections.rules import InspectionKind
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from tests.factories.accounts import COUNTY, NOW, make_actor, make_officer
from tests.factories.cases import DAY, Bureau, listing_of, make_bureau
from tests.factories.inspections import begin, find, make_whole
from tests.factories.regions import EAST, WEST
from tests.factories.telling import INSIDE, entry, send, snapshot, tell
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.disk import FileStore

SECRET_NAME = "冯不具"
A_METRE = 1 / 111_000


@pytest.fixture
def bureau(session: Session, file_store: FileStore) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def clerk(bureau: Bureau) -> Actor:
    return bureau.clerk


def test_a_ticket_is_a_numbered_lead_with_three_clocks(session: Session, clerk: Actor) -> None:
    lead = tell(session, clerk)
    assert (lead.number, lead.state, lead.division_code) == ("371525-2023-LX-00001", LeadState.NEW, WEST)
    assert (lead.owner_id, lead.outer_no, lead.sign) == (clerk.officer_id, "GX20230601001", None)
    clocks = {
        term.rule: (term.amount, term.unit, term.assignee_id) for term in list_terms(session, [lead.id])
    }
    assert clocks == {
        "D-01": (15, "working_day", clerk.officer_id),
        LEAD_ACCEPTANCE: (1, "working_day", clerk.officer_id),
        LEAD_REPLY: (5, "working_day", clerk.officer_id),
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": FoundHow.PATROL}, "lead_channel_not_by_hand"),
        ({"channel": FoundHow.INSPECTION}, "lead_channel_not_by_hand"),
        ({"outer_no": " "}, "lead_outer_no_missing"),
        ({"content": "  "}, "lead_needs_content"),
        ({"lon": None}, "lead_position_incomplete"),
        ({"lon": None, "lat": None}, "lead_needs_place"),
        ({"lon": 36.46, "lat": 115.43}, "lead_position_impossible"),
        ({"lon": 116.9, "lat": 36.46}, "lead_position_outside"),
        ({"received_at": NOW + timedelta(minutes=1)}, "lead_received_in_future"),
        ({"received_at": NOW.replace(year=1923)}, "lead_received_too_early"),
    ],
)
def test_what_is_no_lead_is_refused(
    session: Session, clerk: Actor, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.add_lead(session, actor=clerk, now=NOW, entry=entry(**changes))
    assert refusal.value.code == code
    assert session.scalar(select(func.count(Lead.rowid))) == 0


def test_a_number_of_a_channel_comes_once(session: Session, clerk: Actor) -> None:
    first = tell(session, clerk)
    with pytest.raises(RuleBroken) as refusal:
        tell(session, clerk, content="又来一次")
    assert (refusal.value.code, refusal.value.facts["number"]) == ("lead_outer_no_taken", first.number)
    tell(session, clerk, channel=FoundHow.PETITION)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            Lead(
                county_code=COUNTY, number="x", channel=first.channel, outer_no=first.outer_no, place="x",
                division_code=WEST, village="", what="", found_at=NOW, found_by="", state=LeadState.NEW,
            )
        )  # fmt: skip


def test_who_may_not_add_or_not_there(session: Session, bureau: Bureau) -> None:
    reader = make_actor(session, Role.AUDITOR)
    with pytest.raises(Forbidden):
        tell(session, reader)
    eastern = make_actor(session, Role.INFORMANT, jurisdiction=EAST)
    with pytest.raises(NotFound):
        tell(session, eastern)
    assert tell(session, make_actor(session, Role.INFORMANT, jurisdiction=WEST)).number


def test_without_position_it_lies_in_the_county(session: Session, clerk: Actor) -> None:
    lead = tell(session, clerk, lon=None, lat=None, place="县城东环路洗车店")
    assert (lead.division_code, lead.place) == (COUNTY, "县城东环路洗车店")


def test_a_second_hint_of_the_well_is_merged_and_answered_by_itself(session: Session, bureau: Bureau) -> None:
    well = bureau.visit.well
    first = tell(session, bureau.clerk, well=well, outer_no="1")
    second = tell(session, bureau.clerk, well=well, outer_no="2")
    assert (second.state, second.merged_into_id) == (LeadState.MERGED, first.id)
    assert {term.rule for term in list_terms(session, [second.id])} == {LEAD_ACCEPTANCE, LEAD_REPLY}
    assert len(queries.list_lead_events(session, first.id)) == 2
    actions.accept_lead(session, actor=bureau.clerk, now=NOW, lead=second, on=local_day(NOW))
    with pytest.raises(RuleBroken, match="lead_answer_before_verification"):
        actions.answer_lead(
            session, actor=bureau.clerk, now=NOW, lead=second, on=local_day(NOW), text="正在查"
        )
    actions.dismiss_lead(session, actor=bureau.chief, now=NOW, lead=first, reason="查无此事")
    actions.answer_lead(session, actor=bureau.clerk, now=NOW, lead=second, on=local_day(NOW), text="已查")
    assert queries.list_merged(session, first.id) == [second]


@pytest.mark.parametrize(("metres", "is_same"), [(0, True), (45, True), (55, False)])
def test_places_within_fifty_metres_are_one(
    session: Session, clerk: Actor, metres: int, is_same: bool
) -> None:
    first = tell(session, clerk)
    second = tell(session, clerk, outer_no="2", lat=INSIDE[1] + metres * A_METRE)
    assert (second.merged_into_id == first.id) is is_same


def test_two_tickets_at_once_make_one_open_lead(database_url: str, file_store: FileStore) -> None:
    engine = engine_for(database_url)
    with session_on(engine) as session:
        bureau = make_bureau(session)
        clerk = bureau.clerk
        acts = [lambda own, _found, number=number: tell(own, clerk, outer_no=number) for number in ("1", "2")]
        assert at_once(session, lambda own: own.connection(), *acts) == ["done", "done"]
        states = sorted(session.scalars(select(Lead.state)))
        assert states == [LeadState.MERGED, LeadState.NEW]
    engine.dispose()


def test_taking_up_accepts_and_a_verification_settles(session: Session, bureau: Bureau) -> None:
    lead = tell(session, bureau.clerk, well=bureau.visit.well)
    later = NOW + timedelta(hours=3)
    actions.take_lead(session, actor=bureau.inspector, now=later, lead=lead)
    assert lead.accepted_on == local_day(later)
    assert find_running(session, subject_id=lead.id, rule_id=LEAD_ACCEPTANCE) is None
    problem = verified(session, bureau, "P10")
    assert (lead.state, problem.lead_id, problem.found_how) == (
        LeadState.LISTED,
        lead.id,
        FoundHow.HOTLINE_12345,
    )
    assert find_running(session, subject_id=lead.id, rule_id="D-01") is not None
    on = local_day(NOW + 4 * DAY)
    actions.meet_filing_clock(session, actor=bureau.inspector, now=NOW + 4 * DAY, problem=problem, on=on)
    assert find_running(session, subject_id=lead.id, rule_id="D-01") is None


def test_nothing_penal_leaves_nothing_to_file(session: Session, bureau: Bureau) -> None:
    lead = tell(session, bureau.clerk, well=bureau.visit.well)
    verified(session, bureau, "P20")
    assert find_running(session, subject_id=lead.id, rule_id="D-01") is None


def verified(session: Session, bureau: Bureau, code: str) -> Any:  # noqa: ANN401 - a problem
    """Verify the visited well a day later and find something."""
    now = NOW + DAY
    inspection = begin(session, bureau.visit, kind=InspectionKind.VERIFICATION, now=now)
    later = now + timedelta(minutes=40)
    make_whole(session, bureau.visit, inspection, now=later)
    find(session, bureau.visit, inspection, code)
    listings = listing_of(session, bureau, inspection)
    (problem,) = actions.submit_inspection(
        session, actor=bureau.inspector, now=later, inspection=inspection, listings=listings
    )
    return problem


def answered(session: Session, bureau: Bureau, **changes: object) -> Lead:
    """A ticket that was looked into and answered within its five working days."""
    lead = tell(session, bureau.clerk, **changes)
    actions.accept_lead(session, actor=bureau.clerk, now=NOW, lead=lead, on=local_day(NOW))
    actions.dismiss_lead(session, actor=bureau.chief, now=NOW + DAY, lead=lead, reason="现场无井")
    on = local_day(NOW + DAY)
    actions.answer_lead(session, actor=bureau.clerk, now=NOW + DAY, lead=lead, on=on, text="现场未见取水")
    return lead


def accept(session: Session, bureau: Bureau, lead: Lead, on: date) -> None:
    actions.accept_lead(session, actor=bureau.clerk, now=NOW, lead=lead, on=on)


def answer(session: Session, bureau: Bureau, lead: Lead, on: date) -> None:
    actions.answer_lead(session, actor=bureau.clerk, now=NOW, lead=lead, on=on, text="已查")


def visit(session: Session, bureau: Bureau, lead: Lead, on: date) -> None:
    said = Satisfaction.SATISFIED
    actions.visit_back(session, actor=bureau.clerk, now=NOW, lead=lead, on=on, said=said, note="")


def test_an_answer_comes_after_acceptance_and_verification(session: Session, bureau: Bureau) -> None:
    lead, today = tell(session, bureau.clerk), local_day(NOW)
    for act, on, code in (
        (answer, today, "lead_answer_before_acceptance"),
        (visit, today, "lead_visit_before_answer"),
        (accept, today - DAY, "lead_date_early"),
        (accept, today + DAY, "date_in_future"),
    ):
        with pytest.raises(RuleBroken, match=code):
            act(session, bureau, lead, on)
    accept(session, bureau, lead, today)
    with pytest.raises(RuleBroken, match="lead_answer_before_verification"):
        answer(session, bureau, lead, today)


def test_everything_is_done_once(session: Session, bureau: Bureau) -> None:
    lead, on = answered(session, bureau), local_day(NOW + DAY)
    by: dict[str, Any] = {"actor": bureau.clerk, "now": NOW + 2 * DAY, "lead": lead, "on": on}
    actions.visit_back(session, **by, said=Satisfaction.FAIRLY, note="希望快一点")
    for act, code in (
        (lambda: actions.accept_lead(session, **by), "lead_accepted_already"),
        (lambda: actions.answer_lead(session, **by, text="再答"), "lead_answered_already"),
        (
            lambda: actions.visit_back(session, **by, said=Satisfaction.SATISFIED, note=""),
            "lead_visited_already",
        ),
    ):
        with pytest.raises(RuleBroken) as refusal:
            act()
        assert refusal.value.code == code


def test_the_four_rates_of_a_county(session: Session, bureau: Bureau) -> None:
    good = answered(session, bureau, outer_no="1")
    on = local_day(NOW + DAY)
    by: dict[str, Any] = {"actor": bureau.clerk, "now": NOW + 2 * DAY, "lead": good}
    actions.visit_back(session, **by, on=on, said=Satisfaction.DISSATISFIED, note="")
    again = tell(session, bureau.clerk, outer_no="2", now=NOW + 3 * DAY)
    assert again.repeats_id == good.id
    first, last = date(2023, 1, 1), date(2023, 12, 31)
    found = queries.list_handled(session, bureau.clerk, first=first, last=last)
    assert [one.number for one in found] == [good.number, again.number]
    at_the_end = rates((one.handled for one in found), today=date(2023, 12, 31))
    assert [(one.good, one.total) for one in at_the_end] == [(1, 2), (1, 2), (0, 1), (0, 1)]
    assert queries.list_handled(session, bureau.clerk, first=first, last=date(2023, 5, 31)) == []
    petitions = queries.list_handled(session, bureau.clerk, first=first, last=last, channel=FoundHow.PETITION)
    assert petitions == []


def test_a_lead_is_handed_on_and_comes_back(session: Session, bureau: Bureau) -> None:
    lead = tell(session, bureau.clerk)
    by: dict[str, Any] = {"actor": bureau.chief, "now": NOW, "lead": lead}
    for changes, code in (
        ({"to": " ", "paper": "1"}, "lead_refer_needs_receiver"),
        ({"to": "公安局", "paper": ""}, "lead_refer_needs_paper"),
    ):
        with pytest.raises(RuleBroken, match=code):
            actions.refer_lead(session, **by, **changes)
    actions.refer_lead(session, **by, to="县公安局", paper="冠综执移〔2023〕1号")
    assert (lead.state, lead.accepted_on) == (LeadState.REFERRED, local_day(NOW))
    with pytest.raises(RuleBroken, match="lead_return_needs_reason"):
        actions.take_back_lead(session, **by, reason=" ")
    actions.take_back_lead(session, **by, reason="不属公安管辖")
    assert lead.state is LeadState.NEW


def test_a_lead_finds_its_well_and_joins_its_open_lead(session: Session, bureau: Bureau) -> None:
    first = tell(session, bureau.clerk, outer_no="1")
    actions.assign_well(session, actor=bureau.chief, now=NOW, lead=first, well=bureau.visit.well)
    second = tell(session, bureau.clerk, outer_no="2")
    assert second.state is LeadState.NEW
    actions.assign_well(session, actor=bureau.chief, now=NOW, lead=second, well=bureau.visit.well)
    assert (second.state, second.merged_into_id, second.well_id) == (
        LeadState.MERGED,
        first.id,
        bureau.visit.well.id,
    )
    with pytest.raises(RuleBroken, match="lead_closed"):
        actions.assign_well(session, actor=bureau.chief, now=NOW, lead=second, well=bureau.visit.well)
    with pytest.raises(RuleBroken, match="lead_has_well"):
        actions.assign_well(session, actor=bureau.chief, now=NOW, lead=first, well=bureau.visit.well)


def test_only_named_roles_learn_who_told_it(session: Session, bureau: Bureau) -> None:
    lead = tell(session, bureau.clerk, reporter=Reporter(SECRET_NAME, "10000000001"))
    assert queries.has_reporter(session, lead.id)
    assert queries.get_reporter(session, lead, bureau.chief).name == SECRET_NAME
    for actor in (bureau.clerk, bureau.inspector, make_actor(session, Role.LEGAL_REVIEWER)):
        with pytest.raises(Forbidden):
            queries.get_reporter(session, lead, actor)
    kept = [str(body) for body in session.scalars(select(AuditDetail.body))]
    told = [event.what + event.actor_name for event in queries.list_lead_events(session, lead.id)]
    assert not any(SECRET_NAME in text for text in [*kept, *told, lead.what, lead.found_by])


def test_a_report_is_a_lead_with_photographs_and_a_code(session: Session, bureau: Bureau) -> None:
    pictures = [snapshot("#112233"), snapshot("#445566")]
    code, lead = send(session, pictures=pictures, name=SECRET_NAME, contact="10000000001")
    assert (lead.channel, lead.owner_id, lead.state) == (FoundHow.REPORT, None, LeadState.NEW)
    found = queries.find_report(session, hash_of(code))
    assert found is not None
    assert found[1] is lead
    kept = queries.list_report_photographs(session, lead.id)
    assert [one.place for one in kept] == [1, 2]
    assert queries.has_reporter(session, lead.id)
    actions.accept_lead(session, actor=bureau.clerk, now=NOW, lead=lead, on=local_day(NOW))
    assert lead.owner_id == bureau.clerk.officer_id


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "有井"}, "report_words_few"),
        ({"text": "井" * 1001}, "report_words_many"),
        ({"contact": "10000000001"}, "report_contact_without_name"),
        ({"place": " ", "lon": None, "lat": None}, "lead_needs_place"),
        ({"lon": 110.0}, "lead_position_outside"),
    ],
)
def test_what_is_no_report_is_refused(
    session: Session, bureau: Bureau, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        send(session, **changes)
    assert refusal.value.code == code


def test_only_six_photographs_that_are_photographs(session: Session, bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match="report_photographs_many"):
        send(session, pictures=[snapshot(f"#00000{n}") for n in range(7)])
    with pytest.raises(RuleBroken, match="report_photograph_twice"):
        send(session, pictures=[snapshot(), snapshot()])
    script = snapshot()
    script.stream.seek(0)
    fake = type(script)(stream=io.BytesIO(b"<script>alert(1)</script>"), name="a.jpg")
    with pytest.raises(RuleBroken) as refusal:
        send(session, pictures=[fake])
    assert refusal.value.field == "photographs"


def test_an_address_sends_five_a_day_and_is_forgotten_the_next(session: Session, bureau: Bureau) -> None:
    for _ in range(5):
        send(session, mark="a")
    with pytest.raises(RuleBroken, match="report_too_many"):
        send(session, mark="a")
    send(session, mark="b")
    assert actions.forget_callers(session, now=NOW) == 0
    assert actions.forget_callers(session, now=NOW + DAY) == 6
    send(session, mark="a", now=NOW + DAY)


def test_figures_are_set_by_a_paper(session: Session, bureau: Bureau) -> None:
    head = make_actor(session, Role.AGENCY_HEAD, agency=bureau.visit.agency)
    before = queries.settings_of(session, COUNTY)
    wanted = before | {"reply.hotline_12345": 3, "merge_m": 100}
    with pytest.raises(Forbidden):
        actions.set_figures(session, actor=bureau.clerk, now=NOW, values=wanted, paper="x")
    with pytest.raises(Refused) as refused:
        actions.set_figures(session, actor=head, now=NOW, values={**wanted, "merge_m": 9999}, paper=" ")
    assert [one.code for one in refused.value.reasons] == ["setting_out_of_range", "setting_needs_paper"]
    changed = actions.set_figures(session, actor=head, now=NOW, values=wanted, paper="冠水〔2023〕1号")
    assert sorted(changed) == ["merge_m", "reply.hotline_12345"]
    assert actions.set_figures(session, actor=head, now=NOW, values=wanted, paper="") == []
    lead = tell(session, bureau.clerk)
    (reply,) = [term for term in list_terms(session, [lead.id]) if term.rule == LEAD_REPLY]
    assert reply.amount == 3


@pytest.fixture
def session_of_its_own(database_url: str) -> Iterator[Session]:
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_two_who_answer_at_once_answer_once(session_of_its_own: Session, file_store: FileStore) -> None:
    session = session_of_its_own
    bureau = make_bureau(session)
    lead = tell(session, bureau.clerk)
    actions.accept_lead(session, actor=bureau.clerk, now=NOW, lead=lead, on=local_day(NOW))
    actions.dismiss_lead(session, actor=bureau.chief, now=NOW, lead=lead, reason="查无此事")
    second = actor_of(make_officer(session, Role.INSPECTOR, agency=bureau.visit.agency))
    number, people = lead.number, (bureau.clerk, second)

    def answer(who: Actor) -> Any:  # noqa: ANN401 - an act
        return lambda own, found: actions.answer_lead(
            own, actor=who, now=NOW, lead=found, on=local_day(NOW), text=who.name
        )

    def load(own: Session) -> Lead:
        return queries.get_lead(own, number, people[0])

    assert at_once(session, load, *map(answer, people)) == ["done", "lead_answered_already"]

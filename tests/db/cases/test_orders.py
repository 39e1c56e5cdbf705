"""Orders handed over at the well: number, term, problems, and what a case makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.models import SiteOrder
from casebook.cases.rules import MeasureKind, MeasureStatus, ProblemStatus
from casebook.deadlines.queries import list_terms
from casebook.inspections.actions import Heading, print_blank
from casebook.inspections.filed import PaperForm
from casebook.inspections.queries import get_inspection, list_papers
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import void
from casebook.numbering.queries import get_number
from casebook.numbering.rules import NumberState
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.cases import DAY, Bureau, make_bureau, make_case, make_problems, make_recheck
from tests.factories.inspections import begin
from tests.factories.papers import block_number, make_device, order, pen_paper, signed_paper
from tests.factories.regions import EAST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Problem
    from casebook.devices.models import Device
    from casebook.inspections.filed import FiledOrder
    from casebook.inspections.models import Inspection
    from casebook.storage.disk import FileStore

STOP, RECTIFY = PaperForm.ORDER_STOP, PaperForm.ORDER_RECTIFY
HOUR = timedelta(hours=2)


@pytest.fixture
def bureau(session: Session, file_store: FileStore) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def problem(session: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(session, bureau, term_amount=None, term_unit=None)
    return found


@pytest.fixture
def record(session: Session, bureau: Bureau, problem: Problem) -> Inspection:
    return get_inspection(session, problem.inspection_id, bureau.inspector)


@pytest.fixture
def tablet(session: Session, bureau: Bureau) -> Device:
    return make_device(session, bureau.visit.lead)


def ready(
    session: Session, record: Inspection, tablet: Device, form: PaperForm = RECTIFY, **changes: object
) -> FiledOrder:
    """An order with a number of the tablet's block."""
    number = str(changes.pop("number", "")) or block_number(session, tablet.id, form)
    return order(record, signed_paper(session, form, number=number), **changes)


def serve(
    session: Session, bureau: Bureau, tablet: Device | None, filed: FiledOrder, **changes: object
) -> SiteOrder:
    about = {"actor": bureau.inspector, "now": NOW + HOUR, "order_id": new_id(), **changes}
    device_id = tablet.id if tablet else None
    return actions.serve_site_order(session, **about, device_id=device_id, filed=filed)


def refused(
    session: Session, bureau: Bureau, tablet: Device | None, filed: FiledOrder, **changes: object
) -> set[str]:
    with pytest.raises((RuleBroken, Refused, Forbidden, NotFound)) as refusal:
        serve(session, bureau, tablet, filed, **changes)
    found = refusal.value
    assert session.scalar(select(func.count(SiteOrder.rowid))) == 0
    return {one.code for one in found.reasons} if isinstance(found, Refused) else {found.code}


def test_an_order_to_put_right_starts_its_clock_at_the_service(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection, problem: Problem
) -> None:
    filed = ready(session, record, tablet)
    served = serve(session, bureau, tablet, filed)
    session.expire_all()
    (term,) = list_terms(session, [served.id])
    assert (term.rule, term.started_on, term.raw_on) == ("order_term", served.served_on, filed.due_on)
    assert (problem.status, served.number) == (ProblemStatus.RECTIFYING, filed.paper.number)
    assert served.number in queries.list_problem_events(session, problem.id)[-1].what
    number = get_number(session, COUNTY, served.number)
    assert (number.state, number.subject_id) == (NumberState.ISSUED, served.id)
    (paper,) = list_papers(session, [served.id])
    assert (paper.form, paper.number) == (RECTIFY, served.number)
    assert queries.list_orders_of_problems(session, [problem.id]) == [served]


def test_an_order_to_stop_holds_at_once(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection, problem: Problem
) -> None:
    served = serve(session, bureau, tablet, ready(session, record, tablet, STOP, due_on=None))
    assert list_terms(session, [served.id]) == []
    assert problem.status is ProblemStatus.LISTED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"problem_codes": ()}, "order_without_problem"),
        ({"demand": " "}, "order_demand_missing"),
        ({"receiver": ""}, "order_receiver_missing"),
        ({"demand": "装" * 401}, "paper_too_long"),
        ({"due_on": None}, "order_due_missing"),
        ({"due_on": date(2023, 6, 1)}, "order_due_before_service"),
        ({"due_on": date(2023, 5, 20)}, "order_due_before_service"),
        ({"due_on": date(2025, 1, 1)}, "order_due_too_late"),
        ({"served_at": NOW - 3 * DAY}, "order_served_before_visit"),
        ({"served_at": NOW + 3 * DAY}, "date_in_future"),
        ({"problem_codes": ("P11",)}, "order_problem_unknown"),
        ({"problem_codes": ("P99",)}, "order_problem_unknown"),
    ],
)
def test_an_order_that_does_not_hold_is_refused(
    session: Session,
    bureau: Bureau,
    tablet: Device,
    record: Inspection,
    changes: dict[str, object],
    code: str,
) -> None:
    assert refused(session, bureau, tablet, replace(ready(session, record, tablet), **changes)) == {code}


def test_numbers_that_are_void_used_foreign_or_of_another_form_are_refused(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection
) -> None:
    spoilt = block_number(session, tablet.id)
    void(session, actor=bureau.chief, county_code=COUNTY, text=spoilt, reason="写错", now=NOW)
    other = make_device(session, bureau.visit.second)
    told = {
        "number_state": spoilt,
        "order_number_unknown": "冠综执责改字〔2023〕第099号",
        "order_number_foreign": block_number(session, other.id),
        "paper_number_of_other_form": block_number(session, tablet.id, STOP),
        "order_number_of_other_year": block_number(session, tablet.id, year=2022),
    }
    for code, number in told.items():
        assert refused(session, bureau, tablet, ready(session, record, tablet, number=number)) == {code}


def test_a_number_serves_one_order(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection
) -> None:
    served = serve(session, bureau, tablet, ready(session, record, tablet))
    with pytest.raises(RuleBroken) as refusal:
        serve(session, bureau, tablet, ready(session, record, tablet, number=served.number))
    assert refusal.value.code == "number_state"
    with pytest.raises(RuleBroken) as refusal:
        serve(session, bureau, tablet, ready(session, record, tablet), order_id=served.id)
    assert refusal.value.code == "order_served_already"


def test_it_follows_a_submitted_inspection_by_one_of_its_officers(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection
) -> None:
    draft = begin(session, bureau.visit, now=NOW)
    assert refused(session, bureau, tablet, ready(session, draft, tablet)) == {"order_before_inspection"}
    filed = ready(session, record, tablet)
    assert refused(session, bureau, tablet, filed, actor=bureau.clerk) == {"inspection_not_on_record"}
    agency = bureau.visit.agency
    east = actor_of(make_officer(session, Role.INSPECTOR, agency=agency, jurisdiction=EAST))
    assert refused(session, bureau, tablet, filed, actor=east) == {"not_found"}
    reader = actor_of(make_officer(session, Role.LIAISON, agency=agency))
    assert refused(session, bureau, tablet, filed, actor=reader) == {"permission_missing"}


def test_at_the_desk_an_order_bears_the_number_that_was_printed_for_the_well(
    session: Session, bureau: Bureau, record: Inspection
) -> None:
    heading = Heading(bureau.visit.agency.name, "冠综执")
    blank = print_blank(
        session, actor=bureau.inspector, now=NOW, well=bureau.visit.well, form=RECTIFY, heading=heading
    )
    filed = order(record, pen_paper(session, RECTIFY, number=blank.number))
    served = serve(session, bureau, None, filed)
    assert served.number == blank.number


def test_a_case_takes_an_order_over_with_number_day_and_term(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection, problem: Problem
) -> None:
    filed = ready(session, record, tablet)
    served = serve(session, bureau, tablet, filed)
    case = make_case(session, bureau, [problem])
    assert queries.list_orders_to_take_over(session, case.id) == [served]
    about = {"actor": bureau.inspector, "now": NOW + 2 * DAY, "case": case, "order": served}
    measure = actions.take_over_order(session, **about, kind=MeasureKind.INSTALL_METER)
    session.expire_all()
    (term,) = list_terms(session, [measure.id])
    assert (measure.order_no, measure.served_on, term.raw_on) == (
        served.number,
        served.served_on,
        filed.due_on,
    )
    assert (measure.status, measure.term_id) == (MeasureStatus.ORDERED, term.id)
    (own,) = list_terms(session, [served.id])
    assert own.cancelled_at is not None
    assert queries.list_orders_to_take_over(session, case.id) == []
    with pytest.raises(RuleBroken) as refusal:
        actions.take_over_order(session, **about, kind=MeasureKind.INSTALL_METER)
    assert refusal.value.code == "order_taken_over_already"


def test_an_order_about_other_problems_is_not_taken_over(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection
) -> None:
    served = serve(session, bureau, tablet, ready(session, record, tablet))
    (other,) = make_problems(session, bureau, "P11", now=NOW + DAY)
    case = make_case(session, bureau, [other], now=NOW + 2 * DAY)
    with pytest.raises(RuleBroken) as refusal:
        actions.take_over_order(
            session,
            actor=bureau.inspector,
            now=NOW + 3 * DAY,
            case=case,
            order=served,
            kind=MeasureKind.OTHER,
        )
    assert refusal.value.code == "order_of_other_problems"


def test_the_clock_of_an_order_stops_when_a_recheck_finds_its_problems_put_right(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection, problem: Problem
) -> None:
    served = serve(session, bureau, tablet, ready(session, record, tablet))
    actions.report_rectified(
        session,
        actor=bureau.inspector,
        now=NOW + 9 * DAY,
        problem=problem,
        rectified_on=date(2023, 6, 8),
        how="已安装",
    )
    recheck = make_recheck(session, bureau)
    about = {"actor": bureau.second, "now": NOW + 11 * DAY, "problem": problem, "inspection": recheck}
    actions.verify_problem(session, **about, is_fixed=True, note="运行正常")
    session.expire_all()
    (term,) = list_terms(session, [served.id])
    assert term.met_on == recheck.visited_on


@pytest.mark.parametrize("table", ["site_order", "site_order_problem"])
def test_the_database_refuses_changes(
    session: Session, bureau: Bureau, tablet: Device, record: Inspection, table: str
) -> None:
    serve(session, bureau, tablet, ready(session, record, tablet))
    session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(f"DELETE FROM {table}"))
    session.rollback()

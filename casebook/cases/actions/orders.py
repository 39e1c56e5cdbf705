"""Orders handed over on the spot (责令停止, 责令限期改正), and taking them over into a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.steps import hold, note_case, note_problem, subject_of_measure
from casebook.cases.models import Measure, OrderProblem, OrderTakeover, SiteOrder
from casebook.cases.rules import FINISHED, MeasureStatus, ProblemStatus
from casebook.cases.rules.checks import not_after_today
from casebook.cases.rules.orders import check_order, length_of
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import find_running
from casebook.deadlines.rules import ORDER_TERM
from casebook.inspections import queries as inspections
from casebook.inspections.actions.papers import keep_and_lock
from casebook.inspections.filed import PaperForm
from casebook.inspections.rules.papers import ORDER_SERIES
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering import actions as numbering
from casebook.numbering import queries as numbers
from casebook.numbering.rules import NumberState
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Problem
    from casebook.cases.rules import MeasureKind
    from casebook.evidence.rules import Upload
    from casebook.inspections.filed import FiledOrder
    from casebook.inspections.models import Inspection


def serve_site_order(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    order_id: UUID,
    filed: FiledOrder,
    uploads: Sequence[Upload] = (),
) -> SiteOrder:
    """Keep an order that was handed over at the well about problems of a submitted inspection.

    `uploads` are the pages of an order that was signed with pen, chosen at the desk.

    Its number comes from the tablet's block or from a form that was printed for the well; the order term
    counts from the day of service. Raises Refused or RuleBroken with what does not hold.
    """
    actor.need(Permission.MEASURE_ORDER)
    inspection = _inspection(session, actor, filed.inspection)
    if queries.find_order(session, order_id) is not None:
        raise RuleBroken("order_served_already", field="id")
    check_order(filed, visited_on=inspection.visited_on)
    not_after_today(clock.local_day(filed.served_at), clock.local_day(now), field="served_at")
    problems = _problems(session, inspection, filed.problem_codes)
    order = _order(actor, now, device_id, order_id, filed, inspection)
    subject = subject_of_order(order)
    _use_number(session, order, subject, now)
    session.add(order)
    session.flush()
    session.add_all(OrderProblem(order_id=order.id, problem_id=problem.id) for problem in problems)
    keep_and_lock(session, actor, now, subject, filed.paper, device_id, uploads)
    _start_term(session, order, subject, actor=actor, now=now)
    _note_problems(session, order, problems, actor=actor, now=now)
    after = {"number": order.number, "demand": order.demand, "due_on": order.due_on}
    record(session, actor=actor, now=now, action="order:serve", subject=subject, after=after)
    return order


def subject_of_order(order: SiteOrder) -> Subject:
    """Return an order as the subject of its term, paper, number and audit."""
    title = f"{order.number} {order.demand}"[:120].strip()
    return Subject("site_order", order.id, title, order.division_code)


def _inspection(session: Session, actor: Actor, inspection_id: UUID) -> Inspection:
    inspection = inspections.get_inspection(session, inspection_id, actor)
    if inspection.is_draft:
        raise RuleBroken("order_before_inspection", field="inspection")
    if not inspection.has_officer(actor.officer_id):
        raise Forbidden("inspection_not_on_record")
    return inspection


def _problems(session: Session, inspection: Inspection, codes: Sequence[str]) -> list[Problem]:
    """Return the open problems that the inspection saw and the order names."""
    seen = {finding.problem_code for finding in inspection.findings}
    open_ones = queries.hold_open_problems(session, inspection.well_id)
    for code in codes:
        if code not in seen or code not in open_ones:
            raise RuleBroken("order_problem_unknown", field="problem_codes", code_written=code)
    return [open_ones[code] for code in dict.fromkeys(codes)]


def _order(
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    order_id: UUID,
    filed: FiledOrder,
    inspection: Inspection,
) -> SiteOrder:
    return SiteOrder(
        id=order_id,
        county_code=inspection.county_code,
        number=filed.paper.number.strip(),
        form=filed.paper.form,
        inspection_id=inspection.id,
        well_id=inspection.well_id,
        division_code=inspection.division_code,
        agency_id=actor.agency_id,
        agency_name=actor.agency_name,
        demand=filed.demand.strip(),
        due_on=filed.due_on,
        served_at=filed.served_at,
        served_on=clock.local_day(filed.served_at),
        receiver=filed.receiver.strip(),
        served_by_id=actor.officer_id,
        device_id=device_id,
        filed_at=now,
    )


def _use_number(session: Session, order: SiteOrder, subject: Subject, now: datetime) -> None:
    """Take the number out of the block that it was reserved in; one that is void or others' is refused."""
    try:
        number = numbers.get_number(session, order.county_code, order.number)
    except NotFound:
        raise RuleBroken("order_number_unknown", field="number", number=order.number) from None
    if number.state is not NumberState.RESERVED:
        raise RuleBroken("number_state", field="number", number=number.text, state=number.state)
    series = numbers.get_series(session, number.series_id)
    if series.kind != ORDER_SERIES[order.form].kind:
        raise RuleBroken("paper_number_of_other_form", field="number", form=_form_of(series.kind))
    if series.year != order.served_on.year:
        raise RuleBroken("order_number_of_other_year", field="number", number=number.text, year=series.year)
    if not _is_own(session, order, number.subject_kind, number.subject_id):
        raise RuleBroken("order_number_foreign", field="number", number=number.text)
    numbering.use_reserved(session, county_code=order.county_code, text=number.text, subject=subject, now=now)


def _form_of(kind: str) -> PaperForm | str:
    return next((form for form, series in ORDER_SERIES.items() if series.kind == kind), kind)


def _is_own(session: Session, order: SiteOrder, kind: str, subject_id: UUID) -> bool:
    """Say whether a number was reserved for the tablet that served the order, or printed for its well."""
    if kind == "paper_blank":
        blank = inspections.find_blank(session, order.county_code, order.number)
        return blank is not None and blank.well_id == order.well_id
    return kind == "device" and subject_id == order.device_id


def _start_term(session: Session, order: SiteOrder, subject: Subject, *, actor: Actor, now: datetime) -> None:
    if order.due_on is None:
        return
    deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject,
        rule_id=ORDER_TERM,
        started_on=order.served_on,
        length=length_of(order.served_on, order.due_on),
        assignee_id=actor.officer_id,
    )


def _note_problems(
    session: Session, order: SiteOrder, problems: Sequence[Problem], *, actor: Actor, now: datetime
) -> None:
    to_rectify = order.form is PaperForm.ORDER_RECTIFY
    for problem in problems:
        step = to_rectify and problem.status is ProblemStatus.LISTED
        note_problem(
            session,
            problem,
            actor=actor,
            now=now,
            on=order.served_on,
            what=f"现场责令：{order.demand}（{order.number}）",
            to=ProblemStatus.RECTIFYING if step else None,
        )


def take_over_order(
    session: Session, *, actor: Actor, now: datetime, case: Case, order: SiteOrder, kind: MeasureKind
) -> Measure:
    """Make an order that was served on the spot a measure of the case: same number, day of service, term.

    An order that named no day gets one day from its service: it held at once.
    """
    actor.need(Permission.MEASURE_ORDER)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    _check_takeover(session, case, order)
    measure = Measure(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        well_id=order.well_id,
        division_code=order.division_code,
        kind=kind,
        demand=order.demand,
        order_no=order.number,
        served_on=order.served_on,
        status=MeasureStatus.ORDERED,
        ordered_by_id=order.served_by_id,
    )
    _move_term(session, case, order, measure, actor=actor, now=now)
    session.add(measure)
    session.flush()
    session.add(
        OrderTakeover(order_id=order.id, measure_id=measure.id, taken_at=now, taken_by_id=actor.officer_id)
    )
    well = get_well_by_id(session, order.well_id)
    what = f"并入现场责令 {well.code}：{order.demand}（{order.number}）"
    note_case(session, case, actor=actor, now=now, on=clock.local_day(now), what=what)
    subject = subject_of_measure(measure)
    after = {"kind": kind, "order": order.number, "served_on": order.served_on}
    record(session, actor=actor, now=now, action="measure:take_over", subject=subject, after=after)
    return measure


def _check_takeover(session: Session, case: Case, order: SiteOrder) -> None:
    if case.status in FINISHED:
        raise RuleBroken("measure_closed_case", number=case.number)
    if queries.is_taken_over(session, order.id):
        raise RuleBroken("order_taken_over_already", number=order.number)
    if order.id not in {one.id for one in queries.list_orders_to_take_over(session, case.id)}:
        raise RuleBroken("order_of_other_problems", number=order.number, case=case.number)


def _move_term(
    session: Session, case: Case, order: SiteOrder, measure: Measure, *, actor: Actor, now: datetime
) -> None:
    """Let the order term run on the measure, from the same day and as long, in place of the order's own."""
    own = find_running(session, subject_id=order.id, rule_id=ORDER_TERM)
    if own is not None:
        deadlines.cancel_term(session, actor=actor, now=now, term=own, reason=f"并入案件 {case.number}")
    term = deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_measure(measure),
        rule_id=ORDER_TERM,
        started_on=order.served_on,
        length=length_of(order.served_on, order.due_on),
        assignee_id=case.investigator_id,
    )
    measure.term_id = term.id


def meet_orders(session: Session, *, actor: Actor, now: datetime, problem: Problem, on: date) -> None:
    """Stop the clocks of orders about a problem that was put right, where nothing else of theirs is open."""
    orders = queries.list_orders_of_problems(session, [problem.id])
    about = queries.problems_of_orders(session, [order.id for order in orders])
    for order in orders:
        done = all(one.status in _PUT_RIGHT for one in about[order.id])
        term = find_running(session, subject_id=order.id, rule_id=ORDER_TERM) if done else None
        if term is not None:
            deadlines.meet_term(session, actor=actor, now=now, term=term, on=max(on, term.started_on))


_PUT_RIGHT = frozenset({ProblemStatus.VERIFIED, ProblemStatus.STRUCK_OFF})

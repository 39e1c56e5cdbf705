"""Problems and cases in every stage, made by the acts that make them. All people invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions
from casebook.cases.actions import Listing
from casebook.cases.rules import DecisionKind, MeasureKind, get_code
from casebook.cases.rules.checks import propose
from casebook.deadlines.rules import Length, Unit
from casebook.inspections.rules import InspectionKind
from casebook.kernel.clock import local_day
from casebook.parties.queries import get_party
from casebook.wells.queries import find_user_id
from tests.factories.accounts import NOW, give_power, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.inspections import Visit, begin, find, make_submitted, make_visit, make_whole
from tests.factories.wells import make_party

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import AgencyPower, Officer
    from casebook.cases.models import Case, Decision, Measure, Problem
    from casebook.inspections.models import Inspection

DAY = timedelta(days=1)


@dataclass
class Bureau:
    """An enforcing agency with its people and a well to visit."""

    visit: Visit
    head: Officer
    striker: Officer
    power: AgencyPower

    @property
    def inspector(self) -> Actor:
        return self.visit.actor

    @property
    def second(self) -> Actor:
        return self.visit.companion

    @property
    def chief(self) -> Actor:
        return actor_of(self.head)

    @property
    def clerk(self) -> Actor:
        return actor_of(self.striker)


def make_bureau(session: Session, *, with_calendar: bool = True, **traits: object) -> Bureau:
    """An agency with all powers, two inspectors, a head and a third inspector who strikes off."""
    if with_calendar:
        load_calendar(session)
    visit = make_visit(session, **{"user": make_party(session), **traits})
    return Bureau(
        visit=visit,
        head=make_officer(session, Role.CASE_HEAD, agency=visit.agency, name="赵衡"),
        striker=make_officer(session, Role.INSPECTOR, agency=visit.agency, name="钱静"),
        power=give_power(session, visit.agency, authorisation="鲁政字〔2019〕试1号"),
    )


def listing_of(session: Session, bureau: Bureau, inspection: Inspection, **changes: object) -> list[Listing]:
    """Confirm what the rules propose for every finding."""
    user = find_user_id(session, inspection.well_id)
    found = []
    for finding in inspection.findings:
        proposal = propose(get_code(finding.problem_code), is_exempt=False)
        facts = {
            "finding_id": finding.id,
            "problem_class": proposal.problem_class,
            "disposition": proposal.disposition,
            "class_reason": "",
            "responsible_officer_id": bureau.visit.lead.id,
            "responsible_unit": bureau.visit.agency.name,
            "rectifier": get_party(session, user).name if user else "未登记",
            "term_amount": 30,
            "term_unit": Unit.CALENDAR_DAY,
        }
        found.append(Listing(**{**facts, **changes}))
    return found


def make_problems(
    session: Session, bureau: Bureau, *codes: str, now: datetime = NOW, **changes: object
) -> list[Problem]:
    """Visit the well, find these codes, submit."""
    inspection = begin(session, bureau.visit, now=now)
    later = now + timedelta(minutes=40)
    make_whole(session, bureau.visit, inspection, now=later)
    for code in codes or ("P10",):
        find(session, bureau.visit, inspection, code)
    listings = listing_of(session, bureau, inspection, **changes)
    return actions.submit_inspection(
        session, actor=bureau.inspector, now=later, inspection=inspection, listings=listings
    )


def make_case(
    session: Session, bureau: Bureau, problems: list[Problem] | None = None, *, now: datetime = NOW + DAY
) -> Case:
    """Open a case over the problems."""
    return actions.open_case(
        session,
        actor=bureau.inspector,
        now=now,
        problems=problems if problems is not None else make_problems(session, bureau),
        cause="涉嫌未安装计量设施",
        second_investigator_id=bureau.visit.second.id,
        opened_on=local_day(now),
    )


def make_measure(
    session: Session,
    bureau: Bureau,
    case: Case,
    *,
    kind: MeasureKind = MeasureKind.INSTALL_METER,
    now: datetime = NOW + 2 * DAY,
    length: Length | None = None,
) -> Measure:
    """Order a measure for the visited well, served on the day of `now`."""
    return actions.order_measure(
        session,
        actor=bureau.inspector,
        now=now,
        case=case,
        well=bureau.visit.well,
        kind=kind,
        demand="安装符合标准的取水计量设施",
        served_on=local_day(now),
        length=length or Length(15, Unit.CALENDAR_DAY),
    )


def make_recheck(session: Session, bureau: Bureau, *, now: datetime = NOW + 10 * DAY) -> Inspection:
    """Submit a re-check of the visited well without findings."""
    return make_submitted(session, bureau.visit, kind=InspectionKind.RECHECK, now=now)


def make_met(session: Session, bureau: Bureau, measure: Measure, *, now: datetime = NOW + 10 * DAY) -> None:
    """Re-check and find the measure met."""
    actions.verify_measure(
        session,
        actor=bureau.second,
        now=now + timedelta(hours=2),
        measure=measure,
        inspection=make_recheck(session, bureau, now=now),
        is_met=True,
        note="已安装并正常运行。",
    )


def make_decision(
    session: Session, bureau: Bureau, case: Case, *, now: datetime = NOW + 12 * DAY, **changes: object
) -> Decision:
    """Let the head decide on a fine of 100,000 yuan."""
    facts = {
        "kind": DecisionKind.PENALTY,
        "decided_on": local_day(now),
        "fine_fen": 10_000_000,
        "basis": "748号56①",
        "reason": "事实清楚，证据充分。",
    }
    return actions.record_decision(session, actor=bureau.chief, now=now, case=case, **{**facts, **changes})

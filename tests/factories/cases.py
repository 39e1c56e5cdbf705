"""Problems and cases in every stage, made by the acts that make them. All people invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casebook.access import Permission, Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.actions import Findings, Listing, Wish, Wording
from casebook.cases.actions.paper_facts import paper_facts
from casebook.cases.acts import (
    ActKind,
    ExceptionGround,
    ExceptionNoted,
    Handling,
    Opinion,
    Paid,
    Review,
    ReviewVerdict,
)
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus, CaseStep, MeasureKind, MeasureStatus, get_code
from casebook.cases.rules.checks import propose
from casebook.deadlines.rules import Length, Unit
from casebook.documents import actions as documents
from casebook.documents.queries import find_issued
from casebook.documents.rules import DeliveryFacts, DeliveryMode, FormCode, ReceiverKind
from casebook.documents.rules.stamping import StampFacts
from casebook.inspections.rules import InspectionKind
from casebook.kernel.clock import local_day
from casebook.kernel.hashing import digest
from casebook.parties.queries import get_party
from casebook.wells.queries import find_user_id
from tests.factories.accounts import NOW, give_power, make_officer
from tests.factories.approvals import say_yes
from tests.factories.deadlines import load_calendar
from tests.factories.documents import put_on_paper
from tests.factories.inspections import Visit, begin, find, make_submitted, make_visit, make_whole
from tests.factories.wells import make_party

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import AgencyPower, Officer
    from casebook.cases.models import Case, Decision, Measure, Problem
    from casebook.documents.models import Delivery, Document
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


def ask_filing(
    session: Session, bureau: Bureau, problems: list[Problem] | None = None, *, now: datetime = NOW + DAY
) -> Case:
    """Ask for the filing of a case over the problems."""
    return actions.ask_filing(
        session,
        actor=bureau.inspector,
        now=now,
        problems=problems if problems is not None else make_problems(session, bureau),
        cause="涉嫌未安装计量设施",
        second_investigator_id=bureau.visit.second.id,
        asked_on=local_day(now),
    )


def approve(session: Session, bureau: Bureau, case: Case, step: CaseStep, *, now: datetime) -> None:
    """Let the chain of a step say yes."""
    asked = actions.ask_approval(
        session, actor=bureau.inspector, now=now, case=case, step=step, text="事实清楚，建议同意。"
    )
    say_yes(session, asked, now=now)


def make_case(
    session: Session, bureau: Bureau, problems: list[Problem] | None = None, *, now: datetime = NOW + DAY
) -> Case:
    """File a case over the problems, as the head approved."""
    case = ask_filing(session, bureau, problems, now=now)
    approve(session, bureau, case, CaseStep.FILE, now=now)
    return actions.file_case(session, actor=bureau.inspector, now=now, case=case, on=local_day(now))


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


def wish_for(case: Case, **changes: object) -> Wish:
    """A fine of 100,000 yuan for the first party."""
    facts = {
        "outcome": Handling.PENALTY,
        "reason": "事实清楚，证据充分。",
        "fines": {case.party_id: 10_000_000},
    }
    return Wish(**{**facts, **changes})


def report(session: Session, bureau: Bureau, case: Case, *, now: datetime, wish: Wish | None = None) -> None:
    """Close the investigation; the bureau was told of the matter by another agency."""
    noted = ExceptionNoted(gate="G20", ground=ExceptionGround.ASSIGNED, reason="上级交办线索，直接检查。")
    actions.note_exception(session, actor=bureau.inspector, now=now, case=case, act=noted)
    actions.report_case(
        session,
        actor=bureau.inspector,
        now=now,
        case=case,
        on=local_day(now),
        findings=Findings(found="取水未安装计量设施。", nature="违反计量规定", wish=wish or wish_for(case)),
    )


def review(session: Session, bureau: Bureau, case: Case, *, now: datetime, **changes: object) -> None:
    """Let a qualified reviewer pass the file."""
    facts = {"verdict": ReviewVerdict.AGREE, "opinion": "同意。", "is_qualified": True}
    legal = make_officer(session, Role.LEGAL_REVIEWER, agency=bureau.visit.agency)
    actions.review_case(
        session,
        actor=actor_of(legal),
        now=now,
        case=case,
        on=local_day(now),
        act=Review(**{**facts, **changes}),
    )


def deliberate(
    session: Session, bureau: Bureau, case: Case, *, now: datetime, wish: Wish | None = None
) -> None:
    """Let two leaders discuss it."""
    said = [Opinion(name="赵衡", words="同意"), Opinion(name="孙平", words="同意")]
    actions.deliberate(
        session,
        actor=bureau.chief,
        now=now,
        case=case,
        on=local_day(now),
        presider="赵衡",
        opinions=said,
        absent=[],
        wish=wish or wish_for(case),
    )


def stamped(session: Session, bureau: Bureau, document: Document, *, now: datetime) -> Document:
    """Put the seal on an issued paper."""
    put_on_paper(session, document)
    keeper = actor_of(make_officer(session, Role.SEAL_KEEPER, agency=bureau.visit.agency))
    facts = StampFacts(copies=3, stamped_on=local_day(now), scan_hash=digest(b"scan"))
    documents.stamp(session, actor=keeper, now=now, document=document, facts=facts)
    documents.check_use(session, actor=bureau.second, now=now, document=document, is_right=True, remark="")
    return document


def serve(
    session: Session, bureau: Bureau, case: Case, document: Document, *, now: datetime, **changes: object
) -> Delivery:
    """Hand a stamped paper to the party."""
    facts: dict[str, object] = {
        "mode": DeliveryMode.DIRECT,
        "on": local_day(now),
        "server_ids": (bureau.inspector.officer_id, bureau.second.officer_id),
        "receiver": "石守田",
        "receiver_kind": ReceiverKind.SELF,
        "place": "厂区门口",
    }
    delivery = DeliveryFacts(**{**facts, **changes})
    return actions.serve_paper(
        session, actor=bureau.inspector, now=now, case=case, document=document, delivery=delivery
    )


def notify(
    session: Session, bureau: Bureau, case: Case, *, now: datetime, form: FormCode = FormCode.F23
) -> Document:
    """Tell the party what is proposed."""
    drafted = actions.draft_paper(
        session,
        actor=bureau.inspector,
        now=now,
        case=case,
        form=form,
        facts=paper_facts(reload_file(session, case), form),
    )
    issued = documents.issue(session, actor=bureau.inspector, now=now, document=drafted)
    serve(session, bureau, case, stamped(session, bureau, issued, now=now), now=now)
    return issued


def hear(session: Session, bureau: Bureau, case: Case, *, now: datetime) -> None:
    """Let the party give up defence and hearing in writing, and go on."""
    facts = {"actor": bureau.inspector, "now": now, "case": case, "on": local_day(now)}
    for waive in (actions.waive_statement, actions.waive_hearing):
        waive(session, **facts, by="石守田", paper="放弃声明书")
    actions.consider(session, **facts, result="当事人放弃陈述申辩和听证。")


WORDING = Wording(
    facts="取水未安装计量设施，有现场检查笔录、照片为证。",
    performance="收到决定书之日起十五日内缴纳罚款。",
    pay_to="冠县试验银行代收专户",
    review_agency="冠县人民政府",
    court="冠县人民法院",
)


def bring_to(
    session: Session,
    bureau: Bureau,
    case: Case,
    status: CaseStatus,
    *,
    now: datetime = NOW + 12 * DAY,
    wish: Wish | None = None,
) -> None:
    """Walk a filed case along its main line up to a status, all on the day of `now`."""
    wish = wish or wish_for(case)
    if not queries.list_measures(session, case.id):
        make_measure(session, bureau, case, now=max(NOW + 2 * DAY, case_day(case)))
    walk: tuple[tuple[CaseStatus, Callable[[], object]], ...] = (
        (CaseStatus.REPORTED, lambda: report(session, bureau, case, now=now, wish=wish)),
        (CaseStatus.REVIEWED, lambda: review(session, bureau, case, now=now)),
        (CaseStatus.PROPOSED, lambda: deliberate(session, bureau, case, now=now, wish=wish)),
        (CaseStatus.NOTIFIED, lambda: notify(session, bureau, case, now=now)),
        (CaseStatus.CONSIDERED, lambda: hear(session, bureau, case, now=now)),
        (CaseStatus.DECIDED, lambda: decide(session, bureau, case, now=now, wish=wish)),
        (CaseStatus.SERVED, lambda: serve_decision(session, bureau, case, now=now)),
    )
    names = [one for one, _act in walk]
    start = names.index(case.status) + 1 if case.status in names else 0
    for reached, act in walk[start:]:
        act()
        if reached is status:
            return


def case_day(case: Case) -> datetime:
    """The morning of the day on which a case was filed."""
    return datetime.combine(case.opened_on, NOW.timetz())


def decide(
    session: Session, bureau: Bureau, case: Case, *, now: datetime, wish: Wish | None = None
) -> Decision:
    """Let the chain and the head decide."""
    approve(session, bureau, case, CaseStep.DECIDE, now=now)
    return actions.decide(
        session,
        actor=bureau.chief,
        now=now,
        case=case,
        on=local_day(now),
        wish=wish or wish_for(case),
        wording=WORDING,
    )


def serve_decision(session: Session, bureau: Bureau, case: Case, *, now: datetime) -> Delivery:
    """Serve the newest decision of a case."""
    found = find_issued(session, case.id, FormCode.F27) or find_issued(session, case.id, FormCode.F28)
    assert found is not None
    return serve(session, bureau, case, stamped(session, bureau, found, now=now), now=now)


def make_decision(
    session: Session, bureau: Bureau, case: Case, *, now: datetime = NOW + 12 * DAY, wish: Wish | None = None
) -> Decision:
    """Walk the case to the decision of a fine of 100,000 yuan."""
    bring_to(session, bureau, case, CaseStatus.DECIDED, now=now, wish=wish)
    return queries.list_decisions(session, case.id)[-1]


def pay(session: Session, bureau: Bureau, case: Case, *, now: datetime, fen: int = 10_000_000) -> None:
    """Let the bank tell that a fine came in."""
    actions.note_act(
        session,
        actor=bureau.inspector,
        now=now,
        case=case,
        kind=ActKind.PAID,
        act=Paid(fen=fen, paid_on=local_day(now), receipt_no="鲁财票 0000001"),
        on=local_day(now),
        what="缴纳罚款",
        permission=Permission.CASE_PERFORM,
    )


def close(session: Session, bureau: Bureau, case: Case, *, now: datetime) -> None:
    """Serve the decision, let the party perform, close with the head's approval."""
    if case.status is not CaseStatus.SERVED:
        bring_to(session, bureau, case, CaseStatus.SERVED, now=now)
    for measure in queries.list_measures(session, case.id):
        if measure.status is MeasureStatus.ORDERED:
            make_met(session, bureau, measure, now=now - timedelta(hours=3))
    pay(session, bureau, case, now=now)
    approve(session, bureau, case, CaseStep.CLOSE, now=now)
    facts = {"now": now, "case": case, "on": local_day(now)}
    actions.close_case(session, actor=bureau.chief, **facts, reason="履行完毕")

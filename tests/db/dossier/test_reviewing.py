"""A closed file is read and examined; what is planted into its rows is found, and holds the archive back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from casebook.access import Role
from casebook.accounts.models import AgencyPower, Officer
from casebook.accounts.queries import actor_of
from casebook.cases.acts import ActKind, Archived
from casebook.cases.models import Case, CaseEvent
from casebook.cases.queries.file import load_file, reload_file
from casebook.cases.rules import CaseStatus
from casebook.cases.rules.folding import last
from casebook.deadlines.models import Term
from casebook.documents import actions as documents
from casebook.documents.models import Document
from casebook.documents.rules import FormCode
from casebook.dossier import actions
from casebook.dossier.queries.examining import facts_of_file
from casebook.dossier.rules.file_facts import Mark
from casebook.dossier.rules.items import Item
from casebook.dossier.rules.review import Review, Verdict, review
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, Refused
from casebook.numbering.models import IssuedNumber
from casebook.numbering.rules import NumberState
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import DAY, close, make_bureau, make_case
from tests.factories.dossier import add_receipts

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")
LATER = NOW + 16 * DAY
UNWRITTEN = {Item.PAPER_MISSING}
"""The factory's file has every act and no more papers than the steps make by themselves."""


def closed(session: Session) -> tuple[Bureau, Case]:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    close(session, bureau, case, now=LATER)
    add_receipts(session, bureau.inspector, case, now=LATER)
    return bureau, case


def examined(session: Session, bureau: Bureau, case: Case) -> Review:
    file = load_file(session, case.number, bureau.chief)
    return review(facts_of_file(session, file, today=local_day(LATER)))


def items(found: Review) -> set[Item]:
    return {one.item for one in found.faults}


def archivist(session: Session, bureau: Bureau) -> Actor:
    return actor_of(make_officer(session, Role.ARCHIVIST, agency=bureau.visit.agency))


def test_a_lawful_file_lacks_only_papers_and_goes_to_the_archive(session: Session) -> None:
    bureau, case = closed(session)
    found = examined(session, bureau, case)
    assert items(found) == UNWRITTEN
    assert found.verdict is Verdict.FAULTS
    facts = {"now": LATER, "case": case, "on": local_day(LATER), "kept_years": 30}
    with pytest.raises(Forbidden):
        actions.archive(session, actor=bureau.inspector, **facts)
    actions.archive(session, actor=archivist(session, bureau), **facts)
    kept = last(reload_file(session, case).entries, ActKind.ARCHIVED)
    assert kept is not None
    assert kept.act == Archived(archive_no="20230001", kept_years=30, points=found.points)


def expire(session: Session, case: Case) -> None:
    """The second officer's certificate began the day after the visit."""
    begins = {"certificate_valid_from": local_day(NOW + DAY)}
    session.execute(update(Officer).where(Officer.id == case.second_investigator_id).values(**begins))


def send_one(session: Session, case: Case) -> None:
    case.second_investigator_id = case.investigator_id


def end_power(session: Session, _case: Case) -> None:
    session.execute(update(AgencyPower).values(valid_to=date(2023, 6, 2)))


def void_number(session: Session, _case: Case) -> None:
    row = session.scalars(select(IssuedNumber).where(IssuedNumber.text.contains("罚决字"))).one()
    row.state, row.reason = NumberState.VOID, "误取"


def lose_number(session: Session, _case: Case) -> None:
    paper = session.scalars(select(Document).where(Document.form == FormCode.F27)).one()
    paper.number = "冠综执罚决字〔2023〕第099号"


def miscount(session: Session, _case: Case) -> None:
    session.execute(update(Term).where(Term.rule == "D-02").values(due_on=date(2023, 7, 1)))


def reword(session: Session, case: Case) -> None:
    session.execute(update(Case).where(Case.id == case.id).values(cause="未装计量设施案"))


def unstamp(session: Session, _case: Case) -> None:
    session.execute(update(Document).where(Document.form == FormCode.F27).values(stamped_on=None))


def expire_servers(session: Session, _case: Case) -> None:
    session.execute(update(Officer).values(certificate_valid_to=date(2023, 6, 10)))


PLANTED: dict[str, tuple[Callable[[Session, Case], None], Item]] = {
    "certificate of the day after": (expire, Item.UNCERTIFIED),
    "one investigator": (send_one, Item.ONE_OFFICER),
    "power ended": (end_power, Item.POWER_ELSEWHERE),
    "void number": (void_number, Item.NUMBER_VOID),
    "number nobody issued": (lose_number, Item.NUMBER_UNKNOWN),
    "wrong count": (miscount, Item.WRONG_COUNT),
    "cause worded differently": (reword, Item.CAUSE_DIFFERS),
    "no seal": (unstamp, Item.NOT_STAMPED),
    "servers' certificates ran out": (expire_servers, Item.SERVER_UNCERTIFIED),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_into_rows_is_found(session: Session, name: str) -> None:
    bureau, case = closed(session)
    plant, item = PLANTED[name]
    plant(session, case)
    session.flush()
    session.expire_all()
    assert item in items(examined(session, bureau, case))


def test_a_veto_holds_the_archive_back_and_says_what_it_is(session: Session) -> None:
    bureau, case = closed(session)
    expire(session, case)
    session.expire_all()
    with pytest.raises(Refused) as refused:
        actions.archive(
            session,
            actor=archivist(session, bureau),
            now=LATER,
            case=case,
            on=local_day(LATER),
            kept_years=None,
        )
    assert [(one.code, one.facts["what"]) for one in refused.value.reasons] == [
        ("archive_vetoed", Item.UNCERTIFIED)
    ]
    assert case.status is CaseStatus.CLOSED
    assert session.scalar(select(IssuedNumber.rowid).where(IssuedNumber.text.contains("-DA-"))) is None


def test_without_receipts_the_service_is_not_proved(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    close(session, bureau, case, now=LATER)
    found = examined(session, bureau, case)
    assert {one.form for one in found.vetoes} == {FormCode.F23, FormCode.F27}
    assert {one.item for one in found.vetoes} == {Item.NO_RECEIPT}


def test_a_draft_that_was_left_over_is_named(session: Session) -> None:
    bureau, case = closed(session)
    documents.draft(
        session,
        actor=bureau.inspector,
        now=LATER,
        subject=session.scalars(select(Document)).first().about(),
        form=FormCode.F17,
        agency_id=bureau.visit.agency.id,
        facts={},
    )
    assert items(examined(session, bureau, case)) == UNWRITTEN | {Item.PAPER_UNFINISHED}


def test_days_come_from_acts_and_approvals(session: Session) -> None:
    bureau, case = closed(session)
    file = load_file(session, case.number, bureau.chief)
    days = facts_of_file(session, file, today=local_day(LATER)).days
    assert days[Mark.FILED] == case.opened_on
    assert days[Mark.CLOSED] == case.closed_on
    assert {Mark.FILING_APPROVED, Mark.DECISION_APPROVED, Mark.CLOSING_APPROVED} <= set(days)
    assert (
        session.scalars(select(CaseEvent).where(CaseEvent.kind == ActKind.DECIDED)).one().on
        == (days[Mark.DECIDED])
    )

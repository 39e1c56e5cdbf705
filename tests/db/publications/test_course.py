"""A publication from the served decision to its taking down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from casebook.cases.actions.steps import subject_of_case
from casebook.cases.acts import DisputeResult
from casebook.cases.models import Dispute
from casebook.deadlines import queries as clocks
from casebook.deadlines.actions import start_term
from casebook.documents.rules import DocumentState, FormCode
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.parties.rules import PartyKind
from casebook.publications import actions, queries
from casebook.publications.actions import Redaction, Removal
from casebook.publications.models import Publication
from casebook.publications.rules import CountsFrom, DownCause, Figures, Ground, PublicationState
from casebook.storage.queries import open_file
from tests.factories import publications as make
from tests.factories.accounts import NOW
from tests.factories.cases import DAY
from tests.factories.publications import CITIZEN, HOME, NUMBER, PHONE, SERVED
from tests.factories.wells import CREDIT_CODE
from tests.support.rows import events_of_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.deadlines.models import Term
    from tests.factories.publications import Office

pytestmark = pytest.mark.usefixtures("file_store")


def term_of(session: Session, row: Publication) -> Term:
    (found,) = clocks.list_terms(session, [row.id])
    return found


def changed(session: Session, office: Office, result: DisputeResult = DisputeResult.REVOKED) -> None:
    """A review that ended so, with the clock that `cases` starts for it (walked in tests/db/cases)."""
    on = local_day(SERVED + 3 * DAY)
    row = Dispute(
        id=new_id(),
        county_code=office.case.county_code,
        case_id=office.case.id,
        party_id=office.case.party_id,
        kind="review",
        organ="冠县人民政府",
        number="试复〔2023〕1号",
        begun_on=on,
        received_on=on,
        ended_on=on,
        result=result,
        result_paper="试复决〔2023〕1号",
        fine_fen=1 if result is DisputeResult.CHANGED else None,
        recorded_by_id=office.inspector.officer_id,
        recorded_at=SERVED + 3 * DAY,
    )
    session.add(row)
    session.flush()
    subject = subject_of_case(office.case)
    start_term(
        session, actor=office.inspector, now=SERVED + 3 * DAY, subject=subject, rule_id="D-20", started_on=on
    )


def test_a_served_penalty_is_owed_within_seven_working_days(session: Session) -> None:
    office = make.make_office(session)
    row = make.owed(session, office)
    term = term_of(session, row)
    assert (row.state, row.served_on, term.rule) == (PublicationState.OWED, date(2023, 6, 13), "D-21")
    assert term.due_on == date(2023, 6, 25)
    assert term.assignee_id == office.case.investigator_id
    again = actions.owe(session, actor=office.inspector, now=SERVED, case=office.case, document=row.document)
    assert again is row


def test_other_decisions_have_twenty_and_other_papers_none(session: Session) -> None:
    office = make.make_office(session)
    row = make.owed(session, office, form=FormCode.F28, number="冠试不罚字〔2023〕第001号")
    assert (term_of(session, row).rule, term_of(session, row).due_on) == ("D-21.other", date(2023, 7, 12))
    notice = make.served(session, office, form=FormCode.F22, number="冠试告字〔2023〕第001号")
    assert actions.owe(session, actor=office.inspector, now=SERVED, case=office.case, document=notice) is None


def test_the_county_may_count_from_the_decision(session: Session) -> None:
    office = make.make_office(session)
    figures = Figures(counts_from=CountsFrom.DECISION)
    actions.set_figures(session, actor=office.head, now=NOW, figures=figures, paper="冠综执〔2023〕试1号")
    document = make.served(session, office)
    document.issued_on = document.served_on - timedelta(days=7)
    row = actions.owe(session, actor=office.inspector, now=SERVED, case=office.case, document=document)
    assert row is not None
    assert term_of(session, row).started_on == date(2023, 6, 6)


def test_the_hourly_look_finds_what_was_served_another_way(session: Session) -> None:
    office = make.make_office(session)
    document = make.served(session, office)
    document.served_on = local_day(SERVED + 30 * DAY)
    session.flush()
    assert actions.gather(session, now=SERVED) == 0
    assert actions.gather(session, now=SERVED + 30 * DAY) == 1
    assert actions.gather(session, now=SERVED + 30 * DAY) == 0


def test_what_the_file_knows_is_hidden_and_frozen(session: Session) -> None:
    office = make.make_office(session)
    row = make.proposed(session, office, confidential="秘制工艺甲")
    for hidden in (CITIZEN, NUMBER, PHONE, HOME, "秘制工艺甲", "test@example.cn"):
        assert hidden not in row.text
    assert "石某某" in row.text
    assert (row.shown_party, row.state) == ("石某某", PublicationState.PROPOSED)
    actions.confirm(session, actor=office.legal, now=SERVED, row=row)
    assert row.text_hash is not None
    assert row.pdf_hash is not None
    with open_file(row.pdf_hash) as made:
        assert made.read(5) == b"%PDF-"


def test_a_firm_is_named_with_its_code(session: Session) -> None:
    firm = {"name": "冠县清泉水业有限公司", "identifier": CREDIT_CODE, "address": "开发区 1 号"}
    office = make.make_office(session, kind=PartyKind.ORGANISATION, **firm)
    block = {"party_name": firm["name"], "party_kind": "法人", "party_id_no": firm["identifier"]}
    words = {"party_address": firm["address"], "facts": f"{firm['name']}未安装计量设施。"}
    row = make.proposed(session, office, make.owed(session, office, **block, **words))
    assert row.shown_party == firm["name"]
    assert firm["identifier"] in row.text
    assert firm["address"] in row.text
    assert PHONE not in row.text


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"kept": frozenset({NUMBER}), "kept_reason": "x"}, "publication_must_hide"),
        ({"others": "没有这句话"}, "publication_phrase_unknown"),
    ],
    ids=["must", "unknown"],
)
def test_a_redaction_that_will_not_do(session: Session, wish: dict[str, Any], code: str) -> None:
    office = make.make_office(session)
    row = make.owed(session, office)
    with pytest.raises(Refused) as refused:
        make.proposed(session, office, row, **wish)
    assert [one.code for one in refused.value.reasons] == [code]
    assert row.state is PublicationState.OWED


def test_what_is_let_stay_needs_a_reason(session: Session) -> None:
    office = make.make_office(session)
    row = make.owed(session, office)
    with pytest.raises(RuleBroken, match="publication_needs_words"):
        make.proposed(session, office, row, kept=frozenset({"test@example.cn"}))
    make.proposed(session, office, row, kept=frozenset({"test@example.cn"}), kept_reason="机关公开邮箱")
    assert "test@example.cn" in row.text


def test_nobody_agrees_to_their_own_text(session: Session) -> None:
    office = make.make_office(session)
    chief = office.bureau.chief
    row = make.owed(session, office)
    actions.propose_text(session, actor=chief, now=SERVED, row=row, redaction=Redaction())
    with pytest.raises(RuleBroken, match="publication_same_person"):
        actions.confirm(session, actor=chief, now=SERVED, row=row)
    with pytest.raises(Forbidden):
        actions.confirm(session, actor=office.inspector, now=SERVED, row=row)
    seen = row.version
    actions.return_proposal(session, actor=office.legal, now=SERVED, row=row, reason="漏了一处")
    with pytest.raises(Conflict):
        actions.propose_text(
            session, actor=chief, now=SERVED, row=row, redaction=Redaction(), base_version=seen
        )


def test_published_in_time_meets_the_clock(session: Session) -> None:
    office = make.make_office(session)
    row = make.published(session, office)
    assert (row.state, term_of(session, row).met_on) == (PublicationState.PUBLISHED, date(2023, 6, 14))
    last = events_of_case(session, office.case.id)[-1]
    assert last.what.startswith("公示 冠试罚决字")


@pytest.mark.parametrize(
    ("days", "place", "code"),
    [
        (2, "官网", "publication_day_ahead"),
        (-1, "官网", "publication_day_too_early"),
        (0, " ", "needs_place"),
    ],
    ids=["ahead", "before", "nowhere"],
)
def test_a_day_or_place_that_cannot_be(session: Session, days: int, place: str, code: str) -> None:
    office = make.make_office(session)
    row = make.confirmed(session, office)
    on = local_day(SERVED) + timedelta(days=days)
    with pytest.raises(RuleBroken, match=code):
        actions.publish(session, actor=office.inspector, now=SERVED, row=row, on=on, place=place)


def test_a_revoked_decision_is_taken_down_with_its_reason(session: Session) -> None:
    """处罚法 48; trap 26 of rules.md 15."""
    office = make.make_office(session)
    row = make.published(session, office)
    now, on = SERVED + 4 * DAY, local_day(SERVED + 4 * DAY)
    by = {"actor": office.archivist, "now": now, "row": row}
    with pytest.raises(RuleBroken, match="down_without_result"):
        actions.take_down(session, **by, removal=Removal(DownCause.REVOKED, "复议撤销", on))
    changed(session, office)
    assert [one.id for one, _term in queries.list_to_take_down(session, office.archivist, 9)] == [row.id]
    with pytest.raises(RuleBroken, match="publication_still_up"):
        actions.confirm_unpublished(
            session, actor=office.inspector, now=now, case=office.case, on=on, note="已撤"
        )
    with pytest.raises(RuleBroken, match="publication_needs_words"):
        actions.take_down(session, **by, removal=Removal(DownCause.REVOKED, " ", on))
    actions.take_down(session, **by, removal=Removal(DownCause.REVOKED, "复议撤销", on))
    assert clocks.find_running(session, subject_id=office.case.id, rule_id="D-20") is None
    assert queries.list_to_take_down(session, office.archivist, 9) == []
    assert (row.state, row.cause) == (PublicationState.TAKEN_DOWN, DownCause.REVOKED)


def test_a_decision_gone_before_it_was_published_is_exempt(session: Session) -> None:
    office = make.make_office(session)
    row = make.confirmed(session, office)
    now, on = SERVED + 4 * DAY, local_day(SERVED + 4 * DAY)
    changed(session, office, DisputeResult.CHANGED)
    with pytest.raises(RuleBroken, match="publication_gone"):
        actions.publish(session, actor=office.inspector, now=now, row=row, on=on, place="官网")
    actions.return_proposal(session, actor=office.legal, now=now, row=row, reason="决定已变更")
    by = {"now": now, "row": row}
    wish = {"ground": Ground.GONE, "reason": "复议变更"}
    actions.propose_exemption(session, actor=office.inspector, **by, **wish)
    actions.confirm(session, actor=office.legal, **by)
    assert row.state is PublicationState.EXEMPT
    assert term_of(session, row).cancelled_at is not None


def test_a_decision_that_stands_is_not_passed_over_as_gone(session: Session) -> None:
    office = make.make_office(session)
    row = make.owed(session, office)
    by = {"actor": office.inspector, "now": SERVED, "row": row}
    with pytest.raises(RuleBroken, match="publication_not_gone"):
        actions.propose_exemption(session, **by, ground=Ground.GONE, reason="x")
    row.document.state, row.document.void_reason = DocumentState.VOID, "写错当事人"
    session.flush()
    actions.propose_exemption(session, **by, ground=Ground.GONE, reason="文书作废")
    assert row.state is PublicationState.PROPOSED


def test_every_move_is_one_event(session: Session) -> None:
    office = make.make_office(session)
    row = make.published(session, office)
    events = queries.list_events(session, row.id)
    states = [one.to_state.value for one in events]
    assert states == ["owed", "proposed", "confirmed", "published"]
    assert session.scalar(select(func.count()).select_from(Publication)) == 1

"""Files with planted faults: each is found, named by its article, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casebook.cases.acts import Handling, Needs
from casebook.documents.rules import DeliveryMode, DocumentState, FormCode
from casebook.dossier.rules.file_facts import (
    Evidence,
    FileFacts,
    FineFact,
    LawFact,
    Mark,
    NumberFault,
    PartyFact,
    Window,
)
from casebook.dossier.rules.items import Item, Part, Weight
from casebook.dossier.rules.review import Verdict, review
from casebook.dossier.rules.standard import STANDARDS
from casebook.evidence.rules import Doubt
from tests.factories.dossier import (
    CLEAN,
    DECISION,
    FIRST,
    NOTICE,
    SECOND,
    VISIT,
    a_paper,
    a_service,
    with_days,
    with_paper,
)

EXPIRED = replace(SECOND, is_certified=False)
I = Item  # noqa: E741 - the table below reads better


def fined(**changes: object) -> FileFacts:
    return replace(CLEAN, fines=(replace(CLEAN.fines[0], **changes),))


def visited(**changes: object) -> FileFacts:
    return replace(CLEAN, visits=(replace(VISIT, **changes),))


def law(**changes: object) -> FileFacts:
    assert CLEAN.law is not None
    return replace(CLEAN, law=replace(CLEAN.law, **changes))


def needing(**changes: object) -> Needs:
    return Needs(**{"hearing": True, "deliberation": True, "review": True, **changes})


def served(**changes: object) -> FileFacts:
    return with_paper(replace(DECISION, services=(a_service(date(2026, 4, 3), **changes),)))


def published(*before: DeliveryMode) -> FileFacts:
    tried = tuple(a_service(date(2026, 4, 2), mode=mode, served_on=None) for mode in before)
    notice = a_service(date(2026, 4, 3), mode=DeliveryMode.PUBLIC, served_on=date(2026, 5, 3))
    return with_paper(replace(DECISION, services=(*tried, notice)))


def noticed(**changes: object) -> FileFacts:
    return with_paper(replace(NOTICE, **changes))


def evidenced(*doubts: Doubt, beside: bool = False, **changes: object) -> FileFacts:
    item = Evidence(name="平台流量数据", doubts=doubts, **changes)
    return replace(CLEAN, evidence=(item, *(CLEAN.evidence if beside else ())))


PLANTED: dict[str, tuple[FileFacts, Item]] = {
    "no party": (replace(CLEAN, parties=()), I.PARTY_UNNAMED),
    "nameless party": (replace(CLEAN, parties=(PartyFact(name=" "),)), I.PARTY_UNNAMED),
    "power elsewhere": (replace(CLEAN, has_power=False), I.POWER_ELSEWHERE),
    "sealing without authority": (
        replace(CLEAN, needs=needing(authority=True), has_authority=False),
        I.AUTHORITY_MISSING,
    ),
    "one officer at the visit": (visited(officers=(FIRST,)), I.ONE_OFFICER),
    "the same officer twice": (visited(officers=(FIRST, FIRST)), I.ONE_OFFICER),
    "one investigator": (replace(CLEAN, investigators=(FIRST,)), I.ONE_OFFICER),
    "certificate expired the day before": (visited(officers=(FIRST, EXPIRED)), I.UNCERTIFIED),
    "investigator without certificate": (replace(CLEAN, investigators=(FIRST, EXPIRED)), I.UNCERTIFIED),
    "recused one stays": (
        replace(CLEAN, investigators=(FIRST, replace(SECOND, is_recused=True))),
        I.RECUSED,
    ),
    "served by one": (served(servers=(FIRST,)), I.SERVED_BY_ONE),
    "server without certificate": (served(servers=(FIRST, EXPIRED)), I.SERVER_UNCERTIFIED),
    "essential fact unproven": (replace(CLEAN, essential_gaps=("取水量",)), I.EVIDENCE_GAP),
    "chat copies only": (evidenced(Doubt.NOT_ORIGINAL), I.LEADS_ONLY),
    "unreviewed device only": (evidenced(Doubt.LEGAL_REVIEW_MISSING), I.LEADS_ONLY),
    "custody broken": (evidenced(beside=True, is_broken=True), I.CUSTODY_BROKEN),
    "visit not signed": (visited(is_submitted=False), I.RECORD_UNSIGNED),
    "nothing recorded": (replace(CLEAN, has_record=False), I.NOT_RECORDED),
    "kept too long": (replace(CLEAN, kept_too_long=("存字1号",)), I.KEPT_TOO_LONG),
    "contents empty": (replace(CLEAN, decision_lacks=("救济途径",)), I.CONTENT_EMPTY),
    "limitation passed": (replace(CLEAN, is_out_of_time=True), I.OUT_OF_TIME),
    "law not yet in force": (law(holds=False), I.LAW_NOT_IN_FORCE),
    "below the least": (law(least_fen=10_000_001), I.FINE_OUT_OF_RANGE),
    "above the most": (law(least_fen=1, most_fen=9_999_999), I.FINE_OUT_OF_RANGE),
    "a step without a fine": (law(most_fen=None), I.FINE_OUT_OF_RANGE),
    "reduced, yet above the most": (
        law(is_reduced=True, most_fen=9_999_999, least_fen=1),
        I.FINE_OUT_OF_RANGE,
    ),
    "fine before the order lapsed": (
        replace(CLEAN, needs=needing(needs_overdue=True)),
        I.ORDER_NOT_LAPSED,
    ),
    "order lapsed after the decision": (
        replace(with_days(ORDER_LAPSED=date(2026, 4, 3)), needs=needing(needs_overdue=True)),
        I.ORDER_NOT_LAPSED,
    ),
    "nothing ordered": (replace(CLEAN, unordered_wells=("371525104JJ00037",)), I.NO_ORDER),
    "fined twice": (replace(CLEAN, fined_before=("371525-2025-WT-00001",)), I.FINED_TWICE),
    "heavier after the defence": (fined(told_fen=9_000_000), I.HEAVIER),
    "other than discussed": (fined(agreed_fen=12_000_000), I.FINE_DIFFERS),
    "crime fined": (replace(CLEAN, crime_suspected=True), I.CRIME),
    "filing not approved": (with_days(FILING_APPROVED=None), I.FILING_UNAPPROVED),
    "filed before approved": (with_days(FILING_APPROVED=date(2026, 3, 3)), I.FILING_UNAPPROVED),
    "certificates not shown": (replace(CLEAN, id_shown=False), I.ID_NOT_SHOWN),
    "recusal not asked": (replace(CLEAN, recusal_asked=False), I.RECUSAL_NOT_ASKED),
    "enterprise unannounced": (
        visited(is_enterprise=True, is_announced=False),
        I.INSPECTION_UNANNOUNCED,
    ),
    "no notice": (
        replace(with_days(NOTIFIED=None), papers=tuple(one for one in CLEAN.papers if one is not NOTICE)),
        I.NO_NOTICE,
    ),
    "decision on the last day of the statement": (
        replace(CLEAN, statement_until=date(2026, 4, 2)),
        I.STATEMENT_RAN,
    ),
    "points unanswered": (replace(CLEAN, unanswered=("井是邻居的",)), I.STATEMENT_UNANSWERED),
    "hearing not offered": (replace(CLEAN, offers_hearing=False), I.HEARING_NOT_OFFERED),
    "decision within the hearing window": (replace(CLEAN, hearing_until=date(2026, 4, 2)), I.HEARING_RAN),
    "hearing asked, not held": (with_days(HEARING_ASKED=date(2026, 3, 18)), I.HEARING_NOT_HELD),
    "review missing": (with_days(REVIEWED=None), I.NOT_REVIEWED),
    "review after the decision": (with_days(REVIEWED=date(2026, 4, 3)), I.NOT_REVIEWED),
    "reviewer investigated": (replace(CLEAN, is_reviewer_fit=False), I.REVIEWER_UNFIT),
    "deliberation missing": (with_days(DELIBERATED=None), I.NOT_DELIBERATED),
    "decision not approved": (with_days(DECISION_APPROVED=None), I.DECISION_UNAPPROVED),
    "decided by the investigator": (
        replace(CLEAN, decided_by_investigator=True),
        I.DECIDED_BY_INVESTIGATOR,
    ),
    "after ninety days": (replace(CLEAN, decide_until=date(2026, 4, 1)), I.DECIDED_LATE),
    "closed unserved": (with_days(SERVED=None), I.NOT_SERVED),
    "decision without receipt": (served(has_receipt=False), I.NO_RECEIPT),
    "公告 before other ways": (published(), I.PUBLIC_TOO_SOON),
    "decision without seal": (with_paper(replace(DECISION, is_stamped=False)), I.NOT_STAMPED),
    "enforced without urging": (with_days(ENFORCED=date(2026, 4, 15)), I.NOT_URGED),
    "closed without approval": (with_days(CLOSING_APPROVED=None), I.CLOSED_UNAPPROVED),
    "served before decided": (with_days(SERVED=date(2026, 4, 1)), I.DAY_BEFORE_CAUSE),
    "served before issued": (
        with_paper(replace(DECISION, issued_on=date(2026, 4, 4))),
        I.DAY_BEFORE_CAUSE,
    ),
    "counted calendar days": (
        replace(
            CLEAN,
            windows=(
                Window(
                    rule="D-06",
                    started_on=date(2026, 3, 16),
                    due_on=date(2026, 3, 21),
                    counted_on=date(2026, 3, 23),
                ),
            ),
        ),
        I.WRONG_COUNT,
    ),
    "served late": (replace(CLEAN, serve_until=date(2026, 4, 2)), I.SERVED_LATE),
    "unreviewed device beside others": (
        evidenced(Doubt.TECHNICAL_REVIEW_MISSING, beside=True),
        I.MONITORING_UNREVIEWED,
    ),
    "chat copy beside others": (evidenced(Doubt.NOT_ORIGINAL, beside=True), I.NOT_ORIGINAL),
    "EXIF contradicts": (evidenced(beside=True, contradicts=True), I.FACTS_CONTRADICT),
    "party's code wrong": (
        replace(CLEAN, parties=(PartyFact(name="冠县试验农场", is_code_sound=False),)),
        I.PARTY_CODE,
    ),
    "order without receipt": (
        with_paper(
            a_paper(
                FormCode.F10,
                date(2026, 3, 3),
                state=DocumentState.SERVED,
                services=(a_service(date(2026, 3, 3), has_receipt=False),),
            )
        ),
        I.RECEIPT_MISSING,
    ),
    "no report in the file": (
        replace(CLEAN, papers=tuple(one for one in CLEAN.papers if one.form is not FormCode.F19)),
        I.PAPER_MISSING,
    ),
    "a draft left over": (
        with_paper(a_paper(FormCode.F17, date(2026, 3, 4), state=DocumentState.DRAFT, issued_on=None)),
        I.PAPER_UNFINISHED,
    ),
    "notice without seal": (noticed(is_stamped=False), I.PAPER_UNSTAMPED),
    "cause worded differently": (
        noticed(kept={"cause": "未安装计量设施案"}),
        I.CAUSE_DIFFERS,
    ),
    "party named differently": (
        noticed(kept={**NOTICE.kept, "party_name": "冠县实验农场"}),
        I.WORDS_DIFFER,
    ),
    "blank without a stroke": (noticed(kept={**NOTICE.kept, "party_phone": "____"}), I.BLANK),
    "number nobody issued": (noticed(number_fault=NumberFault.UNKNOWN), I.NUMBER_UNKNOWN),
    "number is void": (noticed(number_fault=NumberFault.VOID), I.NUMBER_VOID),
    "number of another paper": (noticed(number_fault=NumberFault.OF_ANOTHER), I.NUMBER_OF_ANOTHER),
    "number of another row": (noticed(number_fault=NumberFault.OUT_OF_SERIES), I.NUMBER_OUT_OF_SERIES),
    "a later number with an earlier day": (
        with_paper(a_paper(FormCode.F22, date(2026, 3, 13), number="冠综执听告字〔2026〕第002号", place=2)),
        I.NUMBER_OUT_OF_ORDER,
    ),
}


def test_a_clean_file_has_no_fault() -> None:
    found = review(CLEAN)
    assert (found.faults, found.verdict, found.points) == ((), Verdict.CLEAN, 100)


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_fault_is_found_alone(name: str) -> None:
    file, item = PLANTED[name]
    found = review(file)
    assert {one.item for one in found.faults} == {item}
    standard = STANDARDS[item]
    assert found.verdict is (Verdict.VETOED if standard.weight is Weight.VETO else Verdict.FAULTS)
    assert found.points == 100 - standard.points * len(found.faults)


def test_every_item_of_the_standard_is_planted_somewhere() -> None:
    beside = {I.DECIDED_BEFORE_NOTICE, I.HEARING_CALLED_LATE, I.PRESIDER_INVESTIGATED, I.NOT_SIMPLE}
    assert {item for _file, item in PLANTED.values()} | beside == set(Item) == set(STANDARDS)


def test_a_decision_before_its_notice() -> None:
    found = review(with_days(NOTIFIED=date(2026, 4, 3)))
    assert [one.item for one in found.vetoes] == [I.DECIDED_BEFORE_NOTICE]


def test_a_hearing_called_late_by_one_who_investigated() -> None:
    heard = with_days(HEARING_ASKED=date(2026, 3, 17), HEARING_HELD=date(2026, 3, 25))
    forms = (FormCode.F25B, FormCode.F25E, FormCode.F25F)
    papers = (*CLEAN.papers, *(a_paper(form, date(2026, 3, 25)) for form in forms))
    good = replace(heard, papers=papers)
    assert review(good).faults == ()
    bad = review(replace(good, is_hearing_called_late=True, presider_investigated=True))
    assert {one.item for one in bad.faults} == {I.HEARING_CALLED_LATE, I.PRESIDER_INVESTIGATED}


def test_what_the_law_allows_is_no_fault() -> None:
    waived = replace(
        with_days(STATEMENT_WAIVED=date(2026, 3, 17), HEARING_WAIVED=date(2026, 3, 17)),
        statement_until=date(2026, 4, 2),
        hearing_until=date(2026, 4, 2),
    )
    assert review(waived).faults == ()
    lapsed = replace(with_days(ORDER_LAPSED=date(2026, 3, 8)), needs=needing(needs_overdue=True))
    assert review(lapsed).faults == ()
    assert review(law(is_reduced=True, least_fen=20_000_000)).faults == ()
    assert review(published(DeliveryMode.DIRECT, DeliveryMode.MAIL)).faults == ()
    failed = a_service(date(2026, 4, 2), servers=(FIRST,), served_on=None)
    good = a_service(date(2026, 4, 3))
    assert review(with_paper(replace(DECISION, services=(failed, good)))).faults == ()


def test_no_penalty_asks_for_less() -> None:
    none = replace(
        CLEAN, outcome=Handling.NO_PENALTY, needs=Needs(), law=None, fines=(), unordered_wells=("X",)
    )
    assert review(none).faults == ()


def test_the_simple_procedure_within_its_limits() -> None:
    days = {
        mark: CLEAN.days[mark] for mark in (Mark.DECIDED, Mark.SERVED, Mark.CLOSED, Mark.CLOSING_APPROVED)
    }
    paper = replace(DECISION, form=FormCode.F29)
    simple = replace(
        CLEAN,
        is_simple=True,
        days=days,
        papers=(paper,),
        needs=Needs(),
        fines=(FineFact(party="冠县试验农场", fen=100_000),),
        law=LawFact(citation="取水办法 50", most_fen=100_000),
    )
    assert review(simple).faults == ()
    over = review(replace(simple, is_simple_allowed=False))
    assert [one.item for one in over.faults] == [I.NOT_SIMPLE]


def test_a_running_case_is_asked_for_no_more_than_it_has_come_to() -> None:
    days = {mark: CLEAN.days[mark] for mark in (Mark.FILING_APPROVED, Mark.FILED)}
    begun = replace(CLEAN, outcome=None, days=days, papers=(), needs=Needs(), fines=(), law=None)
    assert review(begun).faults == ()


def test_every_fault_says_where_and_points_stop_at_nothing() -> None:
    found = review(noticed(number_fault=NumberFault.VOID))
    (fault,) = found.faults
    assert (fault.form, fault.paper_id, fault.number) == (FormCode.F23, NOTICE.id, NOTICE.number)
    many = tuple(Evidence(name=f"第{n}份", contradicts=True) for n in range(120))
    assert review(replace(CLEAN, evidence=many)).points == 0


def test_vetoes_are_of_the_seven_kinds() -> None:
    kinds = {one.part for one in STANDARDS.values() if one.weight is Weight.VETO}
    seven = {Part.SUBJECT, Part.AUTHORITY, Part.OFFICERS, Part.EVIDENCE, Part.FACTS, Part.LAW, Part.PROCEDURE}
    assert kinds == seven
    assert all(one.article and one.remedy and one.title for one in STANDARDS.values())

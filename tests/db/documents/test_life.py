"""A paper from its draft to its service, and all the steps that it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import pytest

from casebook.access import Role
from casebook.documents import actions, queries
from casebook.documents.rules import DocumentState, FormCode, Rendering
from casebook.jobs import queries as jobs
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.hashing import matches
from casebook.numbering import queries as numbering
from casebook.numbering.rules import NumberState
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.documents import (
    DECISION,
    NOW,
    ORDER,
    a_case,
    a_draft,
    a_stamped,
    an_issued,
    an_office,
    handed_over,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_paper_lives_from_draft_to_service(session: Session) -> None:
    office, subject = an_office(session), a_case()
    document = a_stamped(session, office, subject=subject)
    assert document.number == "冠水责改字〔2023〕第001号"
    made = actions.serve(
        session, actor=office.maker, now=NOW, document=document, delivery=handed_over(office)
    )
    assert (document.state, document.served_on, made.served_on) == (
        DocumentState.SERVED,
        local_day(NOW),
        local_day(NOW),
    )
    assert [event.to_state for event in document.events] == [
        DocumentState.DRAFT,
        DocumentState.ISSUED,
        DocumentState.STAMPING,
        DocumentState.STAMPED,
        DocumentState.SERVED,
    ]
    assert queries.find_issued(session, subject.id, FormCode.F10) is document
    assert queries.served_on(session, subject.id, FormCode.F10) == local_day(NOW)
    assert queries.list_documents(session, [subject.id]) == [document]
    assert queries.list_deliveries(session, [document.id]) == [made]


def test_issue_freezes_the_facts_with_their_hash(session: Session) -> None:
    document = an_issued(session, an_office(session))
    assert document.facts_hash is not None
    assert matches(document.facts.encode(), document.facts_hash)
    frozen = orjson.loads(document.facts)
    assert frozen["facts"]["cause"] == ORDER["cause"]
    assert frozen["head"]["number"] == document.number
    assert frozen["head"]["issued_on"] == "2023-09-04"
    assert document.rendering is Rendering.WAITING
    assert jobs.find_open(session, f"{actions.RENDER_JOB}:{document.id}") is not None


def test_issue_names_every_blank_item(session: Session) -> None:
    office = an_office(session)
    facts = {name: value for name, value in ORDER.items() if name not in {"facts", "until", "party_name"}}
    with pytest.raises(Refused) as refusal:
        an_issued(session, office, facts=facts)
    assert {reason.field for reason in refusal.value.reasons} == {"facts", "until", "party_name"}


def test_a_draft_is_filled_anew_and_only_a_draft(session: Session) -> None:
    office = an_office(session)
    document = a_draft(session, office)
    actions.redraft(
        session, actor=office.maker, now=NOW, document=document, facts={"demands": "封停机井", "contact": ""}
    )
    assert document.contents["demands"] == "封停机井"
    assert "contact" not in document.contents
    assert document.contents["cause"] == ORDER["cause"]
    actions.issue(session, actor=office.maker, now=NOW, document=document)
    with pytest.raises(RuleBroken, match="document_not_draft"):
        actions.redraft(session, actor=office.maker, now=NOW, document=document, facts={"demands": "无"})


def test_a_fact_that_the_form_lacks_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="document_fact_unknown"):
        a_draft(session, an_office(session), facts={"colour": "red"})


def test_a_void_paper_keeps_its_number(session: Session) -> None:
    office = an_office(session)
    document = an_issued(session, office)
    assert document.number is not None
    with pytest.raises(RuleBroken, match="document_void_needs_reason"):
        actions.void(session, actor=office.maker, now=NOW, document=document, reason=" ")
    actions.void(session, actor=office.maker, now=NOW, document=document, reason="当事人名称有误")
    assert document.state is DocumentState.VOID
    number = numbering.get_number(session, COUNTY, document.number)
    assert (number.state, number.reason) == (NumberState.VOID, "当事人名称有误")
    assert an_issued(session, office).number == "冠水责改字〔2023〕第002号"
    assert queries.find_issued(session, document.subject_id, FormCode.F10) is None


def test_a_served_paper_is_not_void_any_more(session: Session) -> None:
    office = an_office(session)
    document = a_stamped(session, office)
    actions.serve(session, actor=office.maker, now=NOW, document=document, delivery=handed_over(office))
    with pytest.raises(RuleBroken, match="document_state"):
        actions.void(session, actor=office.maker, now=NOW, document=document, reason="写错了")


def test_a_paper_without_its_seal_is_not_served(session: Session) -> None:
    office = an_office(session)
    document = an_issued(session, office)
    with pytest.raises(RuleBroken, match="document_state"):
        actions.serve(session, actor=office.maker, now=NOW, document=document, delivery=handed_over(office))


def test_who_may_not_is_refused(session: Session) -> None:
    office = an_office(session)
    document = a_draft(session, office)
    reader = make_actor(session, Role.AUDITOR, agency=office.agency)
    with pytest.raises(Forbidden):
        actions.issue(session, actor=reader, now=NOW, document=document)
    elsewhere = make_actor(session, Role.INSPECTOR, agency=office.agency, jurisdiction="371525104")
    with pytest.raises(NotFound):
        actions.issue(session, actor=elsewhere, now=NOW, document=document)
    with pytest.raises(NotFound):
        queries.get_document(session, document.id, elsewhere)
    assert queries.page_documents(session, elsewhere).items == []
    assert queries.page_documents(session, reader).items == [document]


def test_a_year_numbers_anew(session: Session) -> None:
    office = an_office(session)
    first = an_issued(session, office)
    document = a_draft(session, office)
    later = NOW + timedelta(days=200)
    actions.issue(session, actor=office.maker, now=later, document=document)
    assert (first.number, document.number) == ("冠水责改字〔2023〕第001号", "冠水责改字〔2024〕第001号")


def test_a_decision_is_not_issued_before_its_chain_agreed(session: Session) -> None:
    office = an_office(session)
    with pytest.raises(RuleBroken, match="document_not_approved"):
        an_issued(session, office, form=FormCode.F27, facts=DECISION)

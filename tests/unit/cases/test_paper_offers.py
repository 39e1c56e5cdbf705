"""Which papers a case may draw up, and which are due."""

from __future__ import annotations

import pytest

from casebook.cases.rules.drawing_up import DUE, MADE_BY_ACTS, STAGES, may_draw_up, need_offer, offers
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import WORKFLOW
from casebook.documents.rules import FormCode
from casebook.kernel.errors import RuleBroken


@pytest.mark.parametrize("status", sorted(CaseStatus))
def test_what_is_due_may_be_drawn_up(status: CaseStatus) -> None:
    assert status in STAGES
    assert all(may_draw_up(form, status) for form in DUE.get(status, ()))


@pytest.mark.parametrize("status", sorted(CaseStatus))
def test_no_paper_is_offered_twice_or_past_its_act(status: CaseStatus) -> None:
    found = [one.form for one in offers(status, made=(), unserved=True, needs_hearing=True)]
    assert len(found) == len(set(found))
    assert not MADE_BY_ACTS & set(found)


def test_due_papers_come_first_and_go_once_made() -> None:
    first = offers(CaseStatus.INVESTIGATING, made=())
    assert [one.form for one in first if one.is_due] == [FormCode.F10, FormCode.F18A, FormCode.F19]
    assert first[0].is_due
    later = offers(CaseStatus.INVESTIGATING, made={FormCode.F10, FormCode.F19})
    assert [one.form for one in later if one.is_due] == [FormCode.F18A]
    assert FormCode.F10 in {one.form for one in later}


def test_where_a_hearing_must_be_offered_its_notice_is_due() -> None:
    plain = offers(CaseStatus.PROPOSED, made=())
    heard = offers(CaseStatus.PROPOSED, made=(), needs_hearing=True)
    assert plain[0].form is FormCode.F22
    assert heard[0].form is FormCode.F23


def test_a_paper_that_waits_for_service_calls_for_its_receipt() -> None:
    assert offers(CaseStatus.DECIDED, made=(), unserved=True)[0].form is FormCode.F30B
    assert offers(CaseStatus.ARCHIVED, made=(), unserved=True) == ()


def test_an_archived_case_takes_no_paper() -> None:
    with pytest.raises(RuleBroken) as refusal:
        need_offer(FormCode.F46, CaseStatus.ARCHIVED)
    assert refusal.value.code == "case_paper_not_now"


def test_the_papers_of_the_workflow_are_of_the_catalogue() -> None:
    assert {form for move in WORKFLOW for form in move.forms} <= set(FormCode)

"""Papers of a case: which may be drawn up when, and that they come filled from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.cases.actions.drawing_up import draw_up, known_facts
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.cases.rules.drawing_up import DUE, may_draw_up
from casebook.documents.making import lay_out, make_pdf
from casebook.documents.queries import find_issued, list_deviations
from casebook.documents.rules import FORMS, FormCode, checked, lacking
from casebook.documents.specimens import specimen
from casebook.kernel.errors import RuleBroken
from tests.factories.accounts import NOW
from tests.factories.cases import DAY, bring_to, make_bureau, make_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")
LATER = NOW + 14 * DAY


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def case(session: Session, bureau: Bureau) -> Case:
    return make_case(session, bureau)


def test_a_paper_is_filled_from_the_file(session: Session, bureau: Bureau, case: Case) -> None:
    bring_to(session, bureau, case, CaseStatus.SERVED)
    file = reload_file(session, case)
    facts = known_facts(session, file, FormCode.F46)
    assert facts["cause"] == case.cause
    assert facts["party_name"] == file.party.name
    assert facts["filed_on"] == case.opened_on
    assert facts["decision_number"]
    assert "罚款" in facts["result"]
    assert facts["performance"] == "尚无缴款和履行的记录。"
    assert [one["name"] for one in facts["officers"]] == [one.name for one in file.investigators]


def test_a_decision_lists_the_record_of_the_visit_and_cites_in_full(
    session: Session, bureau: Bureau, case: Case
) -> None:
    bring_to(session, bureau, case, CaseStatus.DECIDED)
    decision = find_issued(session, case.id, FormCode.F27)
    assert decision is not None
    assert decision.contents["evidence"][0]["name"] == "现场检查笔录"
    assert decision.contents["basis"].startswith("《")
    assert decision.contents["violated"].startswith("《")


def test_every_form_takes_what_the_file_knows(session: Session, bureau: Bureau, case: Case) -> None:
    bring_to(session, bureau, case, CaseStatus.SERVED)
    file = reload_file(session, case)
    for form in FormCode:
        kept = checked(FORMS[form], known_facts(session, file, form))
        assert "officers" in kept or FORMS[form].field("officers") is None


def test_the_decisive_papers_lack_nothing_that_the_file_knows(
    session: Session, bureau: Bureau, case: Case
) -> None:
    bring_to(session, bureau, case, CaseStatus.CONSIDERED)
    file = reload_file(session, case)
    for form in (FormCode.F19, FormCode.F22, FormCode.F23, FormCode.F26):
        kept = checked(FORMS[form], known_facts(session, file, form))
        assert lacking(FORMS[form], kept) == [], form
        assert "》第" in kept["basis"]
        assert "》第" in kept["violated"]


def test_all_papers_of_a_case_word_its_cause_alike(session: Session, bureau: Bureau, case: Case) -> None:
    bring_to(session, bureau, case, CaseStatus.REPORTED, now=LATER)
    for form in (FormCode.F10, FormCode.F18A, FormCode.F20, FormCode.F45A):
        draw_up(session, actor=bureau.inspector, now=LATER, case=case, form=form)
    assert list_deviations(session, [case.id]) == []


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (FormCode.F27, "case_paper_by_act"),
        (FormCode.F46, "case_paper_not_now"),
        (FormCode.F44A, "case_paper_not_now"),
        (FormCode.F41B, "case_paper_not_now"),
    ],
)
def test_a_paper_out_of_its_time_is_refused(
    session: Session, bureau: Bureau, case: Case, form: FormCode, code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        draw_up(session, actor=bureau.inspector, now=LATER, case=case, form=form)
    assert refusal.value.code == code


def test_what_is_due_can_be_drawn_up_and_printed(session: Session, bureau: Bureau, case: Case) -> None:
    bring_to(session, bureau, case, CaseStatus.PROPOSED, now=LATER)
    for form in DUE[CaseStatus.PROPOSED]:
        assert may_draw_up(form, case.status)
        made = draw_up(session, actor=bureau.inspector, now=LATER, case=case, form=form)
        _pdf, pages = make_pdf(lay_out(specimen(form, made.contents)))
        assert pages >= 1

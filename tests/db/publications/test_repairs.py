"""信用修复: asked for, judged by its conditions, decided by somebody else, and what follows a grant."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from casebook.deadlines import queries as clocks
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, Refused, RuleBroken
from casebook.publications import actions, queries
from casebook.publications.actions import Application, Removal
from casebook.publications.rules import DownCause, Figures, PublicationState, RepairState
from tests.factories import publications as make
from tests.factories.accounts import NOW
from tests.factories.cases import DAY
from tests.factories.publications import CITIZEN, SERVED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.publications.models import CreditRepair, Publication
    from tests.factories.publications import Office

pytestmark = pytest.mark.usefixtures("file_store")
ASKED = SERVED + 10 * DAY
LATER = SERVED + 120 * DAY


def decide(
    session: Session, office: Office, row: Publication, repair: CreditRepair, **changes: object
) -> CreditRepair:
    facts: dict[str, Any] = {"actor": office.legal, "now": LATER, "is_granted": True, "reason": "条件符合"}
    return actions.decide_repair(session, row=row, repair=repair, **{**facts, **changes})


def test_a_grant_lets_the_publication_be_taken_down(session: Session) -> None:
    office = make.make_office(session)
    row = make.published(session, office)
    down = Removal(DownCause.REPAIRED, "同意信用修复", local_day(LATER))
    by = {"actor": office.archivist, "now": LATER, "row": row}
    with pytest.raises(RuleBroken, match="down_without_repair"):
        actions.take_down(session, **by, removal=down)
    repair = make.asked(session, office, row)
    (term,) = clocks.list_terms(session, [repair.id])
    assert (term.rule, term.amount, term.due_on > local_day(ASKED)) == ("credit_repair", 20, True)
    assert [one.id for one in queries.list_repairs_to_decide(session, office.legal, 9)] == [repair.id]
    assert queries.list_repairs_to_decide(session, office.inspector, 9) == []
    decide(session, office, row, repair)
    assert (repair.state, term.met_on) == (RepairState.GRANTED, local_day(LATER))
    assert [one for one, _term in queries.list_to_take_down(session, office.archivist, 9)] == [row]
    actions.take_down(session, **by, removal=down)
    assert row.state is PublicationState.TAKEN_DOWN


def test_every_condition_that_is_not_met_is_named(session: Session) -> None:
    office = make.make_office(session)
    row = make.published(session, office)
    repair = make.asked(session, office, row, has_pledge=False)
    with pytest.raises(Refused) as refused:
        decide(session, office, row, repair, now=ASKED + DAY)
    assert [one.facts["what"].value for one in refused.value.reasons] == ["too_early", "no_pledge"]
    assert repair.state is RepairState.ASKED
    decide(session, office, row, repair, now=ASKED + DAY, is_granted=False, reason="未满最短期限")
    assert repair.state is RepairState.REFUSED
    assert repair.findings_json != "{}"


def test_who_recorded_it_does_not_decide_it(session: Session) -> None:
    office = make.make_office(session)
    row = make.published(session, office)
    chief = office.bureau.chief
    application = Application(CITIZEN, "已整改", local_day(ASKED))
    repair = actions.ask_repair(session, actor=chief, now=ASKED, row=row, application=application)
    with pytest.raises(RuleBroken, match="publication_same_person"):
        decide(session, office, row, repair, actor=chief)
    with pytest.raises(Forbidden):
        decide(session, office, row, repair, actor=office.inspector)
    with pytest.raises(Conflict):
        decide(session, office, row, repair, base_version=repair.version + 1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"applicant": " "}, "publication_needs_words"),
        ({"statement": ""}, "publication_needs_words"),
        ({"asked_on": local_day(ASKED) + timedelta(days=1)}, "publication_day_ahead"),
        ({"asked_on": local_day(SERVED)}, "publication_day_too_early"),
    ],
    ids=["nobody", "nothing", "ahead", "before"],
)
def test_an_application_that_cannot_be(session: Session, facts: dict[str, Any], code: str) -> None:
    office = make.make_office(session)
    row = make.published(session, office)
    given = {"applicant": CITIZEN, "statement": "已整改", "asked_on": local_day(ASKED), **facts}
    with pytest.raises(RuleBroken, match=code):
        actions.ask_repair(
            session, actor=office.inspector, now=ASKED, row=row, application=Application(**given)
        )


def test_one_at_a_time_and_only_for_what_is_published(session: Session) -> None:
    office = make.make_office(session)
    row = make.owed(session, office)
    with pytest.raises(RuleBroken, match="repair_not_published"):
        make.asked(session, office, row)
    other = make.published(session, office, number="冠试罚决字〔2023〕第002号")
    repair = make.asked(session, office, other)
    with pytest.raises(RuleBroken, match="repair_open_already"):
        make.asked(session, office, other)
    by = {"actor": office.inspector, "now": LATER, "row": other, "repair": repair}
    actions.withdraw_repair(session, **by, reason="当事人撤回")
    assert repair.state is RepairState.WITHDRAWN
    with pytest.raises(RuleBroken, match="repair_out_of_order"):
        actions.withdraw_repair(session, **by, reason="再次")


def test_the_longest_time_ends_a_publication(session: Session) -> None:
    office = make.make_office(session)
    row = make.published(session, office)
    figures = Figures(least_months=1, most_months=2)
    actions.set_figures(session, actor=office.head, now=NOW, figures=figures, paper="冠综执〔2023〕试1号")
    by = {"actor": office.archivist, "row": row}
    early = SERVED + 30 * DAY
    removal = Removal(DownCause.EXPIRED, "期满", local_day(early))
    with pytest.raises(RuleBroken, match="down_before_time"):
        actions.take_down(session, **by, now=early, removal=removal)
    actions.take_down(session, **by, now=LATER, removal=Removal(DownCause.EXPIRED, "期满", local_day(LATER)))
    assert row.cause is DownCause.EXPIRED


def test_figures_are_set_by_a_paper_and_versioned(session: Session) -> None:
    office = make.make_office(session)
    by = {"now": NOW, "figures": Figures(is_page_on=True)}
    with pytest.raises(Forbidden):
        actions.set_figures(session, actor=office.inspector, **by, paper="文")
    with pytest.raises(RuleBroken, match="publication_needs_words"):
        actions.set_figures(session, actor=office.head, **by, paper=" ")
    first = actions.set_figures(session, actor=office.head, **by, paper="文", base_version=0)
    with pytest.raises(Conflict):
        actions.set_figures(session, actor=office.head, **by, paper="文", base_version=0)
    assert (first.version, queries.figures_of(session, first.county_code).is_page_on) == (1, True)

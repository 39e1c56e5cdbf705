"""One officer's open work becomes another's, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.audit.queries import list_acts
from casebook.cases import actions, queries
from casebook.cases.rules.lacks import Lack
from casebook.cases.workload import open_work_of
from casebook.kernel.errors import Forbidden, Refused, RuleBroken
from tests.factories.accounts import NOW, make_agency, make_manager, make_officer
from tests.factories.cases import (
    DAY,
    close,
    make_bureau,
    make_case,
    make_decision,
    make_measure,
    make_met,
    make_problems,
)
from tests.factories.inspections import begin, make_whole
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.cases.actions import HandedOver
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")


def heir(session: Session, bureau: Bureau, **traits: object) -> Officer:
    return make_officer(session, Role.INSPECTOR, **{"agency": bureau.visit.agency, "name": "郑新", **traits})


def hand_over(
    session: Session,
    bureau: Bureau,
    taker: Officer,
    *,
    actor: Actor | None = None,
    reason: str = "调离执法岗位",
) -> HandedOver:
    return actions.hand_over(
        session,
        actor=actor or make_manager(session),
        now=NOW + 3 * DAY,
        giver=bureau.visit.lead,
        taker=taker,
        reason=reason,
    )


def refusal(call: object) -> str:
    with pytest.raises((RuleBroken, Forbidden)) as caught:
        call()
    return caught.value.code


def test_problems_cases_clocks_and_planned_visits_move(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    case = make_case(session, bureau, [problem])
    draft = begin(session, bureau.visit, now=NOW + 2 * DAY)
    taker = heir(session, bureau)
    terms = len(open_work_of(session, bureau.visit.lead).terms)
    done = hand_over(session, bureau, taker)
    assert (done.problems, done.cases, done.terms, done.drafts, done.kept) == (1, 1, terms, 1, 0)
    assert terms >= 1
    assert open_work_of(session, bureau.visit.lead).count == 0
    assert problem.responsible_officer_id == taker.id
    assert (case.investigator_id, case.second_investigator_id) == (taker.id, bureau.visit.second.id)
    assert {row.name for row in draft.officers} == {"郑新", "李雪"}
    assert draft.created_by == taker.id
    assert queries.list_problem_events(session, problem.id)[-1].what == (
        "责任人由周明移交给郑新：调离执法岗位"
    )


def test_it_is_told_for_the_officer_and_for_each_record(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    hand_over(session, bureau, heir(session, bureau))
    (act, values), *_ = list_acts(session, "officer", bureau.visit.lead.id)
    assert (act.action, values.reason, values.after["problems"]) == (
        "officer:hand_over",
        "调离执法岗位",
        1,
    )
    told = {act.action: values for act, values in list_acts(session, "problem", problem.id)}
    assert (told["problem:hand_over"].before, told["problem:hand_over"].after) == (
        {"responsible_officer": "周明"},
        {"responsible_officer": "郑新"},
    )
    assert "term:reassign" in told


def test_a_visit_that_was_made_stays_with_who_made_it(session: Session) -> None:
    bureau = make_bureau(session)
    draft = begin(session, bureau.visit)
    make_whole(session, bureau.visit, draft)
    done = hand_over(session, bureau, heir(session, bureau))
    assert (done.drafts, done.kept) == (0, 1)
    assert draft.has_officer(bureau.visit.lead.id)


def test_a_case_never_loses_its_second_investigator(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    done = hand_over(session, bureau, bureau.visit.second)
    assert (done.cases, done.kept) == (0, 1)
    assert case.investigator_id == bureau.visit.lead.id


def test_struck_off_problems_and_closed_cases_stay_as_they_were(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    case = make_case(session, bureau, [problem])
    make_met(session, bureau, make_measure(session, bureau, case))
    make_decision(session, bureau, case)
    later = NOW + 13 * DAY
    actions.strike_off_problem(session, actor=bureau.clerk, now=later, problem=problem, remark="同意")
    close(session, bureau, case, now=later)
    done = hand_over(session, bureau, heir(session, bureau))
    assert (done.problems, done.cases, done.terms) == (0, 0, 3), "only the looks back (回头看) go on"
    assert problem.responsible_officer_id == bureau.visit.lead.id


def test_who_saw_to_the_rectifying_never_strikes_off(session: Session) -> None:
    """Handing over must not open the way around: the old officer stays barred, the new one is not."""
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    case = make_case(session, bureau, [problem])
    make_met(session, bureau, make_measure(session, bureau, case))
    make_decision(session, bureau, case)
    taker = heir(session, bureau)
    hand_over(session, bureau, taker)
    later = NOW + 13 * DAY
    with pytest.raises(RuleBroken) as caught:
        actions.strike_off_problem(session, actor=bureau.inspector, now=later, problem=problem, remark="同意")
    assert caught.value.code == "strike_off_by_rectifier"
    actions.strike_off_problem(session, actor=actor_of(taker), now=later, problem=problem, remark="同意")
    assert problem.struck_off_by_id == taker.id


def test_who_investigated_does_not_decide_after_handing_over(session: Session) -> None:
    bureau = make_bureau(session)
    bureau.visit.lead = make_officer(
        session, Role.INSPECTOR, Role.CASE_HEAD, agency=bureau.visit.agency, name="孙同"
    )
    case = make_case(session, bureau)
    hand_over(session, bureau, heir(session, bureau))
    bureau.head = bureau.visit.lead
    with pytest.raises(Refused) as caught:
        make_decision(session, bureau, case)
    assert [one.facts["what"] for one in caught.value.reasons] == [Lack.DECIDER_INVESTIGATED]


@pytest.mark.parametrize(
    ("traits", "code"),
    [
        ({"is_elsewhere": True}, "hand_over_to_whom"),
        ({"is_active": False}, "hand_over_to_whom"),
        ({"jurisdiction": "371525209"}, "hand_over_out_of_reach"),
        ({"valid_to": date(2023, 6, 1)}, "hand_over_uncertified"),
        ({"role": Role.LEGAL_REVIEWER}, "hand_over_uncertified"),
        ({"role": Role.CLOSURE_OFFICER}, "hand_over_uncertified"),
        ({"role": Role.SYSTEM_ADMIN}, "hand_over_role"),
    ],
)
def test_to_whom_nothing_is_handed_over(session: Session, traits: dict[str, object], code: str) -> None:
    bureau = make_bureau(session)
    make_case(session, bureau)
    agency = make_agency(session) if "is_elsewhere" in traits else bureau.visit.agency
    others = {name: value for name, value in traits.items() if name in {"jurisdiction", "valid_to"}}
    taker = make_officer(session, traits.get("role", Role.INSPECTOR), agency=agency, **others)
    taker.is_active = traits.get("is_active", True)
    session.flush()
    assert refusal(lambda: hand_over(session, bureau, taker)) == code


def test_not_to_oneself_and_not_without_a_reason(session: Session) -> None:
    bureau = make_bureau(session)
    make_problems(session, bureau)
    assert refusal(lambda: hand_over(session, bureau, bureau.visit.lead)) == "hand_over_to_whom"
    taker = heir(session, bureau)
    assert refusal(lambda: hand_over(session, bureau, taker, reason=" ")) == "hand_over_needs_reason"


def test_only_the_security_administrator_hands_over(session: Session) -> None:
    bureau = make_bureau(session)
    make_problems(session, bureau)
    taker = heir(session, bureau)
    assert refusal(lambda: hand_over(session, bureau, taker, actor=bureau.chief)) == "permission_missing"


def test_work_lies_where_its_wells_are(session: Session) -> None:
    bureau = make_bureau(session)
    make_problems(session, bureau)
    bureau.visit.well = make_well(session, code="371525105JJ00077", lon=115.48)
    begin(session, bureau.visit, now=NOW + DAY)
    assert open_work_of(session, bureau.visit.lead).places == {"371525104", "371525105"}

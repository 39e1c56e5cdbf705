"""Every step that the tables do not have, tried by URL, by every role, a person and a program: refused."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Permission, Role, permissions_of
from casebook.access.policy import ADMINISTRATORS
from casebook.cases.rules import PROBLEM_TRANSITIONS, CaseStatus, CaseStep, ProblemStatus
from casebook.cases.rules.workflow import WORKFLOW, Procedure, find_move
from casebook.db import Base
from casebook.kernel.clock import local_day
from casebook.web.api import JSON
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import DAY, Bureau, make_bureau, make_case, make_problems, make_recheck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Case, Problem
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

REFUSED, FORBIDDEN = 422, 403
EVERY_OFFICE = frozenset(Role) - ADMINISTRATORS
DAY_OF_STEP = local_day(NOW + 20 * DAY).isoformat()
NEEDED = {
    "rectified": Permission.PROBLEM_EDIT,
    "start": Permission.PROBLEM_EDIT,
    "transfer": Permission.HANDOVER_SEND,
    "transfer-receipt": Permission.HANDOVER_SEND,
    "verify": Permission.MEASURE_VERIFY,
    "strike-off": Permission.PROBLEM_STRIKE_OFF,
}
"""What a step of a problem asks for, by the end of its URL."""
STEPS_OF_CASES = frozenset({Permission.CASE_SEE} | {move.permission for move in WORKFLOW})
STEPS_OF_PROBLEMS = frozenset({Permission.PROBLEM_SEE, *NEEDED.values()})


def alike(relevant: frozenset[Permission]) -> list[frozenset[Role]]:
    """Return the roles in groups of those to whom these permissions are the same.

    The steps know nothing of an officer but these permissions, and `tests/web/test_permissions.py`
    opens every endpoint as every role: one role stands for its group.
    """
    groups: dict[frozenset[Permission], set[Role]] = {}
    for role in Role:
        groups.setdefault(permissions_of(frozenset({role})) & relevant, set()).add(role)
    return [frozenset({min(group)}) for group in groups.values()]


def rows(session: Session) -> dict[str, int]:
    """Return how many rows each table has; signing in and its looks are not what a step writes."""
    session.rollback()
    counts = {
        name: session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }
    return {name: count for name, count in counts.items() if name not in {"access_log", "sign_in_session"}}


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def problem(store: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(store, bureau)
    store.commit()
    return found


@pytest.fixture
def case(store: Session, bureau: Bureau, problem: Problem) -> Case:
    found = make_case(store, bureau, [problem])
    store.commit()
    return found


Caller = tuple["CasebookClient", "frozenset[Permission]"]


def caller(sign_in: SignIn, store: Session, bureau: Bureau, roles: frozenset[Role]) -> Caller:
    """Return the client of an officer, and what they may do."""
    officer = make_officer(store, *sorted(roles), agency=bureau.visit.agency)
    return sign_in(officer), permissions_of(roles)


def posted(client: CasebookClient, url: str, data: dict[str, str], *, as_program: bool) -> int:
    headers = {"Accept": JSON} if as_program else {}
    whole = {"csrf_token": client.csrf_token(), **data}
    return client.post(url, data=whole, headers=headers).status_code


def tried(case: Case, someone: Caller, step: CaseStep, *, as_program: bool) -> tuple[object, ...] | None:
    """Post a step that is none, or not theirs; return what is wrong with the answer."""
    client, may = someone
    move = find_move(step, case.status, case.procedure)
    wanted = REFUSED if Permission.CASE_SEE in may and move is None else FORBIDDEN
    url = f"/cases/{case.number}/steps/{step.value}"
    answer = posted(client, url, {"on": DAY_OF_STEP}, as_program=as_program)
    return None if answer == wanted else (case.status.value, step.value, sorted(may), answer, wanted)


def illegal(status: CaseStatus, procedure: Procedure) -> set[CaseStep]:
    """Return the steps that the table does not have from a status."""
    return {step for step in CaseStep if find_move(step, status, procedure) is None}


def test_no_step_of_a_case_out_of_order(sign_in: SignIn, store: Session, bureau: Bureau, case: Case) -> None:
    """Whoever may take every step takes none that the table does not have."""
    anybody = caller(sign_in, store, bureau, EVERY_OFFICE)
    wrong, before = [], rows(store)
    for status in CaseStatus:
        general, simple = (illegal(status, one) for one in (Procedure.GENERAL, Procedure.SIMPLE))
        assert len(general) > len(CaseStep) / 2
        for procedure, steps in ((Procedure.GENERAL, general), (Procedure.SIMPLE, simple - general)):
            case.status, case.procedure = status, procedure
            store.commit()
            for number, step in enumerate(sorted(steps)):
                wrong.append(tried(case, anybody, step, as_program=number % 5 > 0))
        store.expire_all()
        assert case.status is status
    assert [one for one in wrong if one] == []
    assert rows(store) == before


@pytest.mark.parametrize("backend", ["spatialite"], indirect=True)
def test_no_role_takes_a_step_that_is_not_theirs(
    sign_in: SignIn, store: Session, bureau: Bureau, case: Case
) -> None:
    """Each kind of role in each status: all steps that are others', and a fifth of those that are none.

    Which fifth moves on with status and role, so that each role tries each step, and each status is
    tried by each role.
    """
    callers = [caller(sign_in, store, bureau, roles) for roles in alike(STEPS_OF_CASES)]
    wrong, before = [], rows(store)
    for turn, status in enumerate(CaseStatus):
        case.status = status
        store.commit()
        for who, someone in enumerate(callers):
            for number, step in enumerate(CaseStep):
                move = find_move(step, status)
                is_others = move is not None and move.permission not in someone[1]
                if is_others or (move is None and (number + turn + who) % 5 == 0):
                    wrong.append(tried(case, someone, step, as_program=True))
        store.expire_all()
        assert case.status is status
    assert [one for one in wrong if one] == []
    assert rows(store) == before


def ways(status: ProblemStatus) -> Iterator[tuple[str, ProblemStatus, dict[str, str]]]:
    """Yield the end of the URL, where it leads, and a whole form of each step that is none from a status."""
    to, day = ProblemStatus, DAY_OF_STEP
    steps = (
        ("rectified", to.RECTIFIED, {"rectified_on": day, "how": "已安装计量设施。"}),
        ("start", to.RECTIFYING, {"to": "rectifying", "how": "三日内安装。"}),
        ("start", to.SEALING, {"to": "sealing", "how": "三日内封停。"}),
        ("transfer", to.TRANSFERRED, {"to": "冠县公安局", "paper": "冠水移〔2023〕1号", "on": day}),
        ("verify", to.VERIFIED, {"outcome": "met", "note": "已安装并正常运行。"}),
        ("strike-off", to.STRUCK_OFF, {"remark": "已整改到位。"}),
    )
    for end, target, data in steps:
        if target not in PROBLEM_TRANSITIONS[status]:
            yield end, target, data
    if status is not ProblemStatus.TRANSFERRED:
        yield "transfer-receipt", to.STRUCK_OFF, {"answer": "taken", "on": day, "note": "已受理。"}


def test_no_step_of_a_problem_out_of_order(
    sign_in: SignIn, store: Session, bureau: Bureau, problem: Problem
) -> None:
    recheck = make_recheck(store, bureau)
    groups = [EVERY_OFFICE, *alike(STEPS_OF_PROBLEMS)]
    callers = [caller(sign_in, store, bureau, roles) for roles in groups]
    wrong, before = [], rows(store)
    for status in ProblemStatus:
        put(problem, status)
        store.commit()
        for (end, target, data), (number, (client, may)) in product(ways(status), enumerate(callers)):
            whole = {**data, "inspection": str(recheck.id)} if end == "verify" else data
            answer = posted(client, f"/problems/{problem.number}/{end}", whole, as_program=number > 0)
            wanted = REFUSED if NEEDED[end] in may and Permission.PROBLEM_SEE in may else FORBIDDEN
            if answer != wanted:
                wrong.append((status.value, end, target.value, sorted(may), answer, wanted))
        store.expire_all()
        assert problem.status is status
    assert wrong == []
    assert rows(store) == before


def put(problem: Problem, status: ProblemStatus) -> None:
    """Put a problem where only its steps could bring it."""
    problem.status = status
    if status is ProblemStatus.STRUCK_OFF:
        problem.struck_off_on = local_day(NOW + 10 * DAY)

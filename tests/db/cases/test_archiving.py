"""归档: numbers of eight digits, one after another, and how long a file is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions
from casebook.cases.acts import ActKind, Archived
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.cases.rules.folding import last
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from tests.factories.accounts import make_officer
from tests.factories.cases import DAY, approve, make_met
from tests.factories.cases import CaseStep as Step
from tests.factories.cases import queries as casework
from tests.factories.performing import SERVED, pay_in, served_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")

NOW = SERVED + 7 * DAY


def closed_case(session: Session) -> tuple[Bureau, Case]:
    bureau, case = served_case(session)
    pay_in(session, bureau, case, SERVED + DAY)
    for measure in casework.list_measures(session, case.id):
        make_met(session, bureau, measure, now=SERVED + 6 * DAY)
    approve(session, bureau, case, Step.CLOSE, now=NOW)
    facts = {"now": NOW, "case": case, "on": local_day(NOW)}
    actions.close_case(session, actor=bureau.chief, **facts, reason="履行完毕")
    return bureau, case


def test_the_next_number_of_the_year_is_taken_and_the_file_kept_thirty_years(session: Session) -> None:
    bureau, case = closed_case(session)
    archivist = actor_of(make_officer(session, Role.ARCHIVIST, agency=bureau.visit.agency))
    facts = {"now": NOW, "case": case, "on": local_day(NOW)}
    with pytest.raises(Forbidden):
        actions.archive_case(session, actor=bureau.inspector, **facts)
    actions.archive_case(session, actor=archivist, **facts)
    assert case.status is CaseStatus.ARCHIVED
    kept = last(reload_file(session, case).entries, ActKind.ARCHIVED)
    assert kept is not None
    assert isinstance(kept.act, Archived)
    assert kept.act.archive_no == "20230001"
    assert kept.act.kept_years == 30
    with pytest.raises(RuleBroken, match="performance_too_early"):
        pay_in(session, bureau, case, NOW, 1, reason="归档后")

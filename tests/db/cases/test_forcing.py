"""What every forced step asks: calm in the village, no night, no holiday."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from casebook.cases import actions, queries
from casebook.cases.actions.force import check_sealing, is_resting
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.cases.rules.tasks import UnrestRisk
from casebook.kernel.clock import CHINA
from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.settings import WHOLE, SettingKey
from tests.factories.penalties import make_reviewer, make_setting
from tests.factories.performing import served_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")
MONDAY = datetime(2023, 9, 25, 10, tzinfo=CHINA)
NATIONAL_DAY = date(2023, 10, 1)


@pytest.mark.parametrize(
    ("risk", "code"),
    [(None, "unrest_not_assessed"), (UnrestRisk.HIGH, "unrest_plan_missing")],
    ids=["not assessed", "no plan"],
)
def test_nothing_is_forced_in_a_village_before_unrest_was_thought_of(
    session: Session, risk: UnrestRisk | None, code: str
) -> None:
    bureau, case = served_case(session)
    (problem,) = queries.list_problems_of_case(session, case.id)
    problem.unrest_risk = risk
    session.flush()
    with pytest.raises(RuleBroken, match=code):
        actions.enforce_case(session, actor=bureau.inspector, now=MONDAY, case=case, reason="逾期不履行")
    case.status = CaseStatus.ENFORCING
    with pytest.raises(RuleBroken, match=code):
        check_sealing(session, case=case, well_id=problem.well_id, on=MONDAY.date())


def test_no_well_is_sealed_by_force_on_a_holiday(session: Session) -> None:
    _bureau, case = served_case(session)
    (problem,) = queries.list_problems_of_case(session, case.id)
    check_sealing(session, case=case, well_id=problem.well_id, on=NATIONAL_DAY)
    case.status = CaseStatus.ENFORCING
    with pytest.raises(RuleBroken, match="force_on_holiday"):
        check_sealing(session, case=case, well_id=problem.well_id, on=NATIONAL_DAY)
    check_sealing(session, case=case, well_id=problem.well_id, on=MONDAY.date())


def test_the_hours_and_the_base_of_the_county_hold(session: Session) -> None:
    _bureau, case = served_case(session)
    reviewer, evening = make_reviewer(session), MONDAY.replace(hour=20, minute=30)
    assert not is_resting(session, case, evening, evening)
    assert not reload_file(session, case).on_whole
    make_setting(session, reviewer, SettingKey.NIGHT_FROM, "20:00")
    make_setting(session, reviewer, SettingKey.SURCHARGE_BASE, WHOLE)
    assert is_resting(session, case, evening, evening)
    assert reload_file(session, case).on_whole

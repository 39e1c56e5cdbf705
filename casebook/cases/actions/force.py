"""What every forced step asks (强制法 43; rules.md 6.1): no night, no holiday, calm in the villages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases import queries
from casebook.cases.actions.assigning import need_calm
from casebook.cases.acts import ExceptionGround, ExceptionNoted
from casebook.cases.queries.file import list_entries
from casebook.cases.rules.enforcing import is_at_rest
from casebook.cases.rules.status import CaseStatus
from casebook.deadlines.queries import get_calendar
from casebook.deadlines.rules import DayKind
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.penalties import queries as penalties

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case


def need_calm_in_case(session: Session, case: Case, *, well_id: UUID | None = None) -> None:
    """Refuse to force anything over a case's problems, or those of one well, before unrest was assessed."""
    found = queries.list_problems_of_case(session, case.id)
    need_calm(session, [one for one in found if well_id in {None, one.well_id}])


def is_resting(session: Session, case: Case, begun_at: datetime, ended_at: datetime) -> bool:
    """Say whether some of the time is night or a legal holiday by the county's hours."""
    night = penalties.night_of(session, case.county_code, local_day(begun_at))
    return is_at_rest(begun_at, ended_at, get_calendar(session), night)


def check_sealing(session: Session, *, case: Case, well_id: UUID, on: date) -> None:
    """Refuse a well sealed by force, in a case under enforcement, on a holiday or before unrest was assessed.

    The party that seals its own well forces nobody. RuleBroken `force_on_holiday` unless the case notes
    that it was urgent.
    """
    if case.status is not CaseStatus.ENFORCING:
        return
    need_calm_in_case(session, case, well_id=well_id)
    acts = [one.act for one in list_entries(session, case.id)]
    urgent = any(isinstance(one, ExceptionNoted) and one.ground is ExceptionGround.URGENT for one in acts)
    if get_calendar(session).kind_of(on) is DayKind.HOLIDAY and not urgent:
        raise RuleBroken("force_on_holiday", field="closed_on", article="强制法 43", on=on.isoformat())

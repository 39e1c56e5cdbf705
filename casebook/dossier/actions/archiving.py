"""归档: a closed case goes to the archive once its file was examined and nothing vetoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.actions import archive_case
from casebook.cases.actions.steps import hold
from casebook.cases.queries.file import reload_file
from casebook.dossier.queries.examining import facts_of_file
from casebook.dossier.rules.review import review
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, CaseEvent
    from casebook.dossier.rules.review import Fault


def archive(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, kept_years: int | None
) -> CaseEvent:
    """Archive a closed case under the next number of the year; the examination goes with it.

    Refused names every veto with its remedy. An old file (历史补录) is outside: its faults are shown and
    hold nothing back. `kept_years` None keeps the file for ever.
    """
    actor.need(Permission.CASE_ARCHIVE)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    found = review(facts_of_file(session, reload_file(session, case), today=local_day(now)))
    if found.vetoes and not case.is_history:
        raise Refused([_refusal(one) for one in found.vetoes])
    return archive_case(
        session, actor=actor, now=now, case=case, on=on, kept_years=kept_years, points=found.points
    )


def _refusal(fault: Fault) -> RuleBroken:
    article = fault.standard.article
    if fault.number:
        return RuleBroken("archive_vetoed_paper", article=article, what=fault.item, number=fault.number)
    return RuleBroken("archive_vetoed", article=article, what=fault.item)

"""Setting targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.chain import lock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.kernel.volumes import litres
from casebook.oversight import rules
from casebook.oversight.models import Target
from casebook.oversight.rules import YEARS, Indicator
from casebook.regions.queries import find_division

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def set_target(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    year: int,
    division_code: str,
    indicator: Indicator,
    amount: Decimal,
    paper: str,
) -> Target:
    """Set a target, in wells or m³ of a full year; an earlier one is kept as replaced.

    Refused: a year, amount or division that cannot be, or no paper that sets it.
    """
    actor.need(Permission.TARGET_SET)
    actor.need_reach(division_code, "division", division_code)
    _check(session, year, division_code, paper)
    rules.check_amount(indicator, amount)
    lock(session)  # the audit takes it anyway; so that of two who set the same target one comes second
    stored = int(amount) if indicator is Indicator.WELLS_CLOSED else litres(amount)
    present = _in_force(session, year, division_code, indicator)
    if present is not None and (present.amount, present.paper) == (stored, paper.strip()):
        return present
    target = Target(
        id=new_id(),
        county_code=division_code[:6],
        year=year,
        division_code=division_code,
        indicator=indicator,
        amount=stored,
        paper=paper.strip(),
        set_by_id=actor.officer_id,
        set_at=now,
    )
    _put(session, target, present, actor=actor, now=now)
    return target


def _put(session: Session, target: Target, present: Target | None, *, actor: Actor, now: datetime) -> None:
    """Let a target take the place of the one in force, and note both."""
    if present is not None:
        present.replaced_at = now
        session.flush()
    session.add(target)
    session.flush()
    title = f"{target.year} {target.division_code} {target.indicator}"
    record(
        session,
        actor=actor,
        now=now,
        action="target:set",
        subject=Subject("target", target.id, title, target.division_code),
        before={"amount": present.value, "paper": present.paper} if present else None,
        after={"amount": target.value, "paper": target.paper},
    )


def _check(session: Session, year: int, division_code: str, paper: str) -> None:
    if year not in YEARS:
        raise RuleBroken("target_year", field="year")
    if find_division(session, division_code) is None:
        raise RuleBroken("target_division_unknown", field="division", division=division_code)
    if not paper.strip():
        raise RuleBroken("target_needs_paper", field="paper")


def _in_force(session: Session, year: int, division_code: str, indicator: Indicator) -> Target | None:
    query = select(Target).where(
        Target.year == year,
        Target.division_code == division_code,
        Target.indicator == indicator,
        Target.replaced_at.is_(None),
    )
    return session.scalar(query)

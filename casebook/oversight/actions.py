"""Setting targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.chain import lock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.months import Month
from casebook.kernel.subjects import Subject
from casebook.ledger.queries import last_closed_month
from casebook.oversight import rules
from casebook.oversight.models import StatedFigure, Target
from casebook.oversight.queries import find_stated
from casebook.oversight.rules import DEFINITIONS, NO_GROUNDS, YEARS, Figure, Grounds, Indicator
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
    grounds: Grounds = NO_GROUNDS,
) -> Target:
    """Set a target, in wells, m³ or per cent; an earlier one is kept as replaced, closed months keep theirs.

    Refused: a year, amount or division that cannot be, no paper that sets it; once a month of the year is
    closed a change without its reason, once December is closed any.
    """
    actor.need(Permission.TARGET_SET)
    actor.need_reach(division_code, "division", division_code)
    _check(session, year, division_code, paper)
    rules.check_amount(indicator, amount)
    rules.check_baseline(indicator, grounds.baseline)
    lock(session)  # of two who set the same target one comes second
    target = Target(
        id=new_id(),
        county_code=division_code[:6],
        year=year,
        division_code=division_code,
        indicator=indicator,
        amount=rules.stored(indicator, amount),
        paper=paper.strip(),
        set_by_id=actor.officer_id,
        set_at=now,
    )
    _give_grounds(target, grounds)
    present = _in_force(session, target)
    if present and _says(present) == _says(target):
        return present
    _check_closed(session, target, is_change=present is not None)
    return _put(session, target, present, actor=actor, now=now)


def _give_grounds(target: Target, grounds: Grounds) -> None:
    target.definition = DEFINITIONS[target.indicator].version
    known = grounds.baseline
    target.baseline = None if known is None else rules.stored(target.indicator, known)
    target.baseline_note = grounds.baseline_note.strip() or None
    target.reason = grounds.reason.strip() or None


def _says(target: Target) -> tuple[object, ...]:
    return target.amount, target.paper, target.baseline, target.baseline_note


def _put(session: Session, target: Target, present: Target | None, *, actor: Actor, now: datetime) -> Target:
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
        reason=target.reason or "",
    )
    return target


def state_figure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    year: int,
    figure: Figure,
    amount_m3: Decimal,
    paper: str,
) -> StatedFigure:
    """State a figure of the county's year that casebook cannot count, such as the sewage treated.

    An earlier one is kept as replaced. Refused as a target is.
    """
    county = actor.county_code
    actor.need(Permission.TARGET_SET)
    actor.need_reach(county, "division", county)
    _check(session, year, county, paper)
    rules.check_amount(Indicator.RECLAIMED, amount_m3)
    lock(session)
    present = find_stated(session, county, year, figure)
    if present is not None and (present.amount_m3, present.paper) == (amount_m3, paper.strip()):
        return present
    stated = StatedFigure(
        id=new_id(),
        county_code=county,
        year=year,
        figure=figure,
        amount_m3=amount_m3,
        paper=paper.strip(),
        set_by_id=actor.officer_id,
        set_at=now,
    )
    _state(session, stated, present, actor=actor, now=now)
    return stated


def _state(
    session: Session, stated: StatedFigure, present: StatedFigure | None, *, actor: Actor, now: datetime
) -> None:
    """Let a figure take the place of the one in force, and note both."""
    if present is not None:
        present.replaced_at = now
        session.flush()
    session.add(stated)
    session.flush()
    title = f"{stated.year} {stated.figure}"
    record(
        session,
        actor=actor,
        now=now,
        action="figure:state",
        subject=Subject("stated_figure", stated.id, title, stated.county_code),
        before={"amount": present.amount_m3, "paper": present.paper} if present else None,
        after={"amount": stated.amount_m3, "paper": stated.paper},
    )


def _check(session: Session, year: int, division_code: str, paper: str) -> None:
    if year not in YEARS:
        raise RuleBroken("target_year", field="year")
    if find_division(session, division_code) is None:
        raise RuleBroken("target_division_unknown", field="division", division=division_code)
    if not paper.strip():
        raise RuleBroken("target_needs_paper", field="paper")


def _check_closed(session: Session, target: Target, *, is_change: bool) -> None:
    """Refuse what would change figures of a year that closed months were measured by."""
    last = last_closed_month(session, target.county_code)
    if last is None or last.year < target.year:
        return
    if last >= Month(target.year, 12):
        raise RuleBroken("target_year_closed", field="year", year=target.year)
    if is_change and target.reason is None:
        raise RuleBroken("target_month_closed", field="reason", year=target.year, month=str(last))


def _in_force(session: Session, target: Target) -> Target | None:
    query = select(Target).where(
        Target.year == target.year,
        Target.division_code == target.division_code,
        Target.indicator == target.indicator,
        Target.replaced_at.is_(None),
    )
    return session.scalar(query)

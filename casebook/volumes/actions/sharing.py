"""Which wells an account serves from a month on, and which part of its electricity each of them takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.volumes.actions.figuring import Changes, hold_figures, refigure
from casebook.volumes.models import ElectricityAccountWell, ElectricityShare
from casebook.volumes.queries.known import known_wells
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.shares import WHOLE, Share, overlaps, without

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.months import Month
    from casebook.volumes.models import ElectricityAccount

_REASON = "share"
LONGEST_GROUND = 200


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A well and its part of the account, of 10 000; None where the part cannot be read."""

    line: int
    well: str
    share: int | None
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """How an account is dealt out from a month on, to another one or without an end."""

    first: Month
    last: Month | None
    lines: tuple[ShareLine, ...]
    ground: str


def divide_account(
    session: Session, *, actor: Actor, now: datetime, account: ElectricityAccount, division: Division
) -> Changes:
    """Deal an account out anew for a span of months; what held there before is kept as replaced.

    Other months stay as they are. Figures of the span change with a version of their own, where electricity
    is what they were found with. Refused line by line: unknown wells, twice the same, parts beyond the whole.
    """
    actor.need(Permission.METER_EDIT)
    actor.need_reach(account.county_code, "electricity_account", account.id)
    hold_figures(session, account.county_code)
    wells = _checked(session, actor, account, division)
    from_on, to_on = division.first.first, division.last.last if division.last else None
    before = _replace(session, now, account, from_on, to_on)
    _link(session, account, list(wells))
    for well_id, share in wells.items():
        session.add(
            ElectricityShare(
                county_code=account.county_code,
                account_id=account.id,
                well_id=well_id,
                share=share,
                from_on=from_on,
                to_on=to_on,
                ground=division.ground.strip()[:LONGEST_GROUND],
                recorded_at=now,
                actor_name=actor.name,
            )
        )
    session.flush()
    after = {"from": str(division.first), "to": str(division.last or ""), "wells": _shown(division)}
    _audit(session, actor, now, account, before=before, after=after, reason=division.ground.strip())
    link = ElectricityAccountWell
    touched = session.scalars(select(link.well_id).where(link.account_id == account.id))
    return refigure(session, county_code=account.county_code, well_ids=touched, now=now, reason=_REASON)


def _checked(
    session: Session, actor: Actor, account: ElectricityAccount, division: Division
) -> dict[UUID, int]:
    """Return the part of each well; refused line by line."""
    if division.last is not None and division.last < division.first:
        raise RuleBroken("share_months_reversed", field="last")
    if not division.ground.strip():
        raise RuleBroken("share_ground_missing", field="ground")
    if not division.lines:
        raise RuleBroken("share_lines_missing", field="lines")
    known = known_wells(session, account.county_code, [read_key(one.well) for one in division.lines])
    faults: list[RuleBroken] = []
    found: dict[UUID, int] = {}
    for one in division.lines:
        well = known.get(read_key(one.well))
        if well is None or not actor.reaches(well.division_code):
            faults.append(RuleBroken("share_well_unknown", field="lines", line=one.line, well=one.well))
        elif one.share is None:
            faults.append(RuleBroken("share_unreadable", field="lines", line=one.line, share=one.written))
        elif well.well_id in found:
            faults.append(RuleBroken("share_well_twice", field="lines", line=one.line, well=one.well))
        else:
            found[well.well_id] = one.share
    if faults:
        raise Refused(faults)
    if sum(found.values()) > WHOLE:
        raise RuleBroken("share_sum_wrong", field="lines", sum=f"{sum(found.values()) / 100:g}")
    return found


def _replace(
    session: Session, now: datetime, account: ElectricityAccount, from_on: date, to_on: date | None
) -> dict[str, Any]:
    """End what holds in a span, keep what is left of it outside; return how many shares it were."""
    row = ElectricityShare
    query = select(row).where(row.account_id == account.id, row.replaced_at.is_(None)).with_for_update()
    count = 0
    for held in session.scalars(query.order_by(row.rowid)).all():
        share = Share(held.well_id, held.share, held.from_on, held.to_on)
        if not overlaps(share, from_on, to_on):
            continue
        held.replaced_at = now
        count += 1
        session.add_all(
            ElectricityShare(
                county_code=held.county_code,
                account_id=held.account_id,
                well_id=held.well_id,
                share=held.share,
                from_on=left.from_on,
                to_on=left.to_on,
                ground=held.ground,
                recorded_at=held.recorded_at,
                actor_name=held.actor_name,
            )
            for left in without(share, from_on, to_on)
        )
    return {"replaced": count}


def _link(session: Session, account: ElectricityAccount, well_ids: Sequence[UUID]) -> None:
    link = ElectricityAccountWell
    known = set(session.scalars(select(link.well_id).where(link.account_id == account.id)))
    new = [well_id for well_id in well_ids if well_id not in known]
    session.add_all(link(account_id=account.id, well_id=well_id, by_share=True) for well_id in new)


def _shown(division: Division) -> dict[str, int | None]:
    return {one.well: one.share for one in division.lines}


def _audit(
    session: Session,
    actor: Actor,
    now: datetime,
    account: ElectricityAccount,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="electricity_account:divide",
        subject=Subject("electricity_account", account.id, account.number, account.county_code),
        before=before,
        after=after,
        reason=reason,
    )

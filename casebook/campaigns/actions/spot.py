"""Drawing wells for a self-check (迎检自查); a draw is written once, with what the files lacked then."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.campaigns import queries, rules
from casebook.campaigns.models import SpotCheck, SpotCheckWell
from casebook.campaigns.queries import Drawn
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering import actions as numbering
from casebook.regions.queries import list_divisions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.queries import Member
    from casebook.campaigns.rules import Candidate, Gap, SpotKind

KIND = "spot_check"
NUMBERS = "CC"
"""Kind of the numbers of draws (抽查)."""


@dataclass(frozen=True)
class SpotWish:
    """What is drawn: of a year, wells of these kinds in these townships (none: all), by a seed or any."""

    year: int
    kinds: tuple[SpotKind, ...]
    count: int
    townships: tuple[str, ...] = ()
    seed: str = ""
    seed_by: str = ""


def draw_spot_check(session: Session, *, actor: Actor, now: datetime, wish: SpotWish) -> SpotCheck:
    """Draw wells by lot, and keep the pool, the seed and what the files of the drawn wells lack.

    Without a seed one is made up; the same seed and pool draw the same wells. Nothing of a draw changes
    afterwards: another draw is another row, so that nobody draws until it suits.
    """
    actor.need(Permission.SPOT_CHECK_DRAW)
    check_townships(session, actor, wish.townships)
    if not wish.kinds:
        raise RuleBroken("spot_kinds", field="kinds")
    today = local_day(now)
    pool = queries.pool_of(
        session, actor, year=wish.year, kinds=wish.kinds, townships=wish.townships, on=today
    )
    seed = wish.seed.strip() or f"{secrets.randbelow(10**8):08d}"
    drawn = rules.draw([one.candidate for one in pool], count=wish.count, seed=seed)
    members = {one.candidate.code: one for one in pool}
    row = _row(session, actor, now, wish, seed=seed, pool=pool)
    chosen = [members[one.code] for one in drawn]
    gaps = queries.list_drawn_gaps(
        session, [Drawn(one.well_id, one.kinds) for one in chosen], year=wish.year, on=today
    )
    session.add_all(_wells(row, drawn, chosen, gaps))
    session.flush()
    subject = Subject(KIND, row.id, row.number, row.division_code)
    after = {"seed": seed, "pool": row.pool_hash, "wells": [one.code for one in drawn]}
    record(session, actor=actor, now=now, action="spot_check:draw", subject=subject, after=after)
    return row


def check_townships(session: Session, actor: Actor, codes: Collection[str]) -> None:
    """Refuse townships that are none, or lie elsewhere."""
    known = {one.code for one in list_divisions(session, actor.county_code)}
    for one in codes:
        if one not in known or not actor.reaches(one):
            raise RuleBroken("campaign_township_unknown", field="townships", township=one)


def _row(
    session: Session, actor: Actor, now: datetime, wish: SpotWish, *, seed: str, pool: Sequence[Member]
) -> SpotCheck:
    check_id, county = new_id(), actor.county_code
    subject = Subject(KIND, check_id, "", actor.jurisdiction)
    number = numbering.issue(
        session, county_code=county, kind=NUMBERS, year=local_day(now).year, subject=subject, now=now
    )
    candidates = [one.candidate for one in pool]
    row = SpotCheck(
        id=check_id,
        county_code=county,
        number=number,
        division_code=actor.jurisdiction,
        year=wish.year,
        kinds=[one.value for one in wish.kinds],
        townships=list(wish.townships),
        count=wish.count,
        seed=seed,
        seed_by=wish.seed_by.strip() if wish.seed.strip() else "",
        pool=[[one.code, one.kind.value, one.township] for one in candidates],
        pool_count=len(candidates),
        pool_hash=rules.pool_hash(candidates),
        drawn_at=now,
        drawn_on=local_day(now),
        drawn_by_id=actor.officer_id,
        drawn_by=actor.name,
    )
    session.add(row)
    session.flush()
    return row


def _wells(
    row: SpotCheck,
    drawn: Sequence[Candidate],
    chosen: Sequence[Member],
    gaps: Mapping[UUID, Sequence[Gap]],
) -> list[SpotCheckWell]:
    return [
        SpotCheckWell(
            spot_check_id=row.id,
            position=position,
            well_id=member.well_id,
            code=lot.code,
            division_code=lot.township,
            kind=lot.kind,
            kinds=[one.value for one in member.kinds],
            gaps=[str(gap) for gap in gaps[member.well_id]],
        )
        for position, (lot, member) in enumerate(zip(drawn, chosen, strict=True), start=1)
    ]

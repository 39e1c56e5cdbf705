"""What is booked takes its room: one at a time, so that two who decide at once never exceed a baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.claims import queries
from casebook.claims.models import SubstituteDraw
from casebook.claims.rules import Amounts, Judged, judge
from casebook.db.holding import hold
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.claims.models import SubstituteWater
    from casebook.kernel.subjects import Subject
    from casebook.wells.models import Well


def hold_reductions(session: Session, county_code: str) -> None:
    """Let nobody else judge a reduction of this county until the transaction ends.

    A unit, its wells and a substitute of both hold each other down: one name is held for all, in the order
    closure or claim, this, ledger. The ledger's chain lets one after the other book anyway.
    """
    hold(session, f"reductions:{county_code}")


def admissible_for_closure(
    session: Session,
    *,
    well: Well,
    baseline_m3: Decimal,
    residual_m3: Decimal,
    substitute: SubstituteWater | None,
) -> Judged:
    """Return what of a closed well's reduction may be booked; the caller books it in this transaction.

    The report's own baseline holds it, and the locked one where there is one.
    """
    hold_reductions(session, well.county_code)
    locked = queries.find_locked(session, well.id)
    limit = baseline_m3 if locked is None else min(baseline_m3, locked.baseline_m3)
    rooms = queries.rooms_of_closure(session, well, limit, substitute)
    return judge(Amounts(claimed_m3=baseline_m3 - residual_m3, residual_m3=residual_m3), rooms)


def draw(
    session: Session,
    *,
    now: datetime,
    substitute: SubstituteWater,
    subject: Subject,
    volume_m3: Decimal,
) -> None:
    """Note what a booked reduction takes of a substitute."""
    session.add(
        SubstituteDraw(
            county_code=substitute.county_code,
            substitute_id=substitute.id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            title=subject.title[:200],
            volume_m3=volume_m3,
            booked_on=local_day(now),
        )
    )
    session.flush()


def give_back(session: Session, *, now: datetime, subject_id: UUID) -> None:
    """Give back to its substitute what a reduction took that no longer counts."""
    row = queries.find_draw(session, subject_id)
    if row is not None:
        row.returned_on = local_day(now)
        session.flush()

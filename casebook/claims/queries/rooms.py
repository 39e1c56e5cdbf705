"""What is counted already of a well, a unit and a substitute, in full-year terms across kinds and years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from casebook.claims.models import Baseline, Claim, SubstituteDraw, SubstituteSupply, SubstituteWater
from casebook.claims.queries.figures import USERS, wells_of_unit
from casebook.claims.rules import (
    NOTHING,
    BaselineStatus,
    Bound,
    ClaimStatus,
    Room,
    most_in_a_year,
    net_supply,
)
from casebook.kernel.months import Month
from casebook.ledger import queries as ledger
from casebook.ledger.rules import GROUPS
from casebook.parties.rules import masked_name
from casebook.wells.models import WellParty

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.wells.models import Well


def owner_of(baseline: Baseline) -> str:
    """Return the code of a baseline's well, or the unit's name; a person's is masked."""
    if baseline.well is not None:
        return baseline.well.code
    assert baseline.party is not None  # one_owner holds it
    return masked_name(baseline.party.name, baseline.party.kind)


def find_locked(session: Session, well_id: UUID) -> Baseline | None:
    """Return the baseline of a well that stands."""
    query = select(Baseline).where(Baseline.well_id == well_id, Baseline.status == BaselineStatus.LOCKED)
    return session.scalar(query)


def find_standing(session: Session, baseline: Baseline) -> Baseline | None:
    """Return the baseline that stands for the same well, or the same unit and group."""
    query = select(Baseline).where(
        Baseline.status == BaselineStatus.LOCKED,
        Baseline.well_id == baseline.well_id
        if baseline.well_id
        else and_(Baseline.party_id == baseline.party_id, Baseline.aquifer_group == baseline.aquifer_group),
    )
    return session.scalar(query)


def is_relied_on(session: Session, baseline: Baseline) -> bool:
    """Say whether a reduction was booked by this baseline: an accepted claim, or of a well a closing."""
    claims = select(Claim.id).where(Claim.baseline_id == baseline.id, Claim.status == ClaimStatus.ACCEPTED)
    if session.scalar(claims.limit(1)) is not None:
        return True
    well = baseline.well
    return well is not None and bool(ledger.reductions_of_wells(session, well.county_code, [well.code]))


def wells_of_baseline(session: Session, baseline: Baseline) -> list[Well]:
    """Return the well of a baseline, or the unit's wells in its group of layers."""
    if baseline.well is not None:
        return [baseline.well]
    assert baseline.party_id is not None  # one_owner holds it
    return wells_of_unit(session, baseline.party_id, baseline.aquifer_group)


def units_of_well(session: Session, well: Well) -> list[Baseline]:
    """Return the standing baselines of who owns or uses a well, in the well's group of layers."""
    parties = select(WellParty.party_id).where(WellParty.well_id == well.id, WellParty.role.in_(USERS))
    query = select(Baseline).where(
        Baseline.party_id.in_(parties),
        Baseline.aquifer_group == GROUPS[well.aquifer],
        Baseline.status == BaselineStatus.LOCKED,
    )
    return list(session.scalars(query.order_by(Baseline.drafted_at, Baseline.id)))


def room_of_well(session: Session, well: Well, limit_m3: Decimal) -> Room:
    """Return what is counted of a well against a baseline."""
    counted = ledger.reductions_of_wells(session, well.county_code, [well.code])
    return Room(Bound.WELL, well.code, limit_m3, counted.get(well.code, NOTHING))


def room_of_unit(session: Session, baseline: Baseline) -> Room:
    """Return what is counted of a unit in one group of layers: of all its wells, and claimed by itself."""
    wells = wells_of_baseline(session, baseline)
    counted = ledger.reductions_of_wells(session, baseline.county_code, [well.code for well in wells])
    own = (
        select(func.sum(Claim.booked_m3))
        .join(Baseline, Baseline.id == Claim.baseline_id)
        .where(
            Baseline.party_id == baseline.party_id,
            Baseline.aquifer_group == baseline.aquifer_group,
            Claim.status == ClaimStatus.ACCEPTED,
        )
    )
    taken = sum(counted.values(), NOTHING) + (session.scalar(own) or NOTHING)
    return Room(Bound.UNIT, owner_of(baseline), baseline.baseline_m3, taken)


def room_of_substitute(session: Session, substitute: SubstituteWater) -> Room:
    """Return what a substitute has net of its groundwater, and what booked reductions took of it."""
    return rooms_of_substitutes(session, [substitute])[substitute.id]


def rooms_of_substitutes(session: Session, rows: Collection[SubstituteWater]) -> dict[UUID, Room]:
    """Return the same of several; two statements."""
    ids = [row.id for row in rows]
    supplied = supplies_of(session, ids)
    drawn = select(SubstituteDraw.substitute_id, func.sum(SubstituteDraw.volume_m3)).where(
        SubstituteDraw.substitute_id.in_(ids), SubstituteDraw.returned_on.is_(None)
    )
    taken: dict[UUID, Decimal] = dict(session.execute(drawn.group_by(SubstituteDraw.substitute_id)).all())
    return {
        row.id: Room(
            Bound.SUBSTITUTE,
            row.name,
            net_supply(most_in_a_year(supplied.get(row.id, {})), row.groundwater_permille),
            taken.get(row.id) or NOTHING,
        )
        for row in rows
    }


def supplies_of(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[Month, Decimal]]:
    """Return what substitutes were metered to supply, by month; of corrected months the newest figure."""
    query = select(SubstituteSupply).where(SubstituteSupply.substitute_id.in_(ids))
    found: dict[UUID, dict[Month, Decimal]] = {}
    for row in session.scalars(query.order_by(SubstituteSupply.version)):
        found.setdefault(row.substitute_id, {})[Month(row.year, row.month)] = row.volume_m3
    return found


def rooms_of(session: Session, baseline: Baseline, substitute: SubstituteWater | None) -> list[Room]:
    """Return all that holds a claim down, its own baseline first."""
    rooms = []
    if baseline.well is not None:
        rooms.append(room_of_well(session, baseline.well, baseline.baseline_m3))
        rooms += [room_of_unit(session, unit) for unit in units_of_well(session, baseline.well)]
    else:
        rooms.append(room_of_unit(session, baseline))
    return rooms if substitute is None else [*rooms, room_of_substitute(session, substitute)]


def rooms_of_closure(
    session: Session, well: Well, baseline_m3: Decimal, substitute: SubstituteWater | None
) -> list[Room]:
    """Return all that holds the reduction of a closed well down; its own baseline is what its report says."""
    rooms = [room_of_well(session, well, baseline_m3)]
    rooms += [room_of_unit(session, unit) for unit in units_of_well(session, well)]
    return rooms if substitute is None else [*rooms, room_of_substitute(session, substitute)]

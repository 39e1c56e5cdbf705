"""Who takes water, and from which wells: a well is its permit holder's, one on no permit its user's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from casebook.parties.models import Party
from casebook.quotas.models import Permit, PermitWell
from casebook.quotas.queries import volumes_before
from casebook.quotas.rules import NOT_YET
from casebook.wells.models import Well, WellParty
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.parties.rules import PartyKind
    from casebook.returns.rules import Period

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds permits in a span, with what they allow in a year together; None where none says a volume."""

    party_id: UUID
    kind: PartyKind
    permitted_m3: Decimal | None


def holders_of(
    session: Session, county_code: str, first: date, last: date, *, only: Collection[UUID] | None = None
) -> dict[UUID, Holder]:
    """Return who holds a permit on some day of a span, by name.

    A permit allows what it said on the last day: a later cut does not reach back.
    """
    then = volumes_before(session, county_code, last)
    query = (
        select(Party.id, Party.kind, Permit.id, Permit.permitted_m3)
        .join(Party, Party.id == Permit.holder_id)
        .where(Permit.county_code == county_code, _holds(first, last))
        .order_by(Party.name, Party.id, Permit.number)
    )
    if only is not None:
        query = query.where(Party.id.in_(only))
    found: dict[UUID, Holder] = {}
    for party_id, kind, permit_id, stands in session.execute(query):
        volume = then.get(permit_id, stands)
        known = found.get(party_id)
        before = known.permitted_m3 if known else None
        total = before if volume is None else (before or Decimal(0)) + volume
        found[party_id] = Holder(party_id, kind, total)
    return found


def wells_of_users(
    session: Session, county_code: str, period: Period, *, only: Collection[UUID] | None = None
) -> dict[UUID, list[UUID]]:
    """Return the wells of each user in a period by code: of all users of the county unless some are named.

    A well on permits of several holders counts for each of them.
    """
    found: dict[UUID, dict[UUID, None]] = defaultdict(dict)
    for some in _pieces(only):
        for party_id, well_id in _by_permit(session, county_code, period, some):
            found[party_id][well_id] = None
        for party_id, well_id in _by_use(session, county_code, period, some):
            found[party_id][well_id] = None
    return {party_id: list(wells) for party_id, wells in found.items()}


def _by_permit(
    session: Session, county_code: str, period: Period, only: list[UUID] | None
) -> Iterator[tuple[UUID, UUID]]:
    query = (
        select(Permit.holder_id, PermitWell.well_id)
        .join(PermitWell, PermitWell.permit_id == Permit.id)
        .join(Well, Well.id == PermitWell.well_id)
        .where(Permit.county_code == county_code, _holds(period.first, period.last))
        .where(Permit.holder_id.is_not(None) if only is None else Permit.holder_id.in_(only))
        .order_by(Well.code)
    )
    for party_id, well_id in session.execute(query):
        if party_id is not None:
            yield party_id, well_id


def _by_use(
    session: Session, county_code: str, period: Period, only: list[UUID] | None
) -> Iterator[tuple[UUID, UUID]]:
    permitted = (
        select(PermitWell.well_id)
        .join(Permit, Permit.id == PermitWell.permit_id)
        .where(
            PermitWell.well_id == Well.id, Permit.holder_id.is_not(None), _holds(period.first, period.last)
        )
    )
    query = (
        select(WellParty.party_id, Well.id)
        .join(Well, Well.id == WellParty.well_id)
        .where(Well.county_code == county_code, WellParty.role == PartyRole.USER, ~permitted.exists())
        .order_by(Well.code)
    )
    if only is not None:
        query = query.where(WellParty.party_id.in_(only))
    yield from session.execute(query)


def _holds(first: date, last: date) -> ColumnElement[bool]:
    """Return the condition that a permit holds on some day of a span."""
    return and_(
        Permit.status.not_in(NOT_YET),
        or_(Permit.valid_to.is_(None), Permit.valid_to >= first),
        or_(Permit.valid_from.is_(None), Permit.valid_from <= last),
        or_(Permit.ended_on.is_(None), Permit.ended_on > first),
    )


def divisions_of(session: Session, wells: dict[UUID, list[UUID]], county_code: str) -> dict[UUID, str]:
    """Return the township of each user's wells, the county's code where they lie in several."""
    ids = sorted({well_id for some in wells.values() for well_id in some})
    towns: dict[UUID, str] = {}
    for some in _pieces(ids):
        query = select(Well.id, Well.division_code).where(Well.id.in_(some or []))
        towns |= dict(session.execute(query).all())
    found = {}
    for party_id, mine in wells.items():
        codes = {towns[well_id] for well_id in mine}
        found[party_id] = codes.pop() if len(codes) == 1 else county_code
    return found


def _pieces(ids: Collection[UUID] | None) -> Iterator[list[UUID] | None]:
    if ids is None:
        yield None
        return
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]

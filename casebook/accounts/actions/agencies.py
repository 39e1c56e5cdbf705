"""Keeping agencies and their powers: by the system administrator, or the operator of the machine."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries
from casebook.accounts.actions.subjects import facts_of_agency, facts_of_power, subject_of_agency
from casebook.accounts.models import Agency, AgencyPower
from casebook.accounts.rules import (
    Holder,
    PowerModel,
    faults_of_power,
    find_overlapping,
    is_place_of,
    may_delegate,
    rests_on,
)
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.rules import AgencyKind, PowerFacts


_TEXTS = ("name", "short_name", "stamp_name", "number_word")
"""All of them stand on papers or in numbers."""


@dataclass(frozen=True, kw_only=True)
class AgencyFacts:
    """An agency as the system administrator writes it down."""

    name: str
    short_name: str
    kind: AgencyKind
    division_code: str
    stamp_name: str
    number_word: str
    is_active: bool = True


def add_agency(session: Session, *, actor: Actor, now: datetime, facts: AgencyFacts) -> Agency:
    """Enter an agency. Raises Refused with everything that is wrong."""
    actor.need(Permission.AGENCY_MANAGE)
    actor.need_reach(facts.division_code, "division", facts.division_code)
    _refuse(_faults(session, actor.county_code, facts, None))
    agency = Agency(county_code=actor.county_code, **asdict(facts))
    session.add(agency)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="agency:add",
        subject=subject_of_agency(agency),
        after=facts_of_agency(agency),
    )
    return agency


def update_agency(
    session: Session, *, actor: Actor, now: datetime, agency: Agency, facts: AgencyFacts
) -> bool:
    """Change an agency; say whether anything changed. Cases keep name, stamp and word as they were."""
    actor.need(Permission.AGENCY_MANAGE)
    actor.need_reach(agency.division_code, "agency", agency.id)
    actor.need_reach(facts.division_code, "division", facts.division_code)
    on = local_day(now)
    _refuse([*_faults(session, agency.county_code, facts, agency), *_ties(session, agency, facts, on)])
    before = facts_of_agency(agency)
    for name, value in asdict(facts).items():
        setattr(agency, name, value)
    session.flush()
    after = facts_of_agency(agency)
    if before == after:
        return False
    record(
        session,
        actor=actor,
        now=now,
        action="agency:update",
        subject=subject_of_agency(agency),
        before=before,
        after=after,
    )
    return True


def grant_power(
    session: Session, *, actor: Actor, now: datetime, agency: Agency, facts: PowerFacts
) -> AgencyPower:
    """Record that an agency enforces a matter, and on what ground. Raises Refused with every reason."""
    actor.need(Permission.AGENCY_MANAGE)
    actor.need_reach(agency.division_code, "agency", agency.id)
    powers = queries.list_powers(session, agency.county_code)
    holder = Holder(agency.id, agency.kind, agency.division_code)
    _refuse([*faults_of_power(facts, holder), *_faults_beside(agency, facts, powers)])
    power = AgencyPower(county_code=agency.county_code, agency_id=agency.id, **asdict(facts))
    power.authorisation = facts.authorisation.strip()
    session.add(power)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="power:grant",
        subject=subject_of_agency(agency),
        after=facts_of_power(power),
    )
    return power


def end_power(
    session: Session, *, actor: Actor, now: datetime, power: AgencyPower, on: date, reason: str
) -> None:
    """Let a power end with a day. Cases that were opened under it keep it."""
    actor.need(Permission.AGENCY_MANAGE)
    actor.need_reach(power.agency.division_code, "power", power.id)
    if power.valid_to is not None and power.valid_to < local_day(now):
        raise RuleBroken("power_ended_already", on=power.valid_to.isoformat())
    if on < power.valid_from:
        raise RuleBroken("power_ends_before_it_begins", field="on", start=power.valid_from.isoformat())
    if power.valid_to is not None and on > power.valid_to:
        raise RuleBroken("power_ends_earlier", field="on", end=power.valid_to.isoformat())
    if not reason.strip():
        raise RuleBroken("power_end_needs_reason", field="reason")
    powers = queries.list_powers(session, power.county_code)
    resting = [one for one in powers if rests_on(one, power, after=on, powers=powers)]
    if resting:
        raise RuleBroken("power_is_delegated", field="on", agency=resting[0].agency.name)
    before = facts_of_power(power)
    power.valid_to = on
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="power:end",
        subject=subject_of_agency(power.agency),
        before=before,
        after=facts_of_power(power),
        reason=reason.strip(),
    )


def _refuse(reasons: Iterator[RuleBroken] | Sequence[RuleBroken]) -> None:
    found = list(reasons)
    if found:
        raise Refused(found)


def _faults(
    session: Session, county_code: str, facts: AgencyFacts, agency: Agency | None
) -> Iterator[RuleBroken]:
    for field in _TEXTS:
        if not getattr(facts, field).strip():
            yield RuleBroken("agency_text_missing", field=field)
    namesake = queries.find_agency_by_name(session, county_code, facts.name)
    if namesake is not None and namesake is not agency:
        yield RuleBroken("agency_name_taken", field="name", name=facts.name)
    if not is_place_of(facts.kind, facts.division_code):
        yield RuleBroken("agency_place_unfit", field="division_code")


def _ties(session: Session, agency: Agency, facts: AgencyFacts, on: date) -> Iterator[RuleBroken]:
    """Yield what hangs on the agency and would be left without it, or outside its new division."""
    officers = queries.list_officers(session, county_code=agency.county_code, agency_id=agency.id)
    active = [officer for officer in officers if officer.is_active]
    powers = [
        power
        for power in queries.list_powers(session, agency.county_code)
        if agency.id in {power.agency_id, power.principal_agency_id}
        and (power.valid_to is None or on <= power.valid_to)
    ]
    if not facts.is_active and active:
        yield RuleBroken("agency_has_officers", field="is_active", count=len(active))
    if not facts.is_active and powers:
        yield RuleBroken("agency_holds_powers", field="is_active", count=len(powers))
    outside = [one for one in active if not one.jurisdiction.startswith(facts.division_code)]
    if outside:
        yield RuleBroken("agency_officers_outside", field="division_code", count=len(outside))
    own = [power for power in powers if power.agency_id == agency.id]
    if any(not power.division_code.startswith(facts.division_code) for power in own):
        yield RuleBroken("agency_powers_outside", field="division_code")
    if facts.kind is not agency.kind and own:
        yield RuleBroken("agency_kind_bears_powers", field="kind")


def _faults_beside(agency: Agency, facts: PowerFacts, powers: list[AgencyPower]) -> Iterator[RuleBroken]:
    """Yield what is wrong with a power among the others of the county."""
    if not agency.is_active:
        yield RuleBroken("agency_inactive", field="agency_id", agency=agency.name)
    other = find_overlapping(facts, powers)
    if other is not None:
        yield RuleBroken("power_overlaps", field="matter", agency=other.agency.name, matter=other.matter)
    principal = facts.principal_agency_id
    if facts.model is PowerModel.DELEGATED and principal not in {None, agency.id}:
        of_principal = [power for power in powers if power.agency_id == principal]
        if not may_delegate(facts, of_principal):
            yield RuleBroken("power_not_the_principals", field="principal_agency_id", article="处罚法 20")

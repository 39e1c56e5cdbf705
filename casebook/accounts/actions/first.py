"""The first accounts of a county: three administrators who share nothing (GB/T 22239-2019, level 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.actions.agencies import AgencyFacts, add_agency
from casebook.accounts.actions.officers import add_officer
from casebook.accounts.rules import AgencyKind, OfficerFacts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor

ADMINISTRATORS = (
    (Role.SYSTEM_ADMIN, "system", "系统管理员"),
    (Role.SECURITY_ADMIN, "security", "安全管理员"),
    (Role.AUDIT_ADMIN, "audit", "审计管理员"),
)
FIRST_AGENCY = AgencyFacts(
    name="县水利局",
    short_name="水利局",
    kind=AgencyKind.WATER_BUREAU,
    division_code="",
    stamp_name="县水利局",
    number_word="水",
)


@dataclass(frozen=True)
class FirstAccount:
    """An account as it is told once, on the terminal of whoever starts casebook."""

    login: str
    name: str
    password: str


def make_administrators(
    session: Session, *, actor: Actor, now: datetime, agency: AgencyFacts = FIRST_AGENCY
) -> list[FirstAccount]:
    """Make the three administrators of an empty county and the agency they sit in; only the operator can.

    The system administrator gives the agency its right name.
    """
    placed = replace(agency, division_code=agency.division_code or actor.county_code)
    home = add_agency(session, actor=actor, now=now, facts=placed)
    accounts = []
    for role, login, name in ADMINISTRATORS:
        officer = OfficerFacts(
            name=name, agency_id=home.id, jurisdiction=actor.county_code, roles=frozenset({role})
        )
        added, password = add_officer(session, actor=actor, now=now, login=login, facts=officer)
        accounts.append(FirstAccount(added.login, added.name, password))
    return accounts

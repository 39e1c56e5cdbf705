"""Agencies, powers and officers for tests. All of them are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from casebook.access import Role
from casebook.accounts import queries
from casebook.accounts.models import Agency, AgencyPower, Officer, OfficerRole, SignInSession
from casebook.accounts.rules import AgencyKind, PowerModel
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

COUNTY = "371525"
PASSWORD = "Correct-horse-7"
NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
_HASHES: dict[str, str] = {}


def password_hash() -> str:
    """One hash for all test officers: argon2 costs a quarter of a second."""
    if not _HASHES:
        from casebook.accounts.passwords import make_hash  # noqa: PLC0415 - only when somebody signs in

        _HASHES[PASSWORD] = make_hash(PASSWORD)
    return _HASHES[PASSWORD]


def make_agency(
    session: Session,
    *,
    name: str = "冠县水利局",
    kind: AgencyKind = AgencyKind.WATER_BUREAU,
    word: str = "冠水",
    division_code: str = COUNTY,
) -> Agency:
    agency = Agency(
        county_code=COUNTY,
        name=name,
        short_name=name.removeprefix("冠县"),
        kind=kind,
        division_code=division_code,
        stamp_name=name,
        number_word=word,
    )
    session.add(agency)
    session.flush()
    return agency


def give_power(
    session: Session,
    agency: Agency,
    *,
    matter: str = "*",
    model: PowerModel = PowerModel.OWN,
    division_code: str = COUNTY,
    principal: Agency | None = None,
    authorisation: str = "",
    valid_from: date = date(2020, 1, 1),
    valid_to: date | None = None,
) -> AgencyPower:
    power = AgencyPower(
        county_code=COUNTY,
        agency_id=agency.id,
        matter=matter,
        model=model,
        division_code=division_code,
        principal_agency_id=principal.id if principal else None,
        authorisation=authorisation,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    session.add(power)
    session.flush()
    return power


def make_officer(
    session: Session,
    *roles: Role,
    agency: Agency,
    name: str | None = None,
    login: str | None = None,
    jurisdiction: str | None = None,
    certificate: bool = True,
    valid_to: date = date(2029, 12, 31),
    with_password: bool = False,
) -> Officer:
    unique = uuid4().hex[:8]
    officer = Officer(
        county_code=COUNTY,
        login=login or f"officer-{unique}",
        name=name or f"试员{unique[:3]}",
        agency_id=agency.id,
        jurisdiction=jurisdiction or agency.division_code,
        password_hash=password_hash() if with_password else "-",
        password_changed_at=NOW,
        must_change_password=False,
        certificate_no=f"鲁P{int(unique, 16) % 10**8:08d}" if certificate else None,
        certificate_valid_from=date(2020, 1, 1) if certificate else None,
        certificate_valid_to=valid_to if certificate else None,
        created_at=NOW,
        role_rows=[OfficerRole(role=role) for role in roles],
    )
    session.add(officer)
    session.flush()
    return officer


def make_actor(session: Session, *roles: Role, agency: Agency | None = None, **traits: object) -> Actor:
    """An officer as one who acts; in an agency of their own unless one is given."""
    agency = agency or make_agency(session, name=f"试验机关{uuid4().hex[:6]}")
    return queries.actor_of(make_officer(session, *roles, agency=agency, **traits))


def make_manager(session: Session, agency: Agency | None = None, **traits: object) -> Actor:
    """A security administrator, who keeps officers and sessions."""
    return make_actor(session, Role.SECURITY_ADMIN, agency=agency, certificate=False, **traits)


def make_registrar(session: Session, agency: Agency | None = None, **traits: object) -> Actor:
    """A system administrator, who keeps agencies and powers."""
    return make_actor(session, Role.SYSTEM_ADMIN, agency=agency, certificate=False, **traits)


def sign_in_row(officer: Officer, *, token: str = "", at: datetime = NOW, **traits: object) -> SignInSession:
    """A session of an officer, not yet in the database."""
    return SignInSession(
        officer_id=officer.id,
        token_hash=digest((token or uuid4().hex).encode()),
        started_at=at,
        last_write_at=at,
        device="test",
        **traits,
    )

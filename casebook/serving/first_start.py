"""What a start does first: the schema is brought up to date, an empty county is made usable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts import actions as accounts
from casebook.accounts import queries as officers
from casebook.accounts.models import Agency, AgencyKind, Officer, OfficerRole
from casebook.audit.actions import record
from casebook.backup import databases
from casebook.db import migrate
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as calendar
from casebook.kernel.clock import to_local
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.keys import manifest, signing
from casebook.serving.county import embedded_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.rules import PasswordPolicy
    from casebook.config import Settings

FIRST = (
    (Role.SYSTEM_ADMIN, "system", "系统管理员"),
    (Role.SECURITY_ADMIN, "security", "安全管理员"),
    (Role.AUDIT_ADMIN, "audit", "审计管理员"),
)
FIRST_AGENCY = "县水利局"


@dataclass(frozen=True)
class FirstAccount:
    """An account as it is told once, on the terminal of whoever starts casebook."""

    login: str
    name: str
    password: str


def bring_up(settings: Settings, *, now: datetime) -> Path | None:
    """Bring an embedded database to the present schema; return the copy that was made of the old one.

    RuleBroken for a newer program's database, and for a server that has to be migrated: there,
    its owner does it with `casebook init`.
    """
    file = embedded_file(settings)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    before, head = migrate.current(settings.sqlalchemy_url), migrate.head()
    if before == head:
        return None
    if before is not None and not migrate.is_known(before):
        raise RuleBroken("schema_of_newer_program", revision=before, head=head)
    if file is None:
        raise RuleBroken("schema_to_be_migrated", revision=before or "-", head=head)
    copy = None if before is None else _copy(settings, file, before, now)
    migrate.upgrade(settings.sqlalchemy_url)
    return copy


def _copy(settings: Settings, file: Path, revision: str, now: datetime) -> Path:
    """Copy the database as it is before an upgrade, with its rowids."""
    folder = settings.data_path / "before-upgrade"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{file.stem}-{revision}-{to_local(now):%Y%m%d-%H%M%S}.sqlite"
    with databases.snapshot(settings.sqlalchemy_url, target):
        return target


def make_keys(settings: Settings, *, now: datetime) -> None:
    """Make the first signing key where there is none."""
    if not manifest.manifest_path(settings).exists():
        signing.init(settings, now=now)


def fill(
    session: Session, *, actor: Actor, now: datetime, policy: PasswordPolicy, first_year: int
) -> list[FirstAccount]:
    """Give an empty county its calendar and its three administrators; return the accounts that were made.

    Where there is a calendar or anybody who can sign in, nothing is added to it.
    """
    if not calendar.list_years(session):
        deadlines.load_official_calendar(session, actor=actor, now=now, first_year=first_year)
    if officers.has_officers(session):
        return []
    agency = _add_agency(session, actor=actor, now=now)
    return [_add_administrator(session, agency, row, actor=actor, now=now, policy=policy) for row in FIRST]


def _add_agency(session: Session, *, actor: Actor, now: datetime) -> Agency:
    """Make the office that the administrators sit in; the system administrator gives it its right name."""
    agency = Agency(
        county_code=actor.county_code,
        name=FIRST_AGENCY,
        short_name=FIRST_AGENCY,
        kind=AgencyKind.WATER_BUREAU,
        division_code=actor.county_code,
        stamp_name=FIRST_AGENCY,
        number_word="水",
    )
    session.add(agency)
    session.flush()
    subject = Subject("agency", agency.id, agency.name, actor.county_code)
    record(session, actor=actor, now=now, action="agency:add", subject=subject, after={"name": agency.name})
    return agency


def _add_administrator(
    session: Session,
    agency: Agency,
    first: tuple[Role, str, str],
    *,
    actor: Actor,
    now: datetime,
    policy: PasswordPolicy,
) -> FirstAccount:
    role, login, name = first
    officer = Officer(
        county_code=actor.county_code,
        login=login,
        name=name,
        agency_id=agency.id,
        jurisdiction=actor.county_code,
        password_hash="",
        password_changed_at=now,
        must_change_password=True,
        created_at=now,
        role_rows=[OfficerRole(role=role)],
    )
    session.add(officer)
    session.flush()
    password = accounts.invent_password()
    accounts.set_password(session, now=now, policy=policy, officer=officer, new=password)
    facts = {"login": login, "roles": [role.value]}
    subject = accounts.subject_of(officer)
    record(session, actor=actor, now=now, action="officer:add", subject=subject, after=facts)
    return FirstAccount(login, name, password)

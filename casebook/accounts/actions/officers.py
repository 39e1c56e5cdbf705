"""Keeping officers' accounts: by the security administrator, or the operator of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries
from casebook.accounts.actions.passwords import give_first_password
from casebook.accounts.actions.sign_ins import end_all
from casebook.accounts.actions.subjects import facts_of, subject_of
from casebook.accounts.models import Officer, OfficerRole
from casebook.accounts.rules import faults_of_login, faults_of_officer, spell_login
from casebook.audit.actions import record
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor, Role
    from casebook.accounts.models import Agency
    from casebook.accounts.rules import OfficerFacts


def add_officer(
    session: Session, *, actor: Actor, now: datetime, login: str, facts: OfficerFacts
) -> tuple[Officer, str]:
    """Open an account; return it with its invented first password, which is kept nowhere.

    Raises Refused with everything that is wrong: login, place, roles, certificate.
    """
    actor.need(Permission.OFFICER_MANAGE)
    login = spell_login(login)
    agency = _checked_agency(session, actor, facts, besides=_faults_of_login(session, login))
    officer = Officer(
        county_code=agency.county_code,
        login=login,
        password_hash="",
        password_changed_at=now,
        is_active=True,
        created_at=now,
    )
    _write(officer, facts)
    session.add(officer)
    session.flush()
    password = give_first_password(session, now=now, officer=officer)
    record(
        session,
        actor=actor,
        now=now,
        action="officer:add",
        subject=subject_of(officer),
        after={"login": login, **facts_of(officer, agency)},
    )
    return officer, password


def update_officer(
    session: Session, *, actor: Actor, now: datetime, officer: Officer, facts: OfficerFacts
) -> bool:
    """Change name, agency, jurisdiction, roles, certificate or telephone; say whether anything changed.

    Nobody changes their own account here: an administrator who could would give themselves any role.
    """
    _check_manager(actor, officer)
    agency = _checked_agency(session, actor, facts, officer)
    before = facts_of(officer, officer.agency)
    _write(officer, facts)
    after = facts_of(officer, agency)
    session.flush()
    session.expire(officer, ["agency"])
    if before == after:
        return False
    record(
        session,
        actor=actor,
        now=now,
        action="officer:update",
        subject=subject_of(officer),
        before=before,
        after=after,
    )
    return True


def disable_officer(session: Session, *, actor: Actor, now: datetime, officer: Officer, reason: str) -> int:
    """Close an account and end its sessions; return how many ran. What the officer did stays as it is."""
    _check_manager(actor, officer)
    if not officer.is_active:
        raise RuleBroken("officer_disabled_already")
    if not reason.strip():
        raise RuleBroken("disabling_needs_reason", field="reason")
    officer.is_active = False
    ended = end_all(session, officer=officer, now=now, by=actor.name)
    record(
        session,
        actor=actor,
        now=now,
        action="officer:disable",
        subject=subject_of(officer),
        before={"is_active": True},
        after={"is_active": False, "ended_sessions": ended},
        reason=reason.strip(),
    )
    return ended


def enable_officer(session: Session, *, actor: Actor, now: datetime, officer: Officer) -> None:
    """Open a closed account again, with the roles it had; its agency must still act."""
    _check_manager(actor, officer)
    if officer.is_active:
        raise RuleBroken("officer_active_already")
    if not officer.agency.is_active:
        raise RuleBroken("agency_inactive", field="agency_id", agency=officer.agency.name)
    officer.is_active = True
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="officer:enable",
        subject=subject_of(officer),
        before={"is_active": False},
        after={"is_active": True},
    )


def _check_manager(actor: Actor, officer: Officer) -> None:
    actor.need(Permission.OFFICER_MANAGE)
    actor.need_reach(officer.jurisdiction, "officer", officer.login)
    if officer.id == actor.officer_id:
        raise RuleBroken("officer_is_oneself")


def _checked_agency(
    session: Session,
    actor: Actor,
    facts: OfficerFacts,
    officer: Officer | None = None,
    *,
    besides: Iterable[RuleBroken] = (),
) -> Agency:
    """Return the agency of the facts once they hold together; Refused with every reason."""
    agency = queries.get_agency(session, facts.agency_id)
    actor.need_reach(agency.division_code, "agency", agency.id)
    reasons = [
        *besides,
        *_faults_of_agency(agency, officer),
        *faults_of_officer(facts, agency.division_code),
        *_faults_of_number(session, agency.county_code, facts, officer),
    ]
    if reasons:
        raise Refused(reasons)
    return agency


def _faults_of_login(session: Session, login: str) -> Iterator[RuleBroken]:
    yield from faults_of_login(login)
    if queries.find_officer_by_login(session, login) is not None:
        yield RuleBroken("login_taken", field="login", login=login)


def _faults_of_agency(agency: Agency, officer: Officer | None) -> Iterator[RuleBroken]:
    stays = officer is not None and officer.agency_id == agency.id
    if not agency.is_active and not stays:
        yield RuleBroken("agency_inactive", field="agency_id", agency=agency.name)


def _faults_of_number(
    session: Session, county_code: str, facts: OfficerFacts, officer: Officer | None
) -> Iterator[RuleBroken]:
    """Two people never carry one certificate."""
    number = facts.certificate_no.strip()
    bearer = queries.find_officer_by_certificate(session, county_code, number) if number else None
    if bearer is not None and (officer is None or bearer.id != officer.id):
        yield RuleBroken("certificate_taken", field="certificate_no", name=bearer.name)


def _write(officer: Officer, facts: OfficerFacts) -> None:
    officer.name = facts.name.strip()
    officer.agency_id = facts.agency_id
    officer.jurisdiction = facts.jurisdiction
    officer.certificate_no = facts.certificate_no.strip() or None
    officer.certificate_valid_from = facts.certificate_valid_from
    officer.certificate_valid_to = facts.certificate_valid_to
    officer.phone = facts.phone.strip() or None
    _set_roles(officer, facts.roles)


def _set_roles(officer: Officer, roles: frozenset[Role]) -> None:
    officer.role_rows = [row for row in officer.role_rows if row.role in roles]
    officer.role_rows += [OfficerRole(role=role) for role in sorted(roles - officer.roles)]

"""Reading agencies, powers, officers and sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from casebook.access import Actor, Role
from casebook.accounts.models import Agency, AgencyPower, Officer, OfficerRole, PasswordRecord, SignInSession
from casebook.accounts.rules import applicable_power
from casebook.kernel.errors import NotFound, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def actor_of(officer: Officer, device: str = "") -> Actor:
    """Return the officer as one who acts."""
    return Actor(
        officer_id=officer.id,
        name=officer.name,
        agency_id=officer.agency_id,
        agency_name=officer.agency.name,
        jurisdiction=officer.jurisdiction,
        roles=officer.roles,
        device=device,
    )


def get_officer(session: Session, officer_id: UUID) -> Officer:
    """Return an officer, or raise NotFound."""
    found = session.scalar(select(Officer).where(Officer.id == officer_id))
    if found is None:
        raise NotFound("officer", officer_id)
    return found


def find_officer_by_login(session: Session, login: str) -> Officer | None:
    """Return the officer who signs in by this name."""
    return session.scalar(select(Officer).where(Officer.login == login.strip().lower()))


def get_officer_by_login(session: Session, login: str) -> Officer:
    """Return the officer who signs in by this name, or raise NotFound."""
    found = find_officer_by_login(session, login)
    if found is None:
        raise NotFound("officer", login)
    return found


def list_officers(session: Session, *, county_code: str, agency_id: UUID | None = None) -> list[Officer]:
    """Return the county's officers by agency and name."""
    query = (
        select(Officer).join(Agency, Agency.id == Officer.agency_id).where(Officer.county_code == county_code)
    )
    if agency_id is not None:
        query = query.where(Officer.agency_id == agency_id)
    return list(session.scalars(query.order_by(Agency.name, Officer.name, Officer.id)).unique())


def officers_by_id(session: Session, officer_ids: Collection[UUID]) -> dict[UUID, Officer]:
    """Return these officers by id, for pages that name several."""
    query = select(Officer).where(Officer.id.in_(set(officer_ids)))
    return {officer.id: officer for officer in session.scalars(query).unique()}


def list_certified(
    session: Session, *, county_code: str, on: date, agency_id: UUID | None = None
) -> list[Officer]:
    """Return the active officers whose certificate is valid on a day."""
    officers = list_officers(session, county_code=county_code, agency_id=agency_id)
    return [officer for officer in officers if officer.is_active and officer.is_certified(on)]


def list_with_role(session: Session, *, county_code: str, role: Role) -> list[Officer]:
    """Return the active officers who hold a role."""
    query = (
        select(Officer)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(Officer.county_code == county_code, Officer.is_active, OfficerRole.role == role)
        .order_by(Officer.name, Officer.id)
    )
    return list(session.scalars(query).unique())


def get_agency(session: Session, agency_id: UUID) -> Agency:
    """Return an agency, or raise NotFound."""
    found = session.scalar(select(Agency).where(Agency.id == agency_id))
    if found is None:
        raise NotFound("agency", agency_id)
    return found


def list_agencies(session: Session, county_code: str) -> list[Agency]:
    """Return the county's agencies by name."""
    return list(
        session.scalars(
            select(Agency).where(Agency.county_code == county_code).order_by(Agency.name, Agency.id)
        )
    )


def list_powers(session: Session, county_code: str) -> list[AgencyPower]:
    """Return all powers of the county's agencies, by matter."""
    query = select(AgencyPower).where(AgencyPower.county_code == county_code)
    return list(session.scalars(query.order_by(AgencyPower.matter, AgencyPower.valid_from, AgencyPower.id)))


def power_holder(
    session: Session, *, county_code: str, matter: str, division_code: str, on: date
) -> AgencyPower:
    """Return the power over a matter in a division on a day; RuleBroken when nobody holds it."""
    found = applicable_power(
        list_powers(session, county_code), matter=matter, division_code=division_code, on=on
    )
    if found is None:
        raise RuleBroken("power_missing", article="处罚法 17", matter=matter, on=on.isoformat())
    return found


def find_sign_in(session: Session, token_hash: str) -> SignInSession | None:
    """Return the running sign-in with this token."""
    query = select(SignInSession).where(
        SignInSession.token_hash == token_hash, SignInSession.ended_at.is_(None)
    )
    return session.scalars(query).unique().one_or_none()


def get_own_sign_in(session: Session, *, officer_id: UUID, sign_in_id: UUID) -> SignInSession:
    """Return a running sign-in of an officer, or raise NotFound."""
    query = select(SignInSession).where(
        SignInSession.id == sign_in_id,
        SignInSession.officer_id == officer_id,
        SignInSession.ended_at.is_(None),
    )
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound("sign_in_session", sign_in_id)
    return found


def list_sign_ins(
    session: Session, *, officer_id: UUID | None = None, since: datetime
) -> list[SignInSession]:
    """Return sign-ins that run or ended after `since`, newest first."""
    query = select(SignInSession).where(or_(SignInSession.ended_at.is_(None), SignInSession.ended_at > since))
    if officer_id is not None:
        query = query.where(SignInSession.officer_id == officer_id)
    return list(session.scalars(query.order_by(SignInSession.started_at.desc(), SignInSession.id)).unique())


def earlier_passwords(session: Session, officer_id: UUID, count: int) -> list[str]:
    """Return the hashes of an officer's last passwords."""
    query = (
        select(PasswordRecord.password_hash)
        .where(PasswordRecord.officer_id == officer_id)
        .order_by(PasswordRecord.set_at.desc(), PasswordRecord.rowid.desc())
        .limit(count)
    )
    return list(session.scalars(query))


def has_officers(session: Session) -> bool:
    """Say whether anybody can sign in at all."""
    return session.scalar(select(Officer.rowid).limit(1)) is not None

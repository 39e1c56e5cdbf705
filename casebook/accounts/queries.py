"""Reading agencies, powers, officers and sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import lazyload

from casebook.access import Actor, Role
from casebook.accounts.models import Agency, AgencyPower, Officer, OfficerRole, PasswordRecord, SignInSession
from casebook.accounts.rules import applicable_power
from casebook.db.paging import page
from casebook.kernel.errors import NotFound, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.db.paging import Page


@dataclass(frozen=True)
class OfficerFilter:
    """What a list of officers is narrowed to; None and empty mean all."""

    agency_id: UUID | None = None
    role: Role | None = None
    is_active: bool | None = None
    text: str = ""


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


@dataclass(frozen=True)
class Caller:
    """Who a request comes from, by its sign-in."""

    sign_in_id: UUID
    actor: Actor
    must_change_password: bool


def get_officer(session: Session, officer_id: UUID) -> Officer:
    """Return an officer, or raise NotFound."""
    found = session.scalar(select(Officer).where(Officer.id == officer_id))
    if found is None:
        raise NotFound("officer", officer_id)
    return found


def get_officer_within(session: Session, officer_id: UUID, actor: Actor) -> Officer:
    """Return an officer whose jurisdiction lies in the actor's, or raise NotFound."""
    found = get_officer(session, officer_id)
    actor.need_reach(found.jurisdiction, "officer", officer_id)
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


def find_officer_by_certificate(session: Session, county_code: str, number: str) -> Officer | None:
    """Return the officer who carries an enforcement certificate, or None."""
    query = select(Officer).where(Officer.county_code == county_code, Officer.certificate_no == number)
    return session.scalars(query.order_by(Officer.rowid).limit(1)).unique().one_or_none()


def list_officers(session: Session, *, county_code: str, agency_id: UUID | None = None) -> list[Officer]:
    """Return the county's officers by agency and name."""
    query = (
        select(Officer).join(Agency, Agency.id == Officer.agency_id).where(Officer.county_code == county_code)
    )
    if agency_id is not None:
        query = query.where(Officer.agency_id == agency_id)
    return list(session.scalars(query.order_by(Agency.name, Officer.name, Officer.id)).unique())


def page_officers(
    session: Session, actor: Actor, wanted: OfficerFilter, cursor: str | None = None
) -> Page[Officer]:
    """Return a page of the officers within reach, by name."""
    query = select(Officer).where(
        Officer.county_code == actor.county_code, Officer.jurisdiction.startswith(actor.jurisdiction)
    )
    if wanted.agency_id is not None:
        query = query.where(Officer.agency_id == wanted.agency_id)
    if wanted.role is not None:
        holds = exists().where(OfficerRole.officer_id == Officer.id, OfficerRole.role == wanted.role)
        query = query.where(holds)
    if wanted.is_active is not None:
        query = query.where(Officer.is_active == wanted.is_active)
    if wanted.text:
        columns = (Officer.name, Officer.login, Officer.certificate_no)
        query = query.where(or_(*(one.contains(wanted.text, autoescape=True) for one in columns)))
    return page(
        session,
        query,
        columns=[Officer.name, Officer.id],
        key=lambda officer: [officer.name, officer.id],
        cursor=cursor,
        convert=lambda index, text: UUID(text) if index else text,
    )


def officers_by_id(session: Session, officer_ids: Collection[UUID]) -> dict[UUID, Officer]:
    """Return these officers by id, for pages that name several; agency and roles are read when asked for."""
    return {officer.id: officer for officer in session.scalars(_NAMED, {"ids": list(set(officer_ids))})}


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


def get_agency_within(session: Session, agency_id: UUID, actor: Actor) -> Agency:
    """Return an agency that acts within the actor's jurisdiction, or raise NotFound."""
    found = get_agency(session, agency_id)
    actor.need_reach(found.division_code, "agency", agency_id)
    return found


def find_agency_by_name(session: Session, county_code: str, name: str) -> Agency | None:
    """Return the county's agency of this name, or None."""
    return session.scalar(
        select(Agency).where(Agency.county_code == county_code, Agency.name == name.strip())
    )


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


def count_active_officers(session: Session, county_code: str) -> dict[UUID, int]:
    """Return how many active officers each of the county's agencies has, by its id."""
    query = (
        select(Officer.agency_id, func.count())
        .where(Officer.county_code == county_code, Officer.is_active)
        .group_by(Officer.agency_id)
    )
    return {agency_id: count for agency_id, count in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def get_power(session: Session, power_id: UUID) -> AgencyPower:
    """Return a power, or raise NotFound."""
    found = session.scalar(select(AgencyPower).where(AgencyPower.id == power_id))
    if found is None:
        raise NotFound("power", power_id)
    return found


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


def find_caller(session: Session, token_hash: str, *, since: datetime) -> Caller | None:
    """Return who is signed in with this token and may act; `since` is the policy's `running_since`.

    One statement over columns: every request of the house begins with it.
    """
    rows = session.execute(_CALLER, {"its_hash": token_hash, "since": since}).all()
    if not rows:
        return None
    first = rows[0]
    actor = Actor(
        officer_id=first.officer_id,
        name=first.name,
        agency_id=first.agency_id,
        agency_name=first.agency_name,
        jurisdiction=first.jurisdiction,
        roles=frozenset(row.role for row in rows if row.role is not None),
        device=first.device,
    )
    return Caller(first.id, actor, first.must_change_password)


def _caller() -> Select[Any]:
    """Return the query of a running sign-in and its officer: a row for each role, one where there is none."""
    sign_in, officer = SignInSession.__table__.c, Officer.__table__.c
    agency, role = Agency.__table__.c, OfficerRole.__table__.c
    return (
        select(
            sign_in.id,
            sign_in.device,
            sign_in.officer_id,
            officer.name,
            officer.agency_id,
            officer.jurisdiction,
            officer.must_change_password,
            agency.name.label("agency_name"),
            role.role,
        )
        .join(Officer.__table__, officer.id == sign_in.officer_id)
        .join(Agency.__table__, agency.id == officer.agency_id)
        .outerjoin(OfficerRole.__table__, role.officer_id == officer.id)
        .where(sign_in.token_hash == bindparam("its_hash"), officer.is_active)
        .where(sign_in.ended_at.is_(None), sign_in.started_at > bindparam("since"))
    )


_CALLER = _caller()
_NAMED = (
    select(Officer)
    .where(Officer.id.in_(bindparam("ids", expanding=True)))
    .options(lazyload(Officer.agency), lazyload(Officer.role_rows))
)


def get_running_sign_in(session: Session, sign_in_id: UUID) -> SignInSession:
    """Return a sign-in that nobody has ended, or raise NotFound."""
    query = select(SignInSession).where(SignInSession.id == sign_in_id, SignInSession.ended_at.is_(None))
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound("sign_in_session", sign_in_id)
    return found


def get_own_sign_in(session: Session, *, officer_id: UUID, sign_in_id: UUID) -> SignInSession:
    """Return a sign-in of an officer that nobody has ended, or raise NotFound."""
    found = get_running_sign_in(session, sign_in_id)
    if found.officer_id != officer_id:
        raise NotFound("sign_in_session", sign_in_id)
    return found


def list_sign_ins(session: Session, *, officer_id: UUID, since: datetime) -> list[SignInSession]:
    """Return an officer's sign-ins that were begun after `since`, newest first."""
    query = select(SignInSession).where(
        SignInSession.officer_id == officer_id, SignInSession.started_at > since
    )
    return list(session.scalars(query.order_by(SignInSession.rowid.desc())).unique())


def list_running_sign_ins(session: Session, officer_id: UUID) -> list[SignInSession]:
    """Return the sign-ins of an officer that nobody has ended."""
    query = select(SignInSession).where(
        SignInSession.officer_id == officer_id, SignInSession.ended_at.is_(None)
    )
    return list(session.scalars(query.order_by(SignInSession.rowid)).unique())


def page_sign_ins(
    session: Session,
    actor: Actor,
    *,
    since: datetime,
    only_running: bool,
    officer_id: UUID | None = None,
    cursor: str | None = None,
) -> Page[SignInSession]:
    """Return a page of the sign-ins of all officers within reach, newest first.

    `since` is the policy's `running_since`.
    """
    query = (
        select(SignInSession)
        .join(Officer, Officer.id == SignInSession.officer_id)
        .where(Officer.county_code == actor.county_code, Officer.jurisdiction.startswith(actor.jurisdiction))
    )
    if only_running:
        query = query.where(_is_running(since))
    if officer_id is not None:
        query = query.where(SignInSession.officer_id == officer_id)
    return page(
        session,
        query,
        columns=[SignInSession.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def _is_running(since: datetime) -> ColumnElement[bool]:
    return and_(SignInSession.ended_at.is_(None), SignInSession.started_at > since)


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

"""Tables of agencies, officers and sign-ins."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.access import Role
from casebook.accounts.rules import AgencyKind, PowerModel
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value


class Agency(CountyRecord):
    """An office that acts under its own name."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("county_code", "name"),)

    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[AgencyKind] = mapped_column(by_value(AgencyKind))
    division_code: Mapped[str] = mapped_column(String(12))
    """Where it acts: the county's six digits, or a township's nine."""
    stamp_name: Mapped[str] = mapped_column(String(100))
    number_word: Mapped[str] = mapped_column(String(20))
    """机关代字 of its document numbers, such as 冠水 or 冠综执."""
    is_active: Mapped[bool] = mapped_column(default=True)


class AgencyPower(CountyRecord):
    """Who enforces one matter: `matter` is a PEN id of rules.md 4.1, or `*` for all others."""

    __tablename__ = "agency_power"
    __table_args__ = (Index(None, "county_code", "matter"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    matter: Mapped[str] = mapped_column(String(20))
    model: Mapped[PowerModel] = mapped_column(by_value(PowerModel))
    division_code: Mapped[str] = mapped_column(String(12))
    principal_agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    """The delegating agency, in whose name a delegated one acts."""
    authorisation: Mapped[str] = mapped_column(String(200), default="")
    """Number and name of the paper that gives the power."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id], lazy="joined")
    principal: Mapped[Agency | None] = relationship(foreign_keys=[principal_agency_id], lazy="joined")


class Officer(CountyRecord):
    """A person with an account."""

    __tablename__ = "officer"
    __table_args__ = (UniqueConstraint("login"),)

    login: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    jurisdiction: Mapped[str] = mapped_column(String(12))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    certificate_no: Mapped[str | None] = mapped_column(String(40))
    certificate_valid_from: Mapped[date | None]
    certificate_valid_to: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    is_active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship(lazy="joined")
    role_rows: Mapped[list[OfficerRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        """The officer's roles."""
        return frozenset(row.role for row in self.role_rows)

    def is_locked(self, now: datetime) -> bool:
        """Say whether repeated failures keep the account from signing in at present."""
        return self.locked_until is not None and self.locked_until > now

    def is_certified(self, on: date) -> bool:
        """Say whether the enforcement certificate is valid on a day (处罚法 42, G1)."""
        start, end = self.certificate_valid_from, self.certificate_valid_to
        return bool(self.certificate_no and start and end and start <= on <= end)


class OfficerRole(Record):
    """One role of one officer."""

    __tablename__ = "officer_role"
    __table_args__ = (UniqueConstraint("officer_id", "role"),)

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    role: Mapped[Role] = mapped_column(by_value(Role))


class PasswordRecord(Record):
    """A password once used, so that a profile can refuse its return."""

    __tablename__ = "password_record"

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class SignInSession(Record):
    """One sign-in on one device; the cookie holds a token of which only the hash is kept."""

    __tablename__ = "sign_in_session"

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(100), unique=True)
    started_at: Mapped[datetime]
    last_write_at: Mapped[datetime]
    """When it last changed something; mere reading writes nothing."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(60), default="")
    device: Mapped[str] = mapped_column(String(200), default="")

    officer: Mapped[Officer] = relationship(lazy="joined")

    def is_running(self, since: datetime) -> bool:
        """Say whether it was neither ended nor begun before `since` (`PasswordPolicy.running_since`)."""
        return self.ended_at is None and self.started_at > since


append_only.protect(PasswordRecord.__table__)

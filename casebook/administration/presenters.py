"""What the administrators' pages show, put together from several features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.accounts import queries
from casebook.accounts.rules import MATTERS, applicable_power, is_valid
from casebook.administration.forms.agencies import matter_words
from casebook.audit.presenters import act_entry
from casebook.audit.queries import list_acts
from casebook.cases.workload import open_work_of
from casebook.regions import queries as regions

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, AgencyPower, Officer, SignInSession

_COUNTY_DIGITS = 6


def state_of(officer: Officer, now: datetime) -> tuple[str, str]:
    """Return an account's state as a status tag takes it: value and words."""
    if not officer.is_active:
        return "disabled", _("已停用")
    if officer.is_locked(now):
        return "locked_out", _("已锁定")
    if officer.must_change_password:
        return "proposed", _("待改密码")
    return "active", _("在用")


def certificate_note(officer: Officer, on: date) -> str:
    """Return what is wrong with an officer's certificate on a day, empty when nothing is."""
    if officer.certificate_no is None or officer.is_certified(on):
        return ""
    end = officer.certificate_valid_to
    return str(_("执法证已过期")) if end and end < on else str(_("执法证未到起始日"))


@dataclass(frozen=True)
class WorkCounts:
    """How much waits for an officer: numbers only, for administrators see no case."""

    problems: int
    cases: int
    terms: int
    drafts: int

    @classmethod
    def of(cls, session: Session, officer: Officer) -> WorkCounts:
        """Count the officer's open work."""
        work = open_work_of(session, officer)
        return cls(len(work.problems), len(work.cases), len(work.terms), len(work.drafts))

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.problems or self.cases or self.terms or self.drafts)


def history_of(session: Session, kind: str, subject: Officer | Agency) -> list[dict[str, Any]]:
    """Return what was done to an account or agency, newest first, as a timeline takes it."""
    return [act_entry(act, values) for act, values in list_acts(session, kind, subject.id)]


@dataclass(frozen=True)
class PowerLine:
    """A power as a table shows it."""

    power: AgencyPower
    matter: str
    place: str
    state: str

    @classmethod
    def many(cls, session: Session, powers: list[AgencyPower], county_code: str, on: date) -> list[PowerLine]:
        """Return the lines of these powers: in force first, then coming, then ended."""
        names = regions.names(session, county_code)
        order = ["active", "proposed", "closed"]
        lines = [
            cls(
                one, matter_words(one.matter), names.get(one.division_code, one.division_code), _when(one, on)
            )
            for one in powers
        ]
        return sorted(lines, key=lambda line: order.index(line.state))


def _when(power: AgencyPower, on: date) -> str:
    if is_valid(power, on):
        return "active"
    return "proposed" if power.valid_from > on else "closed"


@dataclass(frozen=True)
class MatterLine:
    """Who enforces one matter today: the county's holder, and the townships that have their own."""

    matter: str
    holder: AgencyPower | None
    townships: list[AgencyPower]


def matter_lines(session: Session, county_code: str, on: date) -> list[MatterLine]:
    """Return the matters of rules.md 4.1 with who enforces them on a day."""
    powers = [one for one in queries.list_powers(session, county_code) if is_valid(one, on)]
    return [
        MatterLine(
            matter_words(matter),
            applicable_power(powers, matter=matter, division_code=county_code, on=on),
            [
                one
                for one in powers
                if len(one.division_code) > _COUNTY_DIGITS and one.matter in {matter, "*"}
            ],
        )
        for matter in MATTERS
    ]


def running_words(row: SignInSession, since: datetime) -> tuple[str, str]:
    """Return a sign-in's state as a status tag takes it."""
    if row.ended_at is not None:
        return "closed", _("已退出")
    return ("active", _("登录中")) if row.is_running(since) else ("expired", _("已到期"))

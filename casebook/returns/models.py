"""Tables of returns, of the tax office's lists and of tax sheets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.types import by_value
from casebook.kernel.subjects import Subject
from casebook.parties.models import Party
from casebook.quotas.rules import WaterSource
from casebook.returns.rules import Period, PeriodKind, ReturnSettingKey, ReturnState

_YEAR = "year BETWEEN 2000 AND 2100"
_NUMBER = "number BETWEEN 1 AND 12"


class ReturnSettingRow(CountyRecord):
    """A value that a county set about returns and the tax sheet, from a day on, with its paper."""

    __tablename__ = "return_setting"
    __table_args__ = (
        UniqueConstraint("county_code", "key", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("paper <> ''", name="paper_given"),
    )

    key: Mapped[ReturnSettingKey] = mapped_column(by_value(ReturnSettingKey))
    version: Mapped[int]
    value: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]


class ReturnRound(CountyRecord):
    """A period for which the county asked its users to report, with the clock that runs for all of them."""

    __tablename__ = "return_round"
    __table_args__ = (
        UniqueConstraint("county_code", "kind", "year", "number"),
        CheckConstraint(_YEAR, name="year"),
        CheckConstraint(_NUMBER, name="number"),
    )

    kind: Mapped[PeriodKind] = mapped_column(by_value(PeriodKind))
    year: Mapped[int]
    number: Mapped[int]
    due_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(80))

    @property
    def period(self) -> Period:
        """The period it is about."""
        return Period(self.year, self.number, self.kind)

    def as_subject(self) -> Subject:
        """Return the round as audit and clocks name it."""
        return Subject("return_round", self.id, f"{self.period} 取水情况直报", self.county_code)


class PeriodicReturn(CountyRecord):
    """What a user owes for a period, and how far it is."""

    __tablename__ = "periodic_return"
    __table_args__ = (
        UniqueConstraint("round_id", "party_id"),
        CheckConstraint("link_version BETWEEN 1 AND 65535", name="link_version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("(received_on IS NULL) = (submission_id IS NULL)", name="received_has_submission"),
        Index(None, "county_code", "state", "round_id"),
        Index(None, "party_id", "round_id"),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("return_round.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    """The township of all of the user's wells; the county's where they lie in several, or it has none."""
    state: Mapped[ReturnState] = mapped_column(by_value(ReturnState))
    received_on: Mapped[date | None]
    """The day on which the first report came."""
    submission_id: Mapped[UUID | None]
    """The report that counts: the last one."""
    total_m3: Mapped[Decimal | None] = mapped_column("total_l")
    query: Mapped[str] = mapped_column(String(400), default="")
    """What the user is asked, while it is under query."""
    link_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]

    round: Mapped[ReturnRound] = relationship(lazy="joined", innerjoin=True)
    party: Mapped[Party] = relationship(lazy="joined", innerjoin=True)

    def as_subject(self) -> Subject:
        """Return it as audit and notices name it: without the user's name."""
        return Subject("return", self.id, f"{self.round.period} 取水情况直报", self.division_code)


class ReturnEvent(Record):
    """One step of a return."""

    __tablename__ = "return_event"
    __table_args__ = (UniqueConstraint("return_id", "sequence"),)

    return_id: Mapped[UUID] = mapped_column(ForeignKey("periodic_return.id"))
    sequence: Mapped[int]
    from_state: Mapped[ReturnState | None] = mapped_column(by_value(ReturnState))
    to_state: Mapped[ReturnState] = mapped_column(by_value(ReturnState))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(400), default="")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class ReturnSubmission(CountyRecord):
    """One report of a user; sending it again adds the next version."""

    __tablename__ = "return_submission"
    __table_args__ = (
        UniqueConstraint("return_id", "version"),
        CheckConstraint("NOT is_nil OR total_l = 0", name="nil_is_nothing"),
    )

    return_id: Mapped[UUID] = mapped_column(ForeignKey("periodic_return.id"))
    version: Mapped[int]
    is_nil: Mapped[bool]
    total_m3: Mapped[Decimal] = mapped_column("total_l")
    is_own: Mapped[bool]
    """Sent by the user through the link; otherwise entered by an officer from a paper."""
    reporter: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(400), default="")
    sent_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(80), default="")


class ReturnLine(Record):
    """The water of one intake in a report."""

    __tablename__ = "return_line"
    __table_args__ = (
        UniqueConstraint("submission_id", "place"),
        CheckConstraint("volume_l >= 0", name="volume"),
        CheckConstraint("dial_l IS NULL OR dial_l >= 0", name="dial"),
        Index(None, "well_id"),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("return_submission.id"))
    place: Mapped[int]
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    dial_m3: Mapped[Decimal | None] = mapped_column("dial_l")
    """The dial at the period's end, as the user read it."""
    note: Mapped[str] = mapped_column(String(200), default="")
    photograph_hash: Mapped[str | None] = mapped_column(String(160))
    """Of the dial."""
    photograph_name: Mapped[str] = mapped_column(String(200), default="")


class ReturnLinkUse(CountyRecord):
    """That a report came through a link today, so that nobody sends too often; wiped on the next day."""

    __tablename__ = "return_link_use"
    __table_args__ = (
        Index(None, "county_code", "used_on", "caller_mark"),
        Index(None, "return_id", "used_on"),
    )

    return_id: Mapped[UUID] = mapped_column(ForeignKey("periodic_return.id"))
    used_on: Mapped[date]
    caller_mark: Mapped[str] = mapped_column(String(40))
    was_refused: Mapped[bool] = mapped_column(default=False)
    """Whether it was an attempt that did not come in."""


class TaxList(CountyRecord):
    """What users declared to the tax office for a year; the newest list of a year counts."""

    __tablename__ = "tax_list"
    __table_args__ = (UniqueConstraint("county_code", "year", "version"), CheckConstraint(_YEAR, name="year"))

    year: Mapped[int]
    version: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(80))
    accepted: Mapped[int]
    repeated: Mapped[int]
    refused: Mapped[dict[str, Any]]
    """How many rows by reason."""
    unmatched: Mapped[int]
    """Rows about nobody whom we know."""
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(80))


class TaxListLine(Record):
    """One row of a list: who declared how much for which months."""

    __tablename__ = "tax_list_line"
    __table_args__ = (
        UniqueConstraint("list_id", "line"),
        CheckConstraint("volume_l >= 0", name="volume"),
        CheckConstraint(
            "first_month BETWEEN 1 AND 12 AND last_month BETWEEN first_month AND 12", name="months"
        ),
        Index(None, "list_id", "party_id"),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("tax_list.id"))
    line: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    identifier: Mapped[str] = mapped_column(String(40))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    first_month: Mapped[int]
    last_month: Mapped[int]
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")


class TaxSheet(CountyRecord):
    """水资源税取用水量核定书: what a user took in a period, assessed once.

    `facts` are the very bytes that were hashed, and nothing in here ever changes: what was wrong is taken
    back (`TaxSheetVoid`) and assessed anew.
    """

    __tablename__ = "tax_sheet"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        UniqueConstraint("party_id", "source", "kind", "year", "period_number", "version"),
        CheckConstraint("within_l + over_l = volume_l", name="parts"),
        CheckConstraint(_YEAR, name="year"),
        Index(None, "county_code", "year", "kind", "period_number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    source: Mapped[WaterSource] = mapped_column(by_value(WaterSource))
    kind: Mapped[PeriodKind] = mapped_column(by_value(PeriodKind))
    year: Mapped[int]
    period_number: Mapped[int]
    version: Mapped[int]
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    within_m3: Mapped[Decimal] = mapped_column("within_l")
    over_m3: Mapped[Decimal] = mapped_column("over_l")
    facts: Mapped[str] = mapped_column(Text)
    """Canonical JSON of all that the sheet says."""
    facts_hash: Mapped[str] = mapped_column(String(160))
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    issued_by: Mapped[str] = mapped_column(String(80))

    party: Mapped[Party] = relationship(lazy="joined", innerjoin=True)
    void: Mapped[TaxSheetVoid | None] = relationship(lazy="joined", viewonly=True)

    @property
    def period(self) -> Period:
        """The period it is about."""
        return Period(self.year, self.period_number, self.kind)

    @property
    def contents(self) -> dict[str, Any]:
        """What the sheet says."""
        found: dict[str, Any] = orjson.loads(self.facts)
        return found

    def as_subject(self) -> Subject:
        """Return it as audit names it."""
        return Subject("tax_sheet", self.id, self.number, self.division_code)


class TaxSheetVoid(Record):
    """That a sheet was taken back, and why."""

    __tablename__ = "tax_sheet_void"
    __table_args__ = (UniqueConstraint("sheet_id"), CheckConstraint("reason <> ''", name="reason_given"))

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("tax_sheet.id"))
    reason: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(80))


for _table in (
    ReturnSettingRow,
    ReturnEvent,
    ReturnSubmission,
    ReturnLine,
    TaxList,
    TaxListLine,
    TaxSheet,
    TaxSheetVoid,
):
    protect(_table.__table__)

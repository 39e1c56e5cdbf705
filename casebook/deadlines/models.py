"""Tables of the working calendar and of running terms."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.deadlines.rules import Hours, TermState, Unit, YearStatus, state_of
from casebook.deadlines.rules.states import WINDOWS
from casebook.deadlines.rules.table import Suspension

_RUNNING = text("met_on IS NULL AND cancelled_at IS NULL")


class CalendarYear(Record):
    """One year of the national calendar. A newer notice replaces the row: its id names the edition."""

    __tablename__ = "calendar_year"
    __table_args__ = (UniqueConstraint("year"),)

    year: Mapped[int]
    status: Mapped[YearStatus] = mapped_column(by_value(YearStatus))
    source: Mapped[str] = mapped_column(String(200))
    """Number of the notice, or name and version of the package or file it was read from."""
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[str] = mapped_column(String(60))


class CalendarDay(Record):
    """A day that is not what its weekday says, or bears a name."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("day"),)

    calendar_year_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_year.id"), index=True)
    day: Mapped[date]
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))


class Term(CountyRecord):
    """A clock on some subject, by a rule of the table. Lists read its stored dates, never the calendar.

    The dates are those of `rules.compute` and are made anew when an extension, a suspension or the
    calendar changes them.
    """

    __tablename__ = "term"
    __table_args__ = (
        CheckConstraint("amount >= 1", name="amount"),
        CheckConstraint("extension >= 0", name="extension"),
        CheckConstraint("met_on IS NULL OR cancelled_at IS NULL", name="ended_once"),
        CheckConstraint("(begun_at IS NULL) = (due_at IS NULL)", name="hours_whole"),
        CheckConstraint("met_at IS NULL OR (met_on IS NOT NULL AND due_at IS NOT NULL)", name="met_in_hours"),
        Index(
            "uq_term_running",
            "subject_id",
            "rule",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            None,
            "county_code",
            "alarm_on",
            "rowid",
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            None,
            "assignee_id",
            "alarm_on",
            "rowid",
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(None, "subject_id"),
    )

    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    division_code: Mapped[str] = mapped_column(String(12))
    rule: Mapped[str] = mapped_column(String(30))
    """Id in `rules.RULES`: D-01 … D-29 or order_term."""
    started_on: Mapped[date]
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(by_value(Unit))
    extension: Mapped[int] = mapped_column(default=0)
    """All that was granted so far, in the same unit."""
    raw_on: Mapped[date]
    due_on: Mapped[date]
    alarm_on: Mapped[date]
    """Raw or due day, as the rule says: the last day on which it is not overdue."""
    soon_on: Mapped[date]
    """From this day on it is due soon."""
    is_provisional: Mapped[bool]
    begun_at: Mapped[datetime | None]
    """The instant that hours are counted from; only on clocks that count hours."""
    due_at: Mapped[datetime | None]
    """The instant that the hours end; its Chinese day is raw, due and alarm day."""
    met_at: Mapped[datetime | None]
    """When it was met, on clocks that count hours."""
    met_on: Mapped[date | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    started_at: Mapped[datetime]

    extensions: Mapped[list[TermExtension]] = relationship(
        back_populates="term", order_by="TermExtension.rowid"
    )
    suspensions: Mapped[list[TermSuspension]] = relationship(
        lazy="selectin", order_by="TermSuspension.from_on, TermSuspension.rowid"
    )

    @property
    def is_running(self) -> bool:
        """Whether the clock was neither met nor cancelled."""
        return self.met_on is None and self.cancelled_at is None

    def state_on(self, today: date, now: datetime | None = None) -> TermState:
        """Return how the clock stands on a day: the one way from a row to its state.

        `now` matters only to a clock that counts hours, on the day that they end.
        """
        hours = None
        if self.due_at is not None and (now is not None or self.met_at is not None):
            hours = Hours(self.due_at, now or self.due_at, self.met_at)
        return state_of(
            alarm_on=self.alarm_on,
            soon_on=self.soon_on,
            today=today,
            met_on=self.met_on,
            suspended=self.is_suspended(today),
            hours=hours,
            is_window=self.rule in WINDOWS,
        )

    def is_suspended(self, on: date) -> bool:
        """Say whether the clock stands still on a day; what begins after its last day stops nothing."""
        return any(
            stop.from_on <= on and (stop.until_on is None or on <= stop.until_on)
            for stop in self.suspensions
            if stop.from_on <= self.alarm_on
        )


class TermExtension(CountyRecord):
    """More time, asked for by one officer and granted or declined by another."""

    __tablename__ = "term_extension"
    __table_args__ = (
        CheckConstraint("added >= 1", name="added"),
        CheckConstraint("decided_by_id <> requested_by_id", name="two_officers"),
        CheckConstraint(
            "(decided_at IS NULL) = (is_granted IS NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name="decided_whole",
        ),
    )

    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"), index=True)
    added: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    requested_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]
    is_granted: Mapped[bool | None]

    term: Mapped[Term] = relationship(back_populates="extensions")


class TermSuspension(CountyRecord):
    """Days on which a clock stands still, both ends included; without an end it still stands."""

    __tablename__ = "term_suspension"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="in_order"),)

    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"), index=True)
    reason: Mapped[Suspension] = mapped_column(by_value(Suspension))
    paper: Mapped[str] = mapped_column(String(200))
    """Number or name of the paper that stops the clock."""
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class TermSetting(CountyRecord):
    """A county's own length for a rule whose amount no law fixes; in force from a day on, never changed.

    Clocks that were started before keep the length they were started with.
    """

    __tablename__ = "term_setting"
    __table_args__ = (
        UniqueConstraint("county_code", "rule", "version"),
        CheckConstraint("amount >= 1", name="amount"),
        CheckConstraint("version >= 1", name="version"),
    )

    rule: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(by_value(Unit))
    from_on: Mapped[date]
    """First start day that it holds for; of several the latest version counts."""
    reason: Mapped[str] = mapped_column(String(500))
    """The paper or decision that it rests on."""
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    set_by: Mapped[str] = mapped_column(String(60))
    set_at: Mapped[datetime]


append_only.protect(TermSetting.__table__)

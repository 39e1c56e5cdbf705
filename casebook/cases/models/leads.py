"""Tables of leads: what was told, by whom (apart), and what the public told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.cases.rules.leads import LeadState, Satisfaction
from casebook.cases.rules.status import FoundHow
from casebook.db import CountyRecord, Record
from casebook.db.types import by_value
from casebook.inspections.rules.patrols import PatrolSign

_OPEN = text("state IN ('new', 'taken')")
_NUMBERED = text("outer_no <> ''")


class Lead(CountyRecord):
    """A hint that something is off at a well; of one well there is at most one open lead.

    A further hint by a channel that waits for an answer is a lead of its own, merged into the open one.
    """

    __tablename__ = "lead"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="whole_position"),
        CheckConstraint("well_id IS NOT NULL OR lon IS NOT NULL OR place <> ''", name="has_place"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("answered_on IS NULL OR answer <> ''", name="answered_in_words"),
        CheckConstraint("visited_back_on IS NULL OR answered_on IS NOT NULL", name="visited_after_answer"),
        CheckConstraint("(visited_back_on IS NULL) = (satisfaction IS NULL)", name="visited_whole"),
        Index("uq_lead_open", "well_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "uq_lead_outer_no",
            "county_code",
            "channel",
            "outer_no",
            unique=True,
            sqlite_where=_NUMBERED,
            postgresql_where=_NUMBERED,
        ),
        Index(None, "county_code", "state", "number"),
        Index(None, "county_code", "division_code", "number"),
        Index(None, "county_code", "received_at"),
        Index(None, "well_id"),
    )

    number: Mapped[str] = mapped_column(String(40))
    channel: Mapped[FoundHow] = mapped_column(by_value(FoundHow))
    outer_no: Mapped[str] = mapped_column(String(60), default="")
    """The number that the hotline, the petition office or the superior gave it."""
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    """Where it is, for a well that the register does not have."""
    place: Mapped[str] = mapped_column(String(200), default="")
    """Where it is, in the words of who told it."""
    division_code: Mapped[str] = mapped_column(String(12))
    village: Mapped[str] = mapped_column(String(60))
    sign: Mapped[PatrolSign | None] = mapped_column(by_value(PatrolSign))
    """The gravest of what a patrol first told was off; other channels have words only."""
    what: Mapped[str] = mapped_column(String(400))
    content: Mapped[str] = mapped_column(Text, default="")
    """All that was told, where `what` is too short for it."""
    found_at: Mapped[datetime]
    found_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    found_by: Mapped[str] = mapped_column(String(60))
    received_at: Mapped[datetime | None]
    """When the house first got it; its clocks count from this day. None where no clock ever ran."""
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    """首问负责: who got it first answers for it until the reporter has an answer."""
    state: Mapped[LeadState] = mapped_column(by_value(LeadState), default=LeadState.NEW)
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    """The verification that was begun or that settled it."""
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id"), index=True)
    repeats_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id"), index=True)
    """An answered lead of the same matter: it was not settled once and for all."""
    accepted_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    visited_back_on: Mapped[date | None]
    satisfaction: Mapped[Satisfaction | None] = mapped_column(by_value(Satisfaction))
    visit_note: Mapped[str] = mapped_column(String(400), default="")
    version: Mapped[int] = mapped_column(default=1)


class LeadEvent(Record):
    """One step of a lead, or one more hint about the same well."""

    __tablename__ = "lead_event"
    __table_args__ = (UniqueConstraint("lead_id", "sequence"), Index(None, "visit_id"))

    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id"))
    sequence: Mapped[int]
    from_state: Mapped[LeadState | None] = mapped_column(by_value(LeadState))
    to_state: Mapped[LeadState] = mapped_column(by_value(LeadState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(400))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("patrol_visit.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class LeadReporter(CountyRecord):
    """Who told a lead. It stands apart: read by named roles only, each look is logged, never exported."""

    __tablename__ = "lead_reporter"
    __table_args__ = (UniqueConstraint("lead_id"),)

    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id"))
    name: Mapped[str] = mapped_column(String(60))
    contact: Mapped[str] = mapped_column(String(120))
    is_confidential: Mapped[bool]
    """Asked that nobody be told, other offices included."""
    recorded_at: Mapped[datetime]


class PublicReport(CountyRecord):
    """What came by the public page: its code's hash, and a mark of the caller that is wiped the next day."""

    __tablename__ = "public_report"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        UniqueConstraint("lead_id"),
        Index(None, "county_code", "received_on"),
    )

    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id"))
    code_hash: Mapped[str] = mapped_column(String(80))
    received_on: Mapped[date]
    caller_mark: Mapped[str] = mapped_column(String(40))


class ReportPhotograph(CountyRecord):
    """A picture that came with a report: material for a lead, no evidence; its hash is kept as it came."""

    __tablename__ = "report_photograph"
    __table_args__ = (UniqueConstraint("report_id", "place"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("public_report.id"))
    place: Mapped[int]
    """From 1, in the order sent."""
    file_hash: Mapped[str] = mapped_column(ForeignKey("stored_file.hash"))
    file_name: Mapped[str] = mapped_column(String(120))

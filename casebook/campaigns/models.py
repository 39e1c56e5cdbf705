"""Tables of draws, campaigns, tasks of townships, and responsibility letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.campaigns.rules import (
    CampaignState,
    ResponsibilityState,
    SpotKind,
    SweepFinding,
    TownshipTaskKind,
)
from casebook.cases.rules.tasks import TaskState
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import Json, by_value

HASH_LENGTH = 90


class SpotCheck(CountyRecord):
    """One draw (迎检自查): the seed, and the pool that it was drawn from."""

    __tablename__ = "spot_check"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("count > 0", name="count"),
        Index(None, "county_code", "division_code", "number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    """Jurisdiction of who drew: the county's, or a township's."""
    year: Mapped[int]
    kinds: Mapped[list[str]]
    townships: Mapped[list[str]]
    """Empty: all in the jurisdiction."""
    count: Mapped[int]
    """Asked for; the pool may hold fewer."""
    seed: Mapped[str] = mapped_column(String(60))
    seed_by: Mapped[str] = mapped_column(String(100))
    """Who named it: the inspecting superior; empty where casebook made one up."""
    pool: Mapped[list[list[str]]] = mapped_column(Json, deferred=True)
    """Code, kind and township of each well that could be drawn."""
    pool_count: Mapped[int]
    pool_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    drawn_at: Mapped[datetime]
    drawn_on: Mapped[date]
    drawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    drawn_by: Mapped[str] = mapped_column(String(80))


class SpotCheckWell(Record):
    """One well that was drawn, with what its file lacked then."""

    __tablename__ = "spot_check_well"
    __table_args__ = (
        UniqueConstraint("spot_check_id", "position"),
        UniqueConstraint("spot_check_id", "well_id"),
    )

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_check.id"))
    position: Mapped[int]
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    code: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[SpotKind] = mapped_column(by_value(SpotKind))
    """The stratum that it was drawn in."""
    kinds: Mapped[list[str]]
    """All reasons that ask for something in its file."""
    gaps: Mapped[list[str]]
    """What the file lacked at the draw, as `rules.Gap` writes it."""


class Campaign(CountyRecord):
    """A campaign (专项整治行动)."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_whole"),
        Index(None, "county_code", "state", "number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(120))
    basis: Mapped[str] = mapped_column(String(200))
    """The paper that orders it."""
    goal: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    townships: Mapped[list[str]]
    uses: Mapped[list[str]]
    aquifers: Mapped[list[str]]
    state: Mapped[CampaignState] = mapped_column(by_value(CampaignState))
    summary: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The figures as they stood when it was closed."""
    result_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class CampaignMember(Record):
    """An officer in a team of a campaign."""

    __tablename__ = "campaign_member"
    __table_args__ = (UniqueConstraint("campaign_id", "officer_id"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    team: Mapped[str] = mapped_column(String(60))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    is_leader: Mapped[bool] = mapped_column(default=False)


class CampaignEvent(Record):
    """One step of a campaign."""

    __tablename__ = "campaign_event"
    __table_args__ = (UniqueConstraint("campaign_id", "sequence"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    sequence: Mapped[int]
    to_state: Mapped[CampaignState] = mapped_column(by_value(CampaignState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(400))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class TownshipTask(CountyRecord):
    """What one township has to do by a day, with what it answered."""

    __tablename__ = "township_task"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(state = 'accepted') = (accepted_by_id IS NOT NULL)", name="accepted_by"),
        CheckConstraint("(source_kind IS NULL) = (source_id IS NULL)", name="source_whole"),
        Index(None, "county_code", "state", "number"),
        Index(None, "agency_id", "state"),
        Index(None, "campaign_id"),
        Index(None, "source_id"),
    )

    number: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[TownshipTaskKind] = mapped_column(by_value(TownshipTaskKind))
    title: Mapped[str] = mapped_column(String(120))
    demand: Mapped[str] = mapped_column(Text)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    source_kind: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[UUID | None]
    """The problem that a sweep began at."""
    source_title: Mapped[str] = mapped_column(String(200), default="")
    problem_code: Mapped[str] = mapped_column(String(4), default="")
    """Of a sweep: which kind of problem is looked for."""
    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"))
    state: Mapped[TaskState] = mapped_column(by_value(TaskState))
    assigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    assigned_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    answered_on: Mapped[date | None]
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    version: Mapped[int] = mapped_column(default=1)


class TownshipTaskEvent(Record):
    """One step of a township's task."""

    __tablename__ = "township_task_event"
    __table_args__ = (UniqueConstraint("task_id", "sequence"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("township_task.id"))
    sequence: Mapped[int]
    to_state: Mapped[TaskState] = mapped_column(by_value(TaskState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class SweepWell(Record):
    """A well that a sweep looks at, and what was found there."""

    __tablename__ = "sweep_well"
    __table_args__ = (
        UniqueConstraint("task_id", "well_id"),
        CheckConstraint("(finding IS NULL) = (found_on IS NULL)", name="found_whole"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("township_task.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    code: Mapped[str] = mapped_column(String(40))
    finding: Mapped[SweepFinding | None] = mapped_column(by_value(SweepFinding))
    note: Mapped[str] = mapped_column(String(400), default="")
    found_on: Mapped[date | None]
    found_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))


class ResponsibilityLetter(CountyRecord):
    """A unit's 目标责任书 of a year, with the targets that it signs for."""

    __tablename__ = "responsibility_letter"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(state IN ('signed', 'replaced')) = (body_hash IS NOT NULL)", name="signed_whole"),
        Index(
            "uq_responsibility_letter_live",
            "agency_id",
            "year",
            "state",
            unique=True,
            sqlite_where=text("state IN ('draft', 'signed')"),
            postgresql_where=text("state IN ('draft', 'signed')"),
        ),
        Index(None, "county_code", "year", "number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    """Whose targets are signed for."""
    state: Mapped[ResponsibilityState] = mapped_column(by_value(ResponsibilityState))
    targets: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Indicator, amount, definition and paper of each target, as they stood when it was drafted; what is
    printed is what is signed, so that it is signed only while they still hold."""
    duties: Mapped[str] = mapped_column(Text)
    """What is promised beside the figures."""
    giver: Mapped[str] = mapped_column(String(100))
    """签订人 of the county, with office."""
    taker: Mapped[str] = mapped_column(String(100))
    """Of the unit."""
    body: Mapped[str | None] = mapped_column(Text)
    """Canonical JSON of what was signed."""
    body_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    signed_on: Mapped[date | None]
    scan_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    scan_name: Mapped[str] = mapped_column(String(120), default="")
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    drafted_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


append_only.protect(SpotCheck.__table__)
append_only.protect(SpotCheckWell.__table__)
append_only.protect(CampaignEvent.__table__)
append_only.protect(TownshipTaskEvent.__table__)

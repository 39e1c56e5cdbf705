"""Tables of screening: rules as set, runs, hits with their versions, lists of other offices, routes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.cases.rules.codes import Severity
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.screening.rules import RuleId, SubjectKind
from casebook.screening.rules.states import HitState, ListKind, RouteState
from casebook.wells.models import Code

HASH_LENGTH = 160


class ScreeningSetting(CountyRecord):
    """One version of a rule as a county sets it, from a day on."""

    __tablename__ = "screening_setting"
    __table_args__ = (
        UniqueConstraint("county_code", "rule", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("paper <> ''", name="paper_given"),
    )

    rule: Mapped[RuleId] = mapped_column(by_value(RuleId))
    version: Mapped[int]
    is_active: Mapped[bool]
    thresholds: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    """Number or name of the paper that orders it."""
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]


class ScreeningRun(CountyRecord):
    """One look at all facts of a day; the same day with the same facts is the same run."""

    __tablename__ = "screening_run"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        Index(None, "county_code", "as_of", "number"),
    )

    number: Mapped[int]
    """1, 2, 3 … in the county."""
    as_of: Mapped[date]
    digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    """Of its report and the settings that it went by."""
    wells: Mapped[int]
    accounts: Mapped[int]
    parties: Mapped[int]
    """How many of each it looked at."""
    hits: Mapped[int]
    counts: Mapped[dict[str, Any]]
    """Hits by rule."""
    settings: Mapped[dict[str, Any]]
    """By rule: version, whether it was on, thresholds."""
    seconds: Mapped[float]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))


class ScreeningHit(CountyRecord):
    """What a rule says about one subject and period, through all runs; its figures stand in its versions."""

    __tablename__ = "screening_hit"
    __table_args__ = (
        UniqueConstraint("county_code", "rule", "subject_kind", "subject_key", "period"),
        CheckConstraint("state <> 'hit_lead' OR lead_id IS NOT NULL", name="lead_given"),
        CheckConstraint("state <> 'hit_known' OR problem_id IS NOT NULL", name="problem_given"),
        CheckConstraint("state <> 'hit_dismissed' OR reason <> ''", name="dismissed_with_reason"),
        CheckConstraint("stake_l >= 0", name="stake"),
        Index(None, "county_code", "state", "rank", "id"),
        Index(None, "county_code", "rule", "state"),
        Index(None, "county_code", "division_code", "state"),
        Index(None, "well_id"),
        Index(None, "lead_id"),
        Index(None, "assigned_to_id", "state"),
    )

    rule: Mapped[RuleId] = mapped_column(by_value(RuleId))
    severity: Mapped[Severity] = mapped_column(by_value(Severity))
    subject_kind: Mapped[SubjectKind] = mapped_column(by_value(SubjectKind))
    subject_key: Mapped[str] = mapped_column(Code)
    subject_title: Mapped[str] = mapped_column(String(120))
    division_code: Mapped[str] = mapped_column(Code)
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    period: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[HitState] = mapped_column(by_value(HitState))
    rank: Mapped[int]
    """What comes first in a list: severity, then the water at stake; larger is graver."""
    stake_m3: Mapped[Decimal | None] = mapped_column("stake_l")
    version: Mapped[int] = mapped_column(default=1)
    """Of the figures that stand now."""
    version_id: Mapped[UUID]
    first_seen_on: Mapped[date]
    last_seen_on: Mapped[date]
    """As-of days of the first and the last run that said it."""
    assigned_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    assigned_at: Mapped[datetime | None]
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id"))
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"))
    reason: Mapped[str] = mapped_column(String(400), default="")
    """Why it was put aside."""
    decided_version: Mapped[int | None]
    """Of the figures that were decided: put aside, or made a lead."""
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class ScreeningHitVersion(Record):
    """The figures of a hit as a run found them, with the thresholds that they were held against."""

    __tablename__ = "screening_hit_version"
    __table_args__ = (UniqueConstraint("hit_id", "version"),)

    hit_id: Mapped[UUID] = mapped_column(ForeignKey("screening_hit.id"))
    version: Mapped[int]
    figures: Mapped[dict[str, Any]]
    facts: Mapped[str] = mapped_column(Text)
    measure: Mapped[Decimal] = mapped_column("measure_milli")
    """How far it goes, in the rule's own measure, in thousandths."""
    article: Mapped[str] = mapped_column(String(200))
    rule_version: Mapped[int]
    """Of the county's setting; 0 the house's default."""
    thresholds: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]


class ScreeningRunHit(Record):
    """A run said this version of a hit."""

    __tablename__ = "screening_run_hit"
    __table_args__ = (UniqueConstraint("run_id", "version_id"), Index(None, "version_id"))

    run_id: Mapped[UUID] = mapped_column(ForeignKey("screening_run.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("screening_hit_version.id"))


class ScreeningHitEvent(Record):
    """One step of a hit: raised, made a lead, put aside, assigned, ended."""

    __tablename__ = "screening_hit_event"
    __table_args__ = (UniqueConstraint("hit_id", "sequence"),)

    hit_id: Mapped[UUID] = mapped_column(ForeignKey("screening_hit.id"))
    sequence: Mapped[int]
    from_state: Mapped[HitState | None] = mapped_column(by_value(HitState))
    to_state: Mapped[HitState] = mapped_column(by_value(HitState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(600))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class ScreeningList(CountyRecord):
    """A list of another office as it was on a day; the newest up to a day counts."""

    __tablename__ = "screening_list"
    __table_args__ = (UniqueConstraint("county_code", "kind", "on_day", "version"),)

    kind: Mapped[ListKind] = mapped_column(by_value(ListKind))
    on: Mapped[date] = mapped_column("on_day")
    version: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    accepted: Mapped[int]
    refused: Mapped[dict[str, Any]]
    """Rows by code of what was wrong with them."""
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(80))


class ScreeningListEntry(Record):
    """One line of a list."""

    __tablename__ = "screening_list_entry"
    __table_args__ = (
        UniqueConstraint("list_id", "line"),
        CheckConstraint("volume_l >= 0", name="volume"),
        CheckConstraint("name <> '' OR identifier <> ''", name="somebody"),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("screening_list.id"))
    line: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    identifier: Mapped[str] = mapped_column(String(40), default="")
    trade: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    division_code: Mapped[str] = mapped_column(String(12), default="")
    account: Mapped[str] = mapped_column(String(40), default="")
    year: Mapped[int | None]
    volume_m3: Mapped[Decimal | None] = mapped_column("volume_l")


class DayRoute(CountyRecord):
    """The wells that an officer goes to on a day, in driving order."""

    __tablename__ = "day_route"
    __table_args__ = (Index(None, "officer_id", "on_day"), Index(None, "county_code", "on_day", "id"))

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    division_code: Mapped[str] = mapped_column(Code)
    on: Mapped[date] = mapped_column("on_day")
    state: Mapped[RouteState] = mapped_column(by_value(RouteState))
    metres: Mapped[int]
    """Straight lines from stop to stop."""
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))

    stops: Mapped[list[DayRouteStop]] = relationship(lazy="selectin", order_by="DayRouteStop.place")


class DayRouteStop(Record):
    """One stop of a route: a well with an open lead."""

    __tablename__ = "day_route_stop"
    __table_args__ = (UniqueConstraint("route_id", "place"), UniqueConstraint("route_id", "lead_id"))

    route_id: Mapped[UUID] = mapped_column(ForeignKey("day_route.id"))
    place: Mapped[int]
    """From 1, in driving order."""
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    score: Mapped[int]
    """Why it is on the route: severity, water at stake and age together."""
    metres: Mapped[int]
    """From the stop before."""


for _table in (
    ScreeningSetting,
    ScreeningRun,
    ScreeningHitVersion,
    ScreeningRunHit,
    ScreeningHitEvent,
    ScreeningList,
    ScreeningListEntry,
    DayRouteStop,
):
    append_only.protect(_table.__table__)

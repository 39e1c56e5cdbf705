"""Tables of norms, plans with their versions and transfers, reclaimed water and cuts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.types import Json, by_value
from casebook.deadlines.rules.table import Certainty
from casebook.parties.models import Party
from casebook.plans.rules import Answer, CutState, Level, NormKind, PlanState, PlanStep, SettingKey, Spread
from casebook.quotas.rules import WaterSource
from casebook.wells.models import Well

_YEAR = "year BETWEEN 1949 AND 2200"
_OPEN_CUT = text("state NOT IN ('cut_reversed', 'cut_dropped')")


class WaterNorm(CountyRecord):
    """One version of a norm (用水定额). Changing or ending one adds a version of its line."""

    __tablename__ = "water_norm"
    __table_args__ = (
        UniqueConstraint("line_id", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("value_l > 0", name="value"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),
        Index(None, "county_code", "kind", "item"),
    )

    line_id: Mapped[UUID]
    """The same for all versions of a norm."""
    version: Mapped[int]
    kind: Mapped[NormKind] = mapped_column(by_value(NormKind))
    item: Mapped[str] = mapped_column(String(80))
    """Product, crop or trade, as the paper names it."""
    per: Mapped[str] = mapped_column(String(20))
    """What one unit of output is: 吨, 亩, 人·日 …"""
    value_m3: Mapped[Decimal] = mapped_column("value_l")
    """Cubic metres per unit."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    paper: Mapped[str] = mapped_column(String(120))
    certainty: Mapped[Certainty] = mapped_column(by_value(Certainty))
    reason: Mapped[str] = mapped_column(String(200), default="")
    entered_by: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime]


class PlanSetting(CountyRecord):
    """A value that a county set about plans, from a day on, with the paper that sets it."""

    __tablename__ = "plan_setting"
    __table_args__ = (
        UniqueConstraint("county_code", "key", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("paper <> ''", name="paper_given"),
    )

    key: Mapped[SettingKey] = mapped_column(by_value(SettingKey))
    version: Mapped[int]
    value: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]


class PlanNode(CountyRecord):
    """What a county, township, user or well may take of a source in a year, as it is now."""

    __tablename__ = "plan_node"
    __table_args__ = (
        UniqueConstraint("county_code", "year", "source", "level", "key"),
        CheckConstraint(_YEAR, name="year"),
        CheckConstraint("planned_l >= 0", name="volume"),
        CheckConstraint("domestic_l >= 0 AND domestic_l <= planned_l", name="domestic"),
        CheckConstraint("(level = 'county') = (parent_id IS NULL)", name="hangs_below"),
        CheckConstraint("(level IN ('user', 'well')) = (party_id IS NOT NULL)", name="has_party"),
        CheckConstraint("(level = 'well') = (well_id IS NOT NULL)", name="has_well"),
        CheckConstraint("version >= 1", name="version"),
        Index(None, "parent_id", "key"),
        Index(None, "party_id", "year"),
        Index(None, "well_id", "year"),
        Index(None, "county_code", "year", "division_code"),
    )

    year: Mapped[int]
    source: Mapped[WaterSource] = mapped_column(by_value(WaterSource))
    level: Mapped[Level] = mapped_column(by_value(Level))
    key: Mapped[str] = mapped_column(String(60))
    """What makes it one of its level: a division's code, a party at a township, a well."""
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_node.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    state: Mapped[PlanState] = mapped_column(by_value(PlanState))
    planned_m3: Mapped[Decimal] = mapped_column("planned_l")
    domestic_m3: Mapped[Decimal] = mapped_column("domestic_l", default=Decimal(0))
    """The part of it that residents live on; it is never cut."""
    spread: Mapped[Spread] = mapped_column(by_value(Spread))
    months: Mapped[list[str]] = mapped_column(Json)
    """Twelve volumes in m³ as text; they sum to the year."""
    basis: Mapped[str] = mapped_column(Text, default="")
    paper: Mapped[str] = mapped_column(String(120), default="")
    """Number of the paper that sets or issues it."""
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]

    party: Mapped[Party | None] = relationship(lazy="joined")
    well: Mapped[Well | None] = relationship(lazy="joined")


class PlanEvent(Record):
    """One step of a plan line with the figures it left: the versions of the plan."""

    __tablename__ = "plan_event"
    __table_args__ = (UniqueConstraint("node_id", "sequence"),)

    node_id: Mapped[UUID] = mapped_column(ForeignKey("plan_node.id"))
    sequence: Mapped[int]
    step: Mapped[PlanStep] = mapped_column(by_value(PlanStep))
    to_state: Mapped[PlanState] = mapped_column(by_value(PlanState))
    planned_m3: Mapped[Decimal] = mapped_column("planned_l")
    domestic_m3: Mapped[Decimal] = mapped_column("domestic_l")
    months: Mapped[list[str]] = mapped_column(Json)
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime]
    paper: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    transfer_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_transfer.id"))
    cut_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class PlanTransfer(CountyRecord):
    """Water moved from one plan line to its neighbour (调剂); what is above stays as it is."""

    __tablename__ = "plan_transfer"
    __table_args__ = (
        CheckConstraint("volume_l > 0", name="volume"),
        CheckConstraint("from_id <> to_id", name="two_lines"),
        Index(None, "county_code", "year"),
    )

    year: Mapped[int]
    source: Mapped[WaterSource] = mapped_column(by_value(WaterSource))
    from_id: Mapped[UUID] = mapped_column(ForeignKey("plan_node.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("plan_node.id"))
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    on: Mapped[date] = mapped_column("on_day")
    paper: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(400))
    entered_at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class ReclaimedMinimum(CountyRecord):
    """One version of the least reclaimed water that a user is to use in a year (再生水最低利用量)."""

    __tablename__ = "reclaimed_minimum"
    __table_args__ = (
        UniqueConstraint("party_id", "year", "version"),
        CheckConstraint(_YEAR, name="year"),
        CheckConstraint("minimum_l >= 0", name="volume"),
        CheckConstraint("paper <> ''", name="paper_given"),
        Index(None, "county_code", "year"),
    )

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    year: Mapped[int]
    version: Mapped[int]
    minimum_m3: Mapped[Decimal] = mapped_column("minimum_l")
    paper: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(200), default="")
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]


class ReclaimedOffer(CountyRecord):
    """One version of whether reclaimed water was available to a user in a year: five answers with papers."""

    __tablename__ = "reclaimed_offer"
    __table_args__ = (
        UniqueConstraint("party_id", "year", "version"),
        CheckConstraint(_YEAR, name="year"),
        CheckConstraint("served <> 'yes' OR served_on IS NOT NULL", name="served_has_day"),
        Index(None, "county_code", "year"),
    )

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    year: Mapped[int]
    version: Mapped[int]
    covered: Mapped[Answer] = mapped_column(by_value(Answer))
    """By the network, on the day the offer was served."""
    grade_fits: Mapped[Answer] = mapped_column(by_value(Answer))
    capacity_free: Mapped[Answer] = mapped_column(by_value(Answer))
    served: Mapped[Answer] = mapped_column(by_value(Answer))
    served_on: Mapped[date | None]
    price_fair: Mapped[Answer] = mapped_column(by_value(Answer))
    """Agreed, or comparable with what the user pays for other water."""
    evidence: Mapped[str] = mapped_column(Text)
    """Papers behind the answers."""
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]


class ReclaimedUse(CountyRecord):
    """One version of what a user took of reclaimed water in a month, and what the supplier failed to give."""

    __tablename__ = "reclaimed_use"
    __table_args__ = (
        UniqueConstraint("party_id", "year", "month", "version"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("used_l >= 0 AND outage_l >= 0", name="volume"),
        Index(None, "county_code", "year"),
    )

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    year: Mapped[int]
    month: Mapped[int]
    version: Mapped[int]
    used_m3: Mapped[Decimal] = mapped_column("used_l")
    is_metered: Mapped[bool]
    outage_m3: Mapped[Decimal] = mapped_column("outage_l", default=Decimal(0))
    note: Mapped[str] = mapped_column(String(200), default="")
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]


class PlanCut(CountyRecord):
    """The cut of a user's plan of next year for reclaimed water that could have been used and was not."""

    __tablename__ = "plan_cut"
    __table_args__ = (
        CheckConstraint(_YEAR, name="year"),
        CheckConstraint("cut_l > 0", name="volume"),
        CheckConstraint(
            "notified_on IS NOT NULL OR state IN ('cut_drafted', 'cut_dropped')", name="notified"
        ),
        Index(
            "uq_plan_cut_open",
            "party_id",
            "year",
            unique=True,
            sqlite_where=_OPEN_CUT,
            postgresql_where=_OPEN_CUT,
        ),
        Index(None, "county_code", "year"),
    )

    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    year: Mapped[int]
    """The year in which too little was used; the plan that is cut is of the next."""
    node_id: Mapped[UUID] = mapped_column(ForeignKey("plan_node.id"))
    state: Mapped[CutState] = mapped_column(by_value(CutState))
    minimum_m3: Mapped[Decimal] = mapped_column("minimum_l")
    used_m3: Mapped[Decimal] = mapped_column("used_l")
    outage_m3: Mapped[Decimal] = mapped_column("outage_l")
    excused_m3: Mapped[Decimal] = mapped_column("excused_l")
    """What months without a meter's figure count in the user's favour."""
    shortfall_m3: Mapped[Decimal] = mapped_column("shortfall_l")
    alpha: Mapped[str] = mapped_column(String(20))
    cap: Mapped[str] = mapped_column(String(20))
    paper: Mapped[str] = mapped_column(String(400))
    """The county's papers that set α and the cap."""
    plan_m3: Mapped[Decimal] = mapped_column("plan_l")
    """What the cap was taken of: the plan without the residents' share."""
    cut_m3: Mapped[Decimal] = mapped_column("cut_l")
    notice_paper: Mapped[str] = mapped_column(String(120), default="")
    notified_on: Mapped[date | None]
    defend_by: Mapped[date | None]
    defence: Mapped[str] = mapped_column(Text, default="")
    defended_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    """What of the defence was adopted and why not the rest."""
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    approved_by: Mapped[str] = mapped_column(String(80), default="")
    approved_on: Mapped[date | None]
    order_paper: Mapped[str] = mapped_column(String(120), default="")
    ordered_on: Mapped[date | None]
    reversed_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(String(400), default="")
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    drafted_by: Mapped[str] = mapped_column(String(80))
    drafted_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    party: Mapped[Party] = relationship(lazy="joined", innerjoin=True)
    node: Mapped[PlanNode] = relationship(lazy="joined", innerjoin=True)


class PlanCutEvent(Record):
    """One step of a cut."""

    __tablename__ = "plan_cut_event"
    __table_args__ = (UniqueConstraint("cut_id", "sequence"),)

    cut_id: Mapped[UUID] = mapped_column(ForeignKey("plan_cut.id"))
    sequence: Mapped[int]
    to_state: Mapped[CutState] = mapped_column(by_value(CutState))
    cut_m3: Mapped[Decimal] = mapped_column("cut_l")
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(600))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


_FACTS = (
    WaterNorm,
    PlanSetting,
    PlanEvent,
    PlanTransfer,
    ReclaimedMinimum,
    ReclaimedOffer,
    ReclaimedUse,
    PlanCutEvent,
)
for _table in _FACTS:
    protect(_table.__table__)

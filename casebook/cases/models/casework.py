"""Tables of problems, cases, measures and decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.accounts.rules import PowerModel
from casebook.cases.acts import Act, ActKind, decode
from casebook.cases.rules import (
    CaseStatus,
    DecisionKind,
    Disposition,
    FoundHow,
    MeasureKind,
    MeasureStatus,
    ProblemClass,
    ProblemStatus,
    Severity,
)
from casebook.cases.rules.tasks import UnrestRisk
from casebook.cases.rules.workflow import CaseStep, Procedure
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value


class Problem(CountyRecord):
    """One line of the problem list."""

    __tablename__ = "problem"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(status = 'struck_off') = (struck_off_on IS NOT NULL)", name="struck_off_has_day"),
        Index(
            "uq_problem_open",
            "well_id",
            "code",
            unique=True,
            sqlite_where=text("status <> 'struck_off'"),
            postgresql_where=text("status <> 'struck_off'"),
        ),
        CheckConstraint("predecessor_id IS NULL OR predecessor_id <> id", name="own_predecessor"),
        Index(None, "county_code", "status", "number"),
        Index(None, "county_code", "division_code", "number"),
        Index(None, "lead_id"),
    )

    number: Mapped[str] = mapped_column(String(40))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(4))
    severity: Mapped[Severity] = mapped_column(by_value(Severity))
    problem_class: Mapped[ProblemClass] = mapped_column(by_value(ProblemClass))
    disposition: Mapped[Disposition] = mapped_column(by_value(Disposition))
    class_reason: Mapped[str] = mapped_column(String(400))
    """Why the rules proposed class and disposition, or why an officer changed them."""
    description: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(200))
    """Articles broken and applied, as numbers of articles."""
    found_on: Mapped[date]
    found_how: Mapped[FoundHow] = mapped_column(by_value(FoundHow))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    status: Mapped[ProblemStatus] = mapped_column(by_value(ProblemStatus))
    responsible_unit: Mapped[str] = mapped_column(String(100))
    responsible_officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    rectifier: Mapped[str] = mapped_column(String(120))
    """Who has to put it right: usually the user of the well."""
    rectification: Mapped[str] = mapped_column(String(400), default="")
    rectification_term_id: Mapped[UUID | None] = mapped_column(ForeignKey("term.id"))
    """整改时限, counted from the day of listing; not the order term of a measure."""
    rectified_on: Mapped[date | None]
    rectified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    """The officer who saw to the rectifying; may not strike off."""
    struck_off_on: Mapped[date | None]
    struck_off_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    remark: Mapped[str] = mapped_column(String(400), default="")
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id"))
    """The lead whose verification put it on the list."""
    predecessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"))
    """What was struck off and came back (再犯)."""
    relapses: Mapped[int] = mapped_column(default=0)
    """How often it has come back by now."""
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    """包案: the county leader in charge."""
    unrest_risk: Mapped[UnrestRisk | None] = mapped_column(by_value(UnrestRisk))
    unrest_plan: Mapped[str] = mapped_column(Text, default="")
    transferred_to: Mapped[str] = mapped_column(String(100), default="")
    transfer_paper: Mapped[str] = mapped_column(String(100), default="")
    transferred_on: Mapped[date | None]
    transfer_taken_on: Mapped[date | None]
    """The day of the receipt by which the other authority took it."""
    version: Mapped[int] = mapped_column(default=1)


class ProblemEvent(Record):
    """One step of a problem."""

    __tablename__ = "problem_event"
    __table_args__ = (UniqueConstraint("problem_id", "sequence"),)

    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    sequence: Mapped[int]
    from_status: Mapped[ProblemStatus | None] = mapped_column(by_value(ProblemStatus))
    to_status: Mapped[ProblemStatus] = mapped_column(by_value(ProblemStatus))
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column("on_day")
    what: Mapped[str] = mapped_column(String(400))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class Case(CountyRecord):
    """One case of one agency against one party, over one or more problems."""

    __tablename__ = "enforcement_case"
    __table_args__ = (
        UniqueConstraint("number"),
        Index(None, "county_code", "status", "number"),
        Index(None, "county_code", "division_code", "number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    cause: Mapped[str] = mapped_column(String(200))
    """案由, worded identically in every paper of the file."""
    matter: Mapped[str] = mapped_column(String(20))
    """PEN id of rules.md 4.1 by which the power was chosen; empty where nothing is penal."""
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    power_id: Mapped[UUID] = mapped_column(ForeignKey("agency_power.id"))
    power_model: Mapped[PowerModel] = mapped_column(by_value(PowerModel))
    acts_in_name_of: Mapped[str] = mapped_column(String(100))
    """The name that papers bear: the agency's, or under delegation the principal's."""
    stamp_name: Mapped[str] = mapped_column(String(100))
    number_word: Mapped[str] = mapped_column(String(20))
    authorisation: Mapped[str] = mapped_column(String(200))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    """The user who abstracts."""
    investigator_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    second_investigator_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    status: Mapped[CaseStatus] = mapped_column(by_value(CaseStatus))
    opened_on: Mapped[date]
    """立案日期; while the filing is asked for, the day on which it was asked."""
    closed_on: Mapped[date | None]
    procedure: Mapped[Procedure] = mapped_column(by_value(Procedure), default=Procedure.GENERAL)
    is_history: Mapped[bool] = mapped_column(default=False)
    """历史补录: entered from an old file, outside gates and statistics of lawfulness."""
    decision_term_id: Mapped[UUID | None] = mapped_column(ForeignKey("term.id"))
    """D-02: 90 days from opening to decision (处罚法 60)."""
    version: Mapped[int] = mapped_column(default=1)


class CaseProblem(Record):
    """A problem that a case is about."""

    __tablename__ = "case_problem"
    __table_args__ = (UniqueConstraint("case_id", "problem_id"), Index(None, "problem_id"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))


class CaseParty(CountyRecord):
    """A party of a case; thresholds are judged and fines are set for each by itself."""

    __tablename__ = "case_party"
    __table_args__ = (UniqueConstraint("case_id", "party_id"), Index(None, "party_id"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))


class CaseEvent(Record):
    """One act or step of a case: the case's whole chronology in one list, never changed."""

    __tablename__ = "case_event"
    __table_args__ = (
        UniqueConstraint("case_id", "sequence"),
        Index(None, "document_id"),
        Index(None, "approval_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    sequence: Mapped[int]
    from_status: Mapped[CaseStatus | None] = mapped_column(by_value(CaseStatus))
    to_status: Mapped[CaseStatus] = mapped_column(by_value(CaseStatus))
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column("on_day")
    what: Mapped[str] = mapped_column(String(400))
    kind: Mapped[ActKind] = mapped_column(by_value(ActKind), default=ActKind.NOTE)
    step: Mapped[CaseStep | None] = mapped_column(by_value(CaseStep))
    """The row of the workflow that it took; None for an act that is no step."""
    facts: Mapped[str] = mapped_column(Text, default="{}")
    """Canonical JSON of the payload, see `cases.acts`."""
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    approval_id: Mapped[UUID | None] = mapped_column(ForeignKey("approval.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))

    @property
    def act(self) -> Act:
        """The payload."""
        return decode(self.kind, self.facts)


append_only.protect(CaseEvent.__table__)


class Measure(CountyRecord):
    """Something ordered for one well in a case, with its order term."""

    __tablename__ = "measure"
    __table_args__ = (Index(None, "case_id"), Index(None, "well_id"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[MeasureKind] = mapped_column(by_value(MeasureKind))
    demand: Mapped[str] = mapped_column(String(400))
    order_no: Mapped[str] = mapped_column(String(60))
    """文号 of the order."""
    served_on: Mapped[date]
    """The term counts from here."""
    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"))
    status: Mapped[MeasureStatus] = mapped_column(by_value(MeasureStatus))
    ordered_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    version: Mapped[int] = mapped_column(default=1)


class MeasureVerification(Record):
    """What a re-check found about a measure."""

    __tablename__ = "measure_verification"
    __table_args__ = (UniqueConstraint("measure_id", "inspection_id"),)

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    is_met: Mapped[bool]
    met_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(400))
    verified_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    verified_at: Mapped[datetime]


class MeasureRecheck(Record):
    """A re-check that was made for a measure; whether the measure is met is verified by itself."""

    __tablename__ = "measure_recheck"
    __table_args__ = (UniqueConstraint("inspection_id"), Index(None, "measure_id"))

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))


class Decision(CountyRecord):
    """How the penal side of a case ended: 处罚, 不予处罚 or 不予立案 on the 免罚清单."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("county_code", "number"), Index(None, "case_id"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    kind: Mapped[DecisionKind] = mapped_column(by_value(DecisionKind))
    number: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date]
    matter: Mapped[str] = mapped_column(String(20))
    fine_fen: Mapped[int | None]
    basis: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    commitment_no: Mapped[str] = mapped_column(String(60), default="")
    """承诺书 of the fourth exit (rules.md 6.1)."""
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    """The party of a case of several that this paper decides about; None: the case as a whole."""
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    recorded_at: Mapped[datetime]

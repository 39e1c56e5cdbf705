"""Tables beside the problem list: tasks, looks back, the fourth exit, the county's figures."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.cases.rules.codes import Severity
from casebook.cases.rules.small_acts import SubmissionState
from casebook.cases.rules.tasks import Duty, TaskState
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value


class ProblemTask(CountyRecord):
    """What one department has to do about a problem (rules.md 13.1)."""

    __tablename__ = "problem_task"
    __table_args__ = (
        Index(None, "problem_id"),
        Index(None, "agency_id", "state"),
        CheckConstraint("(state = 'accepted') = (accepted_by_id IS NOT NULL)", name="accepted_by"),
    )

    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    duty: Mapped[Duty] = mapped_column(by_value(Duty))
    what: Mapped[str] = mapped_column(String(400))
    term_id: Mapped[UUID | None] = mapped_column(ForeignKey("term.id"))
    state: Mapped[TaskState] = mapped_column(by_value(TaskState))
    assigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    assigned_at: Mapped[datetime]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    version: Mapped[int] = mapped_column(default=1)


class ProblemTaskEvent(Record):
    """One step of a task: given, answered, sent back, accepted; written once."""

    __tablename__ = "problem_task_event"
    __table_args__ = (UniqueConstraint("task_id", "sequence"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("problem_task.id"))
    sequence: Mapped[int]
    to_state: Mapped[TaskState] = mapped_column(by_value(TaskState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class ProblemRecheck(CountyRecord):
    """A look back (回头看) at a problem that was struck off, so many days after."""

    __tablename__ = "problem_recheck"
    __table_args__ = (
        UniqueConstraint("problem_id", "sequence"),
        Index(None, "well_id"),
        CheckConstraint("(done_on IS NULL) = (is_relapse IS NULL)", name="done_whole"),
    )

    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    sequence: Mapped[int]
    days: Mapped[int]
    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"))
    done_on: Mapped[date | None]
    is_relapse: Mapped[bool | None]
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))


class ExemptAct(CountyRecord):
    """The county's version of one entry of the 免罚清单; a newer one takes the place of an older."""

    __tablename__ = "exempt_act"
    __table_args__ = (
        UniqueConstraint("county_code", "code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="in_order"),
        CheckConstraint("within_days >= 1", name="within_days"),
    )

    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    problem_codes: Mapped[list[str]]
    conditions: Mapped[str] = mapped_column(String(400))
    first_time: Mapped[bool]
    gravest: Mapped[Severity] = mapped_column(by_value(Severity))
    within_days: Mapped[int]
    doc_no: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    entered_at: Mapped[datetime]


class ExemptSubmission(CountyRecord):
    """One request to leave small matters unfiled: a single one, or all of a village on one list."""

    __tablename__ = "exempt_submission"
    __table_args__ = (UniqueConstraint("number"), Index(None, "county_code", "state", "number"))

    number: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    village: Mapped[str] = mapped_column(String(60))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    state: Mapped[SubmissionState] = mapped_column(by_value(SubmissionState))
    reason: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    document_id: Mapped[UUID | None]
    """The list paper that was made of it."""
    version: Mapped[int] = mapped_column(default=1)


class ExemptItem(Record):
    """One problem of a submission, with the entry of the list it falls under and its two papers."""

    __tablename__ = "exempt_item"
    __table_args__ = (UniqueConstraint("submission_id", "problem_id"), Index(None, "problem_id"))

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("exempt_submission.id"))
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    act_code: Mapped[str] = mapped_column(String(20))
    act_doc_no: Mapped[str] = mapped_column(String(100))
    act_valid_from: Mapped[date]
    """With its code: the version of the entry."""
    corrected_on: Mapped[date]
    order_no: Mapped[str] = mapped_column(String(60))
    commitment_no: Mapped[str] = mapped_column(String(60))


class CaseworkSetting(CountyRecord):
    """A figure that the county has set, with the paper that says so."""

    __tablename__ = "casework_setting"
    __table_args__ = (UniqueConstraint("county_code", "name"),)

    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[int]
    paper: Mapped[str] = mapped_column(String(100))
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    set_at: Mapped[datetime]


append_only.protect(ProblemTaskEvent.__table__)

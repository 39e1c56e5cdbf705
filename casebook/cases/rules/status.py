"""Statuses and the literal transition tables of problems, cases and measures (rules.md 6.1, 6.2)."""

from __future__ import annotations

from enum import StrEnum


class ProblemClass(StrEnum):
    """分类 of Shandong 2021 (rules.md 9)."""

    KEEP = "keep"
    """保留: lawful, exempt, or after striking off."""
    RECTIFY = "rectify"
    """整改."""
    EXIT = "exit"
    """退出: the well must end plugged, mothballed or as a monitoring well."""


class Disposition(StrEnum):
    """处置方式 of a problem (rules.md 6.1)."""

    FIX_NOW = "fix_now"
    """即知即改."""
    RECTIFY = "rectify"
    """限期整改."""
    CASE = "case"
    """立案."""
    CLOSE_WELL = "close_well"
    """封停."""
    TRANSFER = "transfer"
    """移送."""


class FoundHow(StrEnum):
    """发现方式 (rules.md 6.1, 14.3 000-13); all but an inspection are channels of leads."""

    INSPECTION = "inspection"
    PATROL = "patrol"
    SCREENING = "screening"
    REPORT = "report"
    MONITORING = "monitoring"
    SUPERIOR = "superior"
    TRANSFER = "transfer"
    MEDIA = "media"
    POWER_ANOMALY = "power_anomaly"
    REMOTE_SENSING = "remote_sensing"
    HOTLINE_12345 = "hotline_12345"
    HOTLINE_12314 = "hotline_12314"
    PETITION = "petition"
    """信访."""
    PROSECUTOR = "prosecutor"
    """检察建议."""
    ENVIRONMENT_INSPECTORATE = "environment_inspectorate"
    """环保督察."""
    AUDIT = "audit"


class ProblemStatus(StrEnum):
    """How far a problem has come."""

    LISTED = "listed"
    RECTIFYING = "rectifying"
    SEALING = "sealing"
    """封停: the well is being closed (rules.md 6.4)."""
    TRANSFERRED = "transferred"
    """移送: another authority has it; struck off with its receipt."""
    IN_CASE = "in_case"
    RECTIFIED = "rectified"
    """Reported put right; a re-check by officers has to follow."""
    VERIFIED = "verified"
    """A re-check found it put right."""
    STRUCK_OFF = "struck_off"


class CaseStatus(StrEnum):
    """How far a case has come."""

    FILING = "filing"
    """立案审批: asked for, not filed."""
    NOT_FILED = "not_filed"
    INVESTIGATING = "investigating"
    REPORTED = "reported"
    """调查终结: the investigators have reported."""
    REVIEWED = "reviewed"
    """Passed by the legal review (处罚法 58)."""
    PROPOSED = "proposed"
    """The head, or the leaders together, have fixed what is to be done (处罚法 57)."""
    NOTIFIED = "notified"
    """告知 served: statement, defence and hearing are open."""
    HEARING = "hearing"
    CONSIDERED = "considered"
    """What the party said was answered."""
    DECIDED = "decided"
    SERVED = "served"
    """The decision was served; the party performs."""
    ENFORCING = "enforcing"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    ARCHIVED = "archived"


class MeasureKind(StrEnum):
    """What can be ordered for a well."""

    STOP_ABSTRACTION = "stop_abstraction"
    APPLY_PERMIT = "apply_permit"
    INSTALL_METER = "install_meter"
    REPAIR_METER = "repair_meter"
    CONNECT_ONLINE = "connect_online"
    CONNECT_NETWORK = "connect_network"
    REDUCE_ABSTRACTION = "reduce_abstraction"
    CLOSE_WELL = "close_well"
    COMPLETE_RECORDS = "complete_records"
    OTHER = "other"


class MeasureStatus(StrEnum):
    """What became of a measure."""

    ORDERED = "ordered"
    MET = "met"
    WITHDRAWN = "withdrawn"


class DecisionKind(StrEnum):
    """How the penal side ends."""

    PENALTY = "penalty"
    NO_PENALTY = "no_penalty"
    """不予处罚 (处罚法 33)."""
    NO_FILING = "no_filing"
    """不予立案 on the 免罚清单, with its 承诺书."""


_P = ProblemStatus
PROBLEM_TRANSITIONS: dict[ProblemStatus, frozenset[ProblemStatus]] = {
    _P.LISTED: frozenset({_P.RECTIFYING, _P.SEALING, _P.IN_CASE, _P.TRANSFERRED, _P.RECTIFIED}),
    _P.RECTIFYING: frozenset({_P.SEALING, _P.IN_CASE, _P.TRANSFERRED, _P.RECTIFIED}),
    _P.SEALING: frozenset({_P.RECTIFYING, _P.IN_CASE, _P.RECTIFIED}),
    _P.IN_CASE: frozenset({_P.TRANSFERRED, _P.RECTIFIED}),
    _P.TRANSFERRED: frozenset({_P.RECTIFYING, _P.IN_CASE, _P.STRUCK_OFF}),
    _P.RECTIFIED: frozenset({_P.VERIFIED, _P.RECTIFYING, _P.IN_CASE}),
    _P.VERIFIED: frozenset({_P.STRUCK_OFF, _P.RECTIFYING, _P.IN_CASE}),
    _P.STRUCK_OFF: frozenset(),
}
"""The whole life of a problem (rules.md 6.1); a re-check that fails leads back to where the work is done,
and so does a transfer that is sent back."""
PUT_RIGHT = frozenset({_P.RECTIFIED, _P.VERIFIED})
"""Said to be put right, and not struck off yet."""

MEASURE_TRANSITIONS: dict[MeasureStatus, frozenset[MeasureStatus]] = {
    MeasureStatus.ORDERED: frozenset({MeasureStatus.MET, MeasureStatus.WITHDRAWN}),
    MeasureStatus.MET: frozenset(),
    MeasureStatus.WITHDRAWN: frozenset(),
}
"""The whole life of a measure."""

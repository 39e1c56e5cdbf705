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
    """发现方式 (rules.md 6.1)."""

    INSPECTION = "inspection"
    PATROL = "patrol"
    SCREENING = "screening"
    REPORT = "report"
    MONITORING = "monitoring"
    SUPERIOR = "superior"
    TRANSFER = "transfer"
    MEDIA = "media"
    POWER_ANOMALY = "power_anomaly"


class ProblemStatus(StrEnum):
    """How far a problem has come."""

    LISTED = "listed"
    RECTIFYING = "rectifying"
    IN_CASE = "in_case"
    RECTIFIED = "rectified"
    """Reported put right; a re-check by officers has to follow."""
    VERIFIED = "verified"
    """A re-check found it put right."""
    STRUCK_OFF = "struck_off"


class CaseStatus(StrEnum):
    """How far a case has come."""

    INVESTIGATING = "investigating"
    DECIDED = "decided"
    CLOSED = "closed"


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
    _P.LISTED: frozenset({_P.RECTIFYING, _P.IN_CASE, _P.RECTIFIED}),
    _P.RECTIFYING: frozenset({_P.IN_CASE, _P.RECTIFIED}),
    _P.IN_CASE: frozenset({_P.RECTIFIED}),
    _P.RECTIFIED: frozenset({_P.VERIFIED, _P.RECTIFYING, _P.IN_CASE}),
    _P.VERIFIED: frozenset({_P.STRUCK_OFF, _P.RECTIFYING, _P.IN_CASE}),
    _P.STRUCK_OFF: frozenset(),
}
"""The whole life of a problem; a re-check that fails leads back to where the work is done."""
PUT_RIGHT = frozenset({_P.RECTIFIED, _P.VERIFIED})
"""Said to be put right, and not struck off yet."""

CASE_TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.INVESTIGATING: frozenset({CaseStatus.DECIDED}),
    CaseStatus.DECIDED: frozenset({CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset(),
}
"""The whole life of a case."""

MEASURE_TRANSITIONS: dict[MeasureStatus, frozenset[MeasureStatus]] = {
    MeasureStatus.ORDERED: frozenset({MeasureStatus.MET, MeasureStatus.WITHDRAWN}),
    MeasureStatus.MET: frozenset(),
    MeasureStatus.WITHDRAWN: frozenset(),
}
"""The whole life of a measure."""

"""The part of a package that gives the tablet its words: problem codes, and the words of enum members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.cases.rules import CODES, LeadState, MeasureKind, MeasureStatus, ProblemStatus, Severity
from casebook.closures.rules import ClosureKind, ClosureStatus, SignatureRole
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceOrigin, EvidenceStage
from casebook.inspections.filed import EarlierResult, PaperForm, PatrolState, SignedHow, SignerRole
from casebook.inspections.presenters import title_of
from casebook.inspections.rules import InspectionKind
from casebook.inspections.rules.questions import QUESTIONS
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.web.labels import label
from casebook.wells.rules import MeterKind, PermitExemption, WellStatus, WellUse

if TYPE_CHECKING:
    from enum import StrEnum

_NAMED: tuple[type[StrEnum], ...] = (
    Aquifer,
    ClosureKind,
    ClosureStatus,
    EarlierResult,
    EvidenceKind,
    EvidenceMethod,
    EvidenceOrigin,
    EvidenceStage,
    InspectionKind,
    LeadState,
    MeasureKind,
    MeasureStatus,
    MeterKind,
    PaperForm,
    PatrolState,
    PermitExemption,
    ProblemStatus,
    Severity,
    SignatureRole,
    SignedHow,
    SignerRole,
    WellStatus,
    WellUse,
    ZoneKind,
)


def codes_json() -> dict[str, Any]:
    """Return problem codes with what is asked about each, and the words of every enum that a tablet shows."""
    return {
        "problems": [
            {
                "code": one.code,
                "title": title_of(one.code),
                "severity": one.severity,
                "articles": one.list_articles(),
                "questions": list(QUESTIONS.get(one.code, ())),
            }
            for one in CODES.values()
        ],
        "labels": {kind.__name__: {member.value: label(member) for member in kind} for kind in _NAMED},
    }

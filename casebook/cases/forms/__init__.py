"""Forms of problems, cases, measures and decisions."""

from casebook.cases.forms.casework import (
    ANSWERS,
    CHOSEN,
    LONGEST_TERM,
    NEEDED,
    OPEN,
    OUTCOMES,
    TERM_UNITS,
    DecideExtensionForm,
    ExtensionForm,
    MeasureForm,
    OpenCaseForm,
    ProblemFilterForm,
    RectifiedForm,
    StrikeOffForm,
    VerifyForm,
)

__all__ = [
    "ANSWERS",
    "CHOSEN",
    "LONGEST_TERM",
    "NEEDED",
    "OPEN",
    "OUTCOMES",
    "TERM_UNITS",
    "DecideExtensionForm",
    "ExtensionForm",
    "MeasureForm",
    "OpenCaseForm",
    "ProblemFilterForm",
    "RectifiedForm",
    "StrikeOffForm",
    "VerifyForm",
]

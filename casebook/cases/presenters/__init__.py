"""What the pages of problems and cases show."""

from casebook.cases.presenters.casework import (
    CaseLine,
    MeasureLine,
    ProblemLine,
    case_lines,
    measure_lines,
    problem_lines,
)

__all__ = [
    "CaseLine",
    "MeasureLine",
    "ProblemLine",
    "case_lines",
    "measure_lines",
    "problem_lines",
]

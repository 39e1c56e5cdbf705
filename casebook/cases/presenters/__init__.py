"""What the pages of problems and cases show."""

from casebook.cases.presenters.casework import (
    MAY_TAKE,
    CaseLine,
    CasePage,
    MeasureLine,
    ProblemLine,
    Step,
    articles_of,
    case_lines,
    case_page,
    measure_lines,
    open_actions,
    problem_lines,
)

__all__ = [
    "MAY_TAKE",
    "CaseLine",
    "CasePage",
    "MeasureLine",
    "ProblemLine",
    "Step",
    "articles_of",
    "case_lines",
    "case_page",
    "measure_lines",
    "open_actions",
    "problem_lines",
]

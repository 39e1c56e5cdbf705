"""Taking in readings and electricity, and keeping volumes true."""

from casebook.volumes.actions.asking import answer_query
from casebook.volumes.actions.coefficients import CoefficientPaper, set_coefficient
from casebook.volumes.actions.electricity import import_electricity
from casebook.volumes.actions.readings import import_readings
from casebook.volumes.actions.recomputing import recompute

__all__ = [
    "CoefficientPaper",
    "answer_query",
    "import_electricity",
    "import_readings",
    "recompute",
    "set_coefficient",
]

"""Taking in readings and electricity, and keeping volumes true."""

from casebook.volumes.actions.asking import answer_query
from casebook.volumes.actions.coefficients import CoefficientPaper, set_coefficient
from casebook.volumes.actions.electricity import import_electricity
from casebook.volumes.actions.readings import import_readings
from casebook.volumes.actions.recomputing import recompute
from casebook.volumes.actions.recording import (
    ReadingFacts,
    correct_reading,
    record_estimate,
    record_reading,
)

__all__ = [
    "CoefficientPaper",
    "ReadingFacts",
    "answer_query",
    "correct_reading",
    "import_electricity",
    "import_readings",
    "recompute",
    "record_estimate",
    "record_reading",
    "set_coefficient",
]

"""Taking in readings and electricity, and keeping volumes true."""

from casebook.volumes.actions.asking import answer_query
from casebook.volumes.actions.coefficients import CoefficientPaper, set_coefficient
from casebook.volumes.actions.correcting_power import correct_electricity
from casebook.volumes.actions.electricity import import_electricity
from casebook.volumes.actions.estimating import record_estimate, take_back_estimate
from casebook.volumes.actions.metering import (
    Closing,
    MeterFacts,
    assign_meter,
    edit_meter,
    remove_meter,
    swap_meter,
)
from casebook.volumes.actions.readings import import_readings
from casebook.volumes.actions.recomputing import recompute
from casebook.volumes.actions.recording import correct_reading, record_reading
from casebook.volumes.actions.rounds import RoundAnswer, RoundRow, record_round
from casebook.volumes.actions.seals import end_seal, put_seal
from casebook.volumes.actions.visiting import file_visit
from casebook.volumes.actions.writing import ReadingFacts

__all__ = [
    "Closing",
    "CoefficientPaper",
    "MeterFacts",
    "ReadingFacts",
    "RoundAnswer",
    "RoundRow",
    "answer_query",
    "assign_meter",
    "correct_electricity",
    "correct_reading",
    "edit_meter",
    "end_seal",
    "file_visit",
    "import_electricity",
    "import_readings",
    "put_seal",
    "recompute",
    "record_estimate",
    "record_reading",
    "record_round",
    "remove_meter",
    "set_coefficient",
    "swap_meter",
    "take_back_estimate",
]

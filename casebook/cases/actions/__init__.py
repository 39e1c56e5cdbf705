"""What is done to problems, cases and measures; one verb per use case."""

from casebook.cases.actions.decisions import record_decision
from casebook.cases.actions.handing_over import HandedOver, hand_over
from casebook.cases.actions.listing import Listing, submit_inspection
from casebook.cases.actions.measures import (
    approve_extension,
    decline_extension,
    order_measure,
    request_extension,
    verify_measure,
)
from casebook.cases.actions.opening import close_case, open_case
from casebook.cases.actions.striking import report_rectified, strike_off_problem, verify_problem

__all__ = [
    "HandedOver",
    "Listing",
    "approve_extension",
    "close_case",
    "decline_extension",
    "hand_over",
    "open_case",
    "order_measure",
    "record_decision",
    "report_rectified",
    "request_extension",
    "strike_off_problem",
    "submit_inspection",
    "verify_measure",
    "verify_problem",
]

"""What an order that is handed over on the spot must say (rules.md 7.2, no. 9 and 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.deadlines.rules import Length, Unit
from casebook.inspections.filed import PaperForm
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from datetime import date

    from casebook.inspections.filed import FiledOrder

LONGEST_DEMAND = 400
LONGEST_RECEIVER = 60
LONGEST_DAYS = 365
AT_ONCE = 1
"""Days that an order without a day is given in a case: it held from its service on."""
_LAW = "处罚法 28"


def check_order(filed: FiledOrder, *, visited_on: date) -> None:
    """Refuse an order that does not hold, with all that is wrong with it."""
    faults = [*_words(filed), *_days(filed, visited_on)]
    if faults:
        raise Refused(faults)


def length_of(served_on: date, due_on: date | None) -> Length:
    """Return the order term between service and the day that the order names, in calendar days."""
    return Length(AT_ONCE if due_on is None else (due_on - served_on).days, Unit.CALENDAR_DAY)


def _words(filed: FiledOrder) -> list[RuleBroken]:
    faults = []
    if not filed.problem_codes:
        faults.append(RuleBroken("order_without_problem", field="problem_codes"))
    if not filed.demand.strip():
        faults.append(RuleBroken("order_demand_missing", field="demand", article=_LAW))
    if not filed.receiver.strip():
        faults.append(RuleBroken("order_receiver_missing", field="receiver"))
    for field, most in (("demand", LONGEST_DEMAND), ("receiver", LONGEST_RECEIVER)):
        if len(getattr(filed, field)) > most:
            faults.append(RuleBroken("paper_too_long", field=field, most=most))
    return faults


def _days(filed: FiledOrder, visited_on: date) -> list[RuleBroken]:
    served_on, due_on = local_day(filed.served_at), filed.due_on
    faults = []
    if served_on < visited_on:
        faults.append(RuleBroken("order_served_before_visit", field="served_at", on=visited_on.isoformat()))
    if due_on is None:
        if filed.paper.form is PaperForm.ORDER_RECTIFY:
            faults.append(RuleBroken("order_due_missing", field="due_on", article=_LAW))
    elif due_on <= served_on:
        faults.append(RuleBroken("order_due_before_service", field="due_on", served=served_on.isoformat()))
    elif (due_on - served_on).days > LONGEST_DAYS:
        faults.append(RuleBroken("order_due_too_late", field="due_on", most=LONGEST_DAYS))
    return faults

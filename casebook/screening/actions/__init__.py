"""What can be done with screening."""

from casebook.screening.actions.deciding import assign, dismiss, make_lead, make_leads, reopen
from casebook.screening.actions.lists import Taken, take_list
from casebook.screening.actions.routes import drop_route, plan_route
from casebook.screening.actions.running import run, store
from casebook.screening.actions.settings import set_rule

__all__ = [
    "Taken",
    "assign",
    "dismiss",
    "drop_route",
    "make_lead",
    "make_leads",
    "plan_route",
    "reopen",
    "run",
    "set_rule",
    "store",
    "take_list",
]

"""Plans as their pages show them."""

from casebook.plans.presenters.lines import PlanPage, TownLine, county_lines, name_of, plan_page
from casebook.plans.presenters.reclaimed import CutPage, UserLine, UserPage, cut_page, user_lines, user_page

__all__ = [
    "CutPage",
    "PlanPage",
    "TownLine",
    "UserLine",
    "UserPage",
    "county_lines",
    "cut_page",
    "name_of",
    "plan_page",
    "user_lines",
    "user_page",
]

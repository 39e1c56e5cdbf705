"""Reading norms, plans, reclaimed water and cuts."""

from casebook.plans.queries.lines import line_of, plans_of_parties, plans_of_wells

__all__ = ["line_of", "plans_of_parties", "plans_of_wells"]

"""Pages of approvals."""

from casebook.approvals.views import chains, lists, papers, steps
from casebook.approvals.views.blueprint import blueprint

__all__ = ["blueprint", "chains", "lists", "papers", "steps"]

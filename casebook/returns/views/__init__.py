"""The pages of returns, of the reconciliation and of tax sheets."""

from casebook.returns.views import public, reconciliation, returns, settings, sheets
from casebook.returns.views.blueprint import blueprint

blueprints = (blueprint, public.blueprint)

__all__ = ["blueprint", "blueprints", "public", "reconciliation", "returns", "settings", "sheets"]

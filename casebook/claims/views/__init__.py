"""The pages of claims, baselines and substitute waters."""

from casebook.claims.views import baselines, claims, papers, substitutes
from casebook.claims.views.blueprint import blueprint

__all__ = ["baselines", "blueprint", "claims", "papers", "substitutes"]

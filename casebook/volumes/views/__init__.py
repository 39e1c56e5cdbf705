"""The pages of water taken: overview, wells, meters, readings, queries."""

from casebook.volumes.views import overview
from casebook.volumes.views.blueprint import blueprint

__all__ = ["blueprint", "overview"]

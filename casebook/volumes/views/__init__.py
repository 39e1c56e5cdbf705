"""The pages of water taken: overview, wells, meters, readings, queries."""

from casebook.volumes.views import balance, overview
from casebook.volumes.views.blueprint import blueprint

__all__ = ["balance", "blueprint", "overview"]

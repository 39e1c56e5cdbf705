"""The pages of water taken: overview, balance, users, wells, meters, readings, queries."""

from casebook.volumes.views import balance, meters, overview, queries, readings, rounds, users
from casebook.volumes.views.blueprint import blueprint

__all__ = ["balance", "blueprint", "meters", "overview", "queries", "readings", "rounds", "users"]

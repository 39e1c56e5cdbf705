"""The pages of water taken: overview, balance, users, wells, meters, readings, queries, and the ways in."""

from casebook.volumes.views import (
    accounts,
    balance,
    coefficients,
    estimates,
    messages,
    meters,
    overview,
    power,
    queries,
    readings,
    rounds,
    sources,
    uploads,
    users,
)
from casebook.volumes.views.blueprint import blueprint
from casebook.volumes.views.messages_api import meters_api

blueprints = (blueprint, users.blueprint, meters_api)

__all__ = [
    "accounts",
    "balance",
    "blueprints",
    "coefficients",
    "estimates",
    "messages",
    "meters",
    "overview",
    "power",
    "queries",
    "readings",
    "rounds",
    "sources",
    "uploads",
    "users",
]

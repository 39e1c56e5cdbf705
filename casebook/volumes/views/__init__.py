"""The pages of water taken: overview, wells, meters, readings, queries."""

from casebook.volumes.views import balance, overview, users
from casebook.volumes.views.blueprint import blueprint
from casebook.volumes.views.messages_api import meters_api

blueprints = (blueprint, meters_api, users.blueprint)

__all__ = ["balance", "blueprints", "overview", "users"]

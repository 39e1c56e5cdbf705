"""Pages of publications, of compliance records, and what the public sees."""

from casebook.publications.views import lists, public, records, repairs, settings, steps
from casebook.publications.views.blueprint import blueprint, records_blueprint

blueprints = (blueprint, records_blueprint, public.blueprint)

__all__ = ["blueprints", "lists", "public", "records", "repairs", "settings", "steps"]

"""Reading what belongs into a package, and which packages there were."""

from casebook.dossier.queries.material import Material, get_material
from casebook.dossier.queries.packages import get_package, list_packages

__all__ = ["Material", "get_material", "get_package", "list_packages"]

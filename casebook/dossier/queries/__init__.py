"""Reading what goes into packages and volumes, and what a file is examined by."""

from casebook.dossier.queries.bundles import find_last_bundle, get_bundle, list_bundles
from casebook.dossier.queries.leaves import list_leaves
from casebook.dossier.queries.material import Material, get_material
from casebook.dossier.queries.packages import get_package, list_packages
from casebook.dossier.queries.reviewing import pages_in_file, review_file

__all__ = [
    "Material",
    "find_last_bundle",
    "get_bundle",
    "get_material",
    "get_package",
    "list_bundles",
    "list_leaves",
    "list_packages",
    "pages_in_file",
    "review_file",
]

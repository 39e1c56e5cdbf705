"""Making evidence packages and archive bundles, and archiving a case whose file was examined."""

from casebook.dossier.actions.archiving import archive
from casebook.dossier.actions.bundles import register_bundle
from casebook.dossier.actions.packages import (
    VERIFIER,
    Bound,
    House,
    Written,
    register_package,
    write_package,
)

__all__ = [
    "VERIFIER",
    "Bound",
    "House",
    "Written",
    "archive",
    "register_bundle",
    "register_package",
    "write_package",
]

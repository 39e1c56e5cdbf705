"""Pages of packages, of the examination of a file, and of its archive."""

from casebook.dossier.views import archiving, packages, reviewing, well_files
from casebook.dossier.views.blueprint import blueprint

__all__ = ["archiving", "blueprint", "packages", "reviewing", "well_files"]

"""Casebook: groundwater over-extraction enforcement cases of a Chinese county.

Read docs/architecture.md for the map of the packages; each package's own
docstring says which words it owns.
"""

__version__ = "0.1.0"

"""What an address may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.routing import IntegerConverter

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Map

_LARGEST = 2**63 - 1
"""What a column of whole numbers holds; a larger one names nothing."""


class _Whole(IntegerConverter):
    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002, ANN401 - Werkzeug's own names
        super().__init__(map, **{"max": _LARGEST, **options})


def install(app: Flask) -> None:
    """Make an address with a number that no row can have one of nothing."""
    app.url_map.converters["int"] = _Whole

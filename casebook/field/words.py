"""The texts of the tablet app in other languages, as the catalogues have them."""

from __future__ import annotations

from functools import cache

from babel.messages.pofile import read_po

from casebook import config

SOURCES = "static/src/field/"
"""Where the app's texts stand; catalogues name the file of each text."""


@cache
def words_of(locale: str) -> dict[str, str]:
    """Return the app's texts by their Chinese; empty where the language is Chinese or has no catalogue."""
    path = config.ROOT / "casebook" / "translations" / locale / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    return {
        str(text.id): str(text.string)
        for text in catalogue
        if text.id and text.string and any(place.startswith(SOURCES) for place, _line in text.locations)
    }

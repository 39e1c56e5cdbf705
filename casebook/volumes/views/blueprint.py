"""The blueprint that the pages of water taken hang on, and what several of them read from an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from casebook.kernel import clock

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.access import Actor

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("volumes", __name__, url_prefix="/volumes")
FIRST_YEAR, LAST_YEAR = 1949, 2200


def wanted_year() -> int:
    """Return the year of the address; this year where it names none."""
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) <= len("2023") else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


def whole_county(actor: Actor) -> str:
    """Return the county of an officer who reaches all of it, else nothing: such lists know no townships."""
    return actor.county_code if actor.reaches(actor.county_code) else ""

"""What the pages and the print of plates show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

from casebook.plates.rules import IN_A_FILE, ON_A_SHEET, address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casebook.plates.models import WellPlate
    from casebook.plates.queries import TownshipCount


@dataclass(frozen=True)
class TownshipRow:
    """One township on the page of plates."""

    code: str
    name: str
    wells: int
    plates: int
    missing: int
    files: tuple[int, ...]
    """Numbers of the PDF files that hold its plates."""


@dataclass(frozen=True)
class PrintedPlate:
    """One plate as it is printed."""

    serial: str
    well_code: str
    place: str
    qr: str
    """The code as an SVG image, in a data address."""


def township_rows(counts: Iterable[TownshipCount], names: Mapping[str, str]) -> list[TownshipRow]:
    """Return the townships with how many files their plates fill."""
    return [
        TownshipRow(
            one.division_code,
            names.get(one.division_code, one.division_code),
            one.wells,
            one.plates,
            one.missing,
            tuple(range(1, -(-one.plates // IN_A_FILE) + 1)),
        )
        for one in counts
    ]


def sheets(
    plates: Sequence[WellPlate], names: Mapping[str, str], public_url: str
) -> list[tuple[PrintedPlate, ...]]:
    """Return the pages of a print, each with its plates."""
    printed = tuple(_printed(plate, names, public_url) for plate in plates)
    return [printed[first : first + ON_A_SHEET] for first in range(0, len(printed), ON_A_SHEET)]


def _printed(plate: WellPlate, names: Mapping[str, str], public_url: str) -> PrintedPlate:
    well = plate.well
    place = f"{names.get(well.division_code, well.division_code)} {well.village}".strip()
    return PrintedPlate(plate.serial, well.code, place, _qr(address(public_url, plate.text)))


def _qr(text: str) -> str:
    return segno.make(text, error="m", micro=False).svg_data_uri(border=2)

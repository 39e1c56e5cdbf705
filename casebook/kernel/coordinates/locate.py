"""From three cells of a register (x, y, coordinate system) to a place, or the reasons why not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.cells import Cell, Unreadable, fold
from casebook.kernel.coordinates.angles import read_coordinate
from casebook.kernel.coordinates.crs import CrsSource, PlaceProblem, read_crs
from casebook.kernel.coordinates.shifts import bd09_to_wgs84, gcj02_to_wgs84
from casebook.kernel.coordinates.zones import degrees_from_zone, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALLEST_METRES = 100_000
"""No easting or northing of China is smaller; no angle is as large."""
LARGEST_NORTHING_M = 10_000_000
"""Metres from the equator to the pole."""

WrittenPlace = tuple[Cell, Cell, Cell]
"""The cells of x (经度 or easting), y (纬度 or northing) and the coordinate system."""


class PlaceCell(StrEnum):
    """The cell that a fault is about."""

    X = "x"
    Y = "y"
    CRS = "crs"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a written place."""

    problem: PlaceProblem
    cell: PlaceCell


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A written place that cannot be read, with all its faults, at least one."""

    faults: tuple[Fault, ...]

    @property
    def problems(self) -> tuple[PlaceProblem, ...]:
        """The reasons, each once however many cells have it, in the order of the cells."""
        return tuple(dict.fromkeys(fault.problem for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Located:
    """A place in degrees (EPSG:4490), unrounded, and the system it was written in."""

    lon: float
    lat: float
    source: CrsSource


@dataclass(frozen=True, slots=True)
class _OnGrid:
    """A place read as metres of a 3-degree zone, still to be transformed."""

    zone: int
    easting: float
    northing: float


def locate(x: Cell, y: Cell, crs: Cell) -> Located | Unlocated:
    """Read one written place; see `locate_many`."""
    return locate_many([(x, y, crs)])[0]


def locate_many(places: Iterable[WrittenPlace]) -> list[Located | Unlocated]:
    """Read written places, in their order.

    Degrees under a CGCS2000 declaration, with or without "3度带", are read as degrees, and metres
    with a zone prefix as that zone: the datum is the same. Easting and northing exchanged are
    put right, for only an easting carries a prefix. Everything else that does not fit what is
    declared is CRS_UNKNOWN: metres without a prefix, metres under WGS 84, GCJ-02 or BD-09,
    an angle beside metres. Longitude and latitude exchanged come back as written: whether the
    place lies in the county is the caller's to say.
    """
    read = [_read(*place) for place in places]
    transformed = _transformed({place for place in read if isinstance(place, _OnGrid)})
    return [transformed[place] if isinstance(place, _OnGrid) else place for place in read]


def _read(x_cell: Cell, y_cell: Cell, crs_cell: Cell) -> Located | Unlocated | _OnGrid:
    x, y = read_coordinate(x_cell), read_coordinate(y_cell)
    source = read_crs(fold(crs_cell))
    if isinstance(x, float) and isinstance(y, float) and isinstance(source, CrsSource):
        return _place(x, y, source)
    faults = [*_faults(PlaceCell.X, x), *_faults(PlaceCell.Y, y)]
    # Without any coordinate the question of their system does not arise.
    if isinstance(source, PlaceProblem) and not x is y is None:
        faults.append(Fault(source, PlaceCell.CRS))
    return Unlocated(tuple(faults))


def _faults(cell: PlaceCell, value: float | Unreadable | None) -> list[Fault]:
    if value is None:
        return [Fault(PlaceProblem.MISSING, cell)]
    return [Fault(PlaceProblem.UNREADABLE, cell)] if isinstance(value, Unreadable) else []


def _place(x: float, y: float, source: CrsSource) -> Located | Unlocated | _OnGrid:
    if max(abs(x), abs(y)) < SMALLEST_METRES:
        return _from_degrees(x, y, source)
    if source in {CrsSource.CGCS2000, CrsSource.CGCS2000_3DEG}:
        for easting, northing in ((x, y), (y, x)):
            zone = zone_of(easting)
            if zone is not None and SMALLEST_METRES <= northing < LARGEST_NORTHING_M:
                return _OnGrid(zone, easting, northing)
    return Unlocated((Fault(PlaceProblem.CRS_UNKNOWN, PlaceCell.CRS),))


def _from_degrees(x: float, y: float, source: CrsSource) -> Located:
    match source:
        case CrsSource.GCJ02:
            return Located(*gcj02_to_wgs84(x, y), source)
        case CrsSource.BD09:
            return Located(*bd09_to_wgs84(x, y), source)
        case CrsSource.CGCS2000_3DEG:
            return Located(x, y, CrsSource.CGCS2000)
        case _:
            return Located(x, y, source)


def _transformed(places: set[_OnGrid]) -> dict[_OnGrid, Located]:
    by_zone: dict[int, list[_OnGrid]] = defaultdict(list)
    for place in places:
        by_zone[place.zone].append(place)
    located = {}
    for zone, members in by_zone.items():
        eastings, northings = [place.easting for place in members], [place.northing for place in members]
        degrees = zip(*degrees_from_zone(zone, eastings, northings), strict=True)
        for place, (lon, lat) in zip(members, degrees, strict=True):
            located[place] = Located(lon, lat, CrsSource.CGCS2000_3DEG)
    return located

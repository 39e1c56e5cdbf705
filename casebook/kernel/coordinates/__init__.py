"""Places on the ground: what a register writes, read as CGCS2000 longitude and latitude.

Everything is stored in EPSG:4490 with the system it was written in (`CrsSource`). WGS 84 is
taken as CGCS2000: they differ by centimetres (rules.md 12.7).
"""

from casebook.kernel.coordinates.angles import read_coordinate
from casebook.kernel.coordinates.crs import CrsSource, PlaceProblem, read_crs
from casebook.kernel.coordinates.distance import distance_m
from casebook.kernel.coordinates.locate import (
    Fault,
    Located,
    PlaceCell,
    Unlocated,
    WrittenPlace,
    locate,
    locate_many,
)
from casebook.kernel.coordinates.shifts import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from casebook.kernel.coordinates.zones import degrees_from_zone, nearest_zone, zone_from_degrees, zone_of

__all__ = [
    "CrsSource",
    "Fault",
    "Located",
    "PlaceCell",
    "PlaceProblem",
    "Unlocated",
    "WrittenPlace",
    "bd09_to_gcj02",
    "bd09_to_wgs84",
    "degrees_from_zone",
    "distance_m",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "locate",
    "locate_many",
    "nearest_zone",
    "read_coordinate",
    "read_crs",
    "wgs84_to_bd09",
    "wgs84_to_gcj02",
    "zone_from_degrees",
    "zone_of",
]

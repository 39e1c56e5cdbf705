"""The coordinate system that a register names, in whatever words."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class CrsSource(StrEnum):
    """The system a position was written in; stored beside it."""

    CGCS2000 = "cgcs2000"
    CGCS2000_3DEG = "cgcs2000_3deg"
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class PlaceProblem(StrEnum):
    """Why a written place is refused; the values are the reasons an import reports."""

    MISSING = "coordinate_missing"
    UNREADABLE = "number_unreadable"
    CRS_UNKNOWN = "crs_unknown"
    CRS_UNSUPPORTED = "crs_unsupported"


_EPSG = {4490: CrsSource.CGCS2000, 4326: CrsSource.WGS84} | dict.fromkeys(
    range(4513, 4555), CrsSource.CGCS2000_3DEG
)
_EPSG_WORD = re.compile(r"epsg[:-]?([0-9]+)")

_UNSUPPORTED = re.compile(
    r"北京|西安|beijing|bj-?54|xi['’]?an|1954|1980|^54|^80|54坐标|80坐标|地方|独立|城建|城市"
    r"|6度|六度|6°|6-?degree|utm|墨卡托|mercator|bd-?09-?mc"
)
"""Systems that need local parameters (stack.md, Coordinates) or that casebook does not read."""

_DATUMS = {
    CrsSource.CGCS2000: re.compile(
        r"cgcs|国家大地|国家2000|2000国家|大地2000|2000大地|2000坐标|^2000$|天地图"
    ),
    CrsSource.WGS84: re.compile(r"wgs|gps|84坐标|^84$"),
    CrsSource.GCJ02: re.compile(r"gcj|火星|高德|腾讯|国测局"),
    CrsSource.BD09: re.compile(r"bd-?09|^bd$|百度"),
}
_PLANE = re.compile(r"3度|三度|3°|3-?degree|3-?deg|分带|投影|平面|高斯|gauss|gk|带号")


@lru_cache(maxsize=4096)
def read_crs(folded: str) -> CrsSource | PlaceProblem:
    """Read the folded text (`cells.fold`) of a coordinate-system cell.

    Beijing 54, Xi'an 80, local grids, 6-degree zones and Mercator are CRS_UNSUPPORTED: PROJ
    returns the old datums unchanged. Blank, unclear, or two systems at once are CRS_UNKNOWN.
    """
    text = folded.replace("_", "").replace("(", "").replace(")", "")
    if epsg := _EPSG_WORD.search(text):
        return _EPSG.get(int(epsg[1]), PlaceProblem.CRS_UNSUPPORTED)
    if _UNSUPPORTED.search(text):
        return PlaceProblem.CRS_UNSUPPORTED
    named = [source for source, words in _DATUMS.items() if words.search(text)]
    if len(named) != 1:
        return PlaceProblem.CRS_UNKNOWN
    if named == [CrsSource.CGCS2000] and _PLANE.search(text):
        return CrsSource.CGCS2000_3DEG
    return named[0]

"""Where positions lie: township, county, zones; one call for many positions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Place:
    """What a position lies in."""

    is_inside: bool
    """Whether it lies in the county (its edge included)."""
    township: str | None
    """Code of the township; the nearest one for a position inside the county that no township covers."""
    zones: tuple[UUID, ...]
    """All zones whose shape covers it, whatever their period and layer."""


class Locator:
    """Index of a county's outline, townships and zones; shapes are EPSG:4490.

    A position on a shared edge belongs to the township with the smaller code.
    """

    def __init__(
        self,
        outline: BaseGeometry | None,
        townships: Mapping[str, BaseGeometry],
        zones: Mapping[UUID, BaseGeometry],
    ) -> None:
        self._codes = sorted(townships)
        self._townships = _prepared(townships[code] for code in self._codes)
        self._outline = _prepared([] if outline is None else [outline])
        self._zone_ids = list(zones)
        self._zones = _prepared(zones.values())

    @property
    def knows_county(self) -> bool:
        """Whether there is an outline or a township to judge positions by."""
        return bool(len(self._outline) or self._codes)

    def locate(self, lon: float, lat: float) -> Place:
        """Return what one position lies in."""
        return self.locate_many([lon], [lat])[0]

    def locate_many(self, lons: Sequence[float], lats: Sequence[float]) -> list[Place]:
        """Return what each position lies in, in their order."""
        places = np.column_stack([np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)])
        points: NDArray[np.object_] = np.asarray(shapely.points(places))
        tree = STRtree(points)
        townships = self._first_township(tree)
        inside = townships >= 0
        inside[tree.query(self._outline, predicate="intersects")[1]] = True
        self._fill_gaps(points, townships, inside)
        zones = self._zones_by_point(tree)
        return [
            Place(bool(within), self._codes[township] if township >= 0 else None, zones.get(index, ()))
            for index, (within, township) in enumerate(zip(inside, townships, strict=True))
        ]

    def _first_township(self, points: STRtree) -> NDArray[np.int64]:
        """Return each point's township as a place in the sorted codes, -1 for none."""
        found = np.full(len(points), -1, dtype=np.int64)
        township, point = points.query(self._townships, predicate="intersects")
        order = np.argsort(-township, kind="stable")
        found[point[order]] = township[order]
        return found

    def _fill_gaps(
        self, points: NDArray[np.object_], townships: NDArray[np.int64], inside: NDArray[np.bool_]
    ) -> None:
        """Give the nearest township to points in the slivers between the outline and its parts."""
        gaps = np.flatnonzero(inside & (townships < 0))
        if len(gaps) and self._codes:
            townships[gaps] = STRtree(self._townships).nearest(points[gaps])

    def _zones_by_point(self, points: STRtree) -> dict[int, tuple[UUID, ...]]:
        found: dict[int, list[UUID]] = defaultdict(list)
        zone, point = points.query(self._zones, predicate="intersects")
        for place, index in zip(zone.tolist(), point.tolist(), strict=True):
            found[index].append(self._zone_ids[place])
        return {index: tuple(zones) for index, zones in found.items()}


def _prepared(shapes: Iterable[BaseGeometry]) -> NDArray[np.object_]:
    """Return shapes ready for many questions, which makes large ones ten times faster."""
    found = np.array(list(shapes), dtype=object)
    shapely.prepare(found)
    return found

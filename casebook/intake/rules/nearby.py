"""Which wells lie so close together that they may be one."""

from __future__ import annotations

from casebook.kernel.coordinates import distance_m

NEAR_M = 30.0

_CELLS_PER_DEGREE = 2_000
"""A cell is 0.0005° wide: at least 32 m in all of China, so that neighbours lie in adjoining cells."""

_STRIDE = 1_000_000


class Neighbours:
    """Positions in a grid, asked for what lies near another."""

    def __init__(self) -> None:
        self._cells: dict[int, list[tuple[float, float, str]]] = {}

    def add(self, lon: float, lat: float, code: str) -> None:
        """Remember a well."""
        self._cells.setdefault(_cell(lon, lat), []).append((lon, lat, code))

    def nearest(self, lon: float, lat: float) -> str | None:
        """Return the code of the nearest remembered well within 30 m, or None."""
        middle = _cell(lon, lat)
        best, found = NEAR_M, None
        for column in (-_STRIDE, 0, _STRIDE):
            for row in (-1, 0, 1):
                for other_lon, other_lat, code in self._cells.get(middle + column + row, ()):
                    metres = distance_m(lon, lat, other_lon, other_lat)
                    if metres <= best:
                        best, found = metres, code
        return found


def _cell(lon: float, lat: float) -> int:
    return int(lon * _CELLS_PER_DEGREE) * _STRIDE + int(lat * _CELLS_PER_DEGREE)

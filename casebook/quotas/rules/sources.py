"""Where water comes from: the sources that permits and plans tell apart (山东节水条例 11)."""

from __future__ import annotations

from enum import StrEnum

from casebook.regions.rules import Aquifer


class WaterSource(StrEnum):
    """A source of water; every plan is about one."""

    SHALLOW = "groundwater_shallow"
    DEEP = "groundwater_deep"
    SURFACE = "surface"
    TAP = "tap"
    YELLOW_RIVER = "yellow_river"
    YANGTZE_RIVER = "yangtze_river"
    RECLAIMED = "reclaimed"


GROUNDWATER = frozenset({WaterSource.SHALLOW, WaterSource.DEEP})
PERMITTED = GROUNDWATER | {WaterSource.SURFACE}
"""Sources whose taking needs a permit of the taker; the others are delivered."""
CONVENTIONAL = frozenset(WaterSource) - {WaterSource.RECLAIMED}
"""常规水源: what is cut where reclaimed water could have been used (rules.md 11)."""


def source_of(aquifer: Aquifer | None) -> WaterSource:
    """Return the source that a layer is; what is not known to be deep counts as shallow."""
    return WaterSource.DEEP if aquifer is Aquifer.DEEP_CONFINED else WaterSource.SHALLOW

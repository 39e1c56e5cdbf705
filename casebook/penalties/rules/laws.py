"""The laws that penal provisions stand in: what each is called, its level, where and since when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casebook.deadlines.rules.table import Certainty


class Level(StrEnum):
    """The levels of law, the higher before the lower (立法法 98–100)."""

    LAW = "law"
    """法律."""
    REGULATION = "regulation"
    """行政法规."""
    LOCAL_REGULATION = "local_regulation"
    """地方性法规."""
    MINISTRY_RULE = "ministry_rule"
    """部门规章."""
    LOCAL_RULE = "local_rule"
    """地方政府规章."""


LEVELS = tuple(Level)
"""In order of rank."""


@dataclass(frozen=True, slots=True)
class Law:
    """A law. `place` is the division code whose county codes begin with it, empty for the whole country."""

    code: str
    title: str
    level: Level
    valid_from: date
    certainty: Certainty
    """Of the day from which it holds; what it says has a certainty of its own."""
    place: str = ""


_L, _P, _M = Certainty.LAW, Certainty.PUBLIC, Certainty.MEMORY

WATER = Law("water", "水法", Level.LAW, date(2002, 10, 1), _M)
YELLOW_RIVER = Law("yellow_river", "黄河保护法", Level.LAW, date(2023, 4, 1), _L)
PUBLIC_ORDER = Law("public_order", "治安管理处罚法", Level.LAW, date(2013, 1, 1), _M)
GROUNDWATER = Law("groundwater", "地下水管理条例", Level.REGULATION, date(2021, 12, 1), _L)
ABSTRACTION = Law("abstraction", "取水条例", Level.REGULATION, date(2006, 4, 15), _M)
SAVING = Law("saving", "节水条例", Level.REGULATION, date(2024, 5, 1), _L)
SOUTH_TO_NORTH = Law("south_to_north", "南水北调条例", Level.REGULATION, date(2014, 2, 16), _M)
PERMIT_RULES = Law("permit_rules", "取水许可管理办法", Level.MINISTRY_RULE, date(2008, 4, 9), _M)
SHANDONG_WATER = Law("sd_water", "山东水资源条例", Level.LOCAL_REGULATION, date(2018, 1, 1), _M, "37")
SHANDONG_SAVING = Law("sd_saving", "山东节水条例", Level.LOCAL_REGULATION, date(2022, 3, 1), _M, "37")

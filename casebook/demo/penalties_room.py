"""Storylines of penalties: what the county set about itself, and its levels of discretion. All invented."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook.deadlines.rules.table import Certainty
from casebook.penalties import actions
from casebook.penalties.rules import Condition
from casebook.penalties.rules.benches import BenchLevel
from casebook.penalties.rules.provisions import YUAN
from casebook.penalties.rules.settings import NO, Setting, SettingKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_DOC_NO = "演示裁量〔2023〕1号"
_FROM = date(2023, 5, 1)
_LEVELS = (
    ("PEN-01", "一般", "年取水量不足 1 万立方米，责令后立即停止", 20_000, 40_000),
    ("PEN-01", "较重", "年取水量 1 万至 5 万立方米，或者两年内再次发生", 40_001, 70_000),
    ("PEN-01", "严重", "年取水量 5 万立方米以上，或者取用深层承压水", 70_001, 100_000),
    ("PEN-07", "一般", "日最大取水能力不足 200 立方米", 100_000, 200_000),
    ("PEN-07", "较重", "日最大取水能力 200 至 1000 立方米", 200_001, 350_000),
    ("PEN-07", "严重", "日最大取水能力 1000 立方米以上，或者责令后拒不安装", 350_001, 500_000),
)
"""Provision, level, when it fits, fines in yuan."""


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of penalties."""
    yield _settings(stage)
    yield _bench(stage)


def _settings(stage: Stage) -> Storyline:
    """Play the legal reviewer checking two of the county's settings; the others stay 未核实."""
    yield stage.on(date(2023, 2, 14), "09:40")
    sealing = str(stage.officer("legal").agency_id)
    for key, value, since, source in (
        (SettingKey.YELLOW_RIVER_BASIN, NO, date(2023, 4, 1), "流域范围图，法制审核 2023 年核对（演示）"),
        (SettingKey.SEALING_AGENCY, sealing, date(2022, 12, 5), "冠政字〔演示〕第 3 号 授权书"),
    ):
        setting = Setting(key, value, since, Certainty.LAW, source)
        actions.set_setting(stage.session, **stage.by("legal"), setting=setting, seen_version=0)


def _bench(stage: Stage) -> Storyline:
    """Play the levels of discretion being entered when they were published."""
    yield stage.on(date(2023, 5, 4), "10:20")
    levels = [
        BenchLevel(
            pen_id=pen_id,
            condition=Condition.NORMAL,
            level=level,
            conditions=conditions,
            min_fen=least * YUAN,
            max_fen=most * YUAN,
            valid_from=_FROM,
            valid_to=None,
            doc_no=_DOC_NO,
        )
        for pen_id, level, conditions, least, most in _LEVELS
    ]
    actions.import_levels(stage.session, **stage.by("legal"), levels=levels)

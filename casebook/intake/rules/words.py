"""The code tables of a register: the words that offices write, and what they mean.

Only words with one meaning are in here. 报废 is not: whether a scrapped well was plugged is what
the law asks (地下水管理条例 49), so it stays `value_unknown` until somebody looks; so does 不详.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from casebook.kernel.cells import Cell, fold, is_blank
from casebook.regions.rules import Aquifer
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

Word = TypeVar("Word", bound="StrEnum")


def _table(words: Mapping[Word, str]) -> dict[str, Word]:
    return {
        spelling: meaning
        for meaning, spellings in words.items()
        for spelling in (meaning.value, *spellings.split())
    }


_STATUS = _table(
    {
        WellStatus.PROPOSED: "拟建 规划 待建 计划建设 未建",
        WellStatus.UNDER_CONSTRUCTION: "在建 施工中 建设中 未完工",
        WellStatus.IN_USE: "在用 使用 使用中 正常 正常使用 正常运行 运行 运行中 启用 已启用 投入使用 在使用",
        WellStatus.IDLE: "停用 停止使用 暂停使用 暂停 暂时停用 闲置 未使用 未用 已停用 停运 不用",
        WellStatus.PLUGGED: "已封填 封填 永久封填 已永久封填 填埋 已填埋 已封井 封井 永久封井"
        " 封填完成 已回填 回填 封井回填 封停填埋",
        WellStatus.MOTHBALLED: "封存备用 封存 已封存 应急备用 封存(备用) 应急封存 封停备用 应急备用井",
        WellStatus.MONITORING: "监测井 监测 改建监测井 改建为监测井 改为监测井 转为监测井 改监测井"
        " 监测用 观测井",
        WellStatus.NOT_FOUND: "未找到 找不到 查无此井 现场未找到",
        WellStatus.UNVERIFIED: "未核实 待核实 待核查 未核查 查无佐证",
    }
)
_USE = _table(
    {
        WellUse.IRRIGATION: "农业灌溉 灌溉 农灌 农田灌溉 农业 农业用水 农业生产 灌溉用水 农业灌溉用水"
        " 林果灌溉 农田 农用",
        WellUse.INDUSTRY: "工业 工业用水 工业生产 工业取水 企业生产 工业企业 企业自备 工业自备",
        WellUse.PUBLIC_SUPPLY: "城乡公共供水 公共供水 城镇公共供水 城市公共供水 农村公共供水 城镇供水"
        " 城市供水 城乡供水 集中供水"
        " 农村集中供水 自来水 供水 水厂供水 公共供水用水 城乡集中供水 农村供水",
        WellUse.RURAL_DOMESTIC: "农村生活 生活 生活用水 农村生活用水 农村居民生活 农村饮用 农村饮水"
        " 人畜饮水 农村人畜饮水 居民生活"
        " 农村人饮 人饮 村民生活 饮用",
        WellUse.SPECIAL_TRADE: "特种行业 特种行业用水 特种 特殊行业 洗车 洗浴 高尔夫 滑雪 洗车洗浴"
        " 洗车用水 洗浴用水 洗浴业 洗车业",
        WellUse.LIVESTOCK: "养殖 畜禽养殖 养殖业 畜牧养殖 畜牧 养殖用水 畜牧业 规模养殖 规模化养殖"
        " 家畜养殖 水产养殖 牲畜",
        WellUse.OTHER: "其他 其它 其他用途 其它用途 其他用水",
    }
)
_AQUIFER = _table(
    {
        Aquifer.SHALLOW: "浅层 浅层水 浅层地下水 浅层淡水 潜水 浅层潜水 浅水层 浅层含水层 浅井",
        Aquifer.SALINE: "中深层咸水 咸水 中深层 咸水层 中层咸水 中深层水 微咸水 中深层地下水",
        Aquifer.DEEP_CONFINED: "深层承压 深层承压水 深层 深层水 承压水 深层地下水 深层淡水"
        " 深层承压含水层 承压 深层承压地下水 深井",
        Aquifer.MIXED: "混合 混合开采 混合层 混采 混合水 深浅混合 浅深混合",
    }
)
_METER = _table(
    {
        MeterKind.ONLINE: "在线水表 在线计量 在线 远传水表 远传 在线监测 远程在线 在线流量计 智能水表"
        " 远程水表 智能远传水表"
        " 在线监控 在线计量设施 远传计量 在线远传水表",
        MeterKind.MECHANICAL: "机械水表 机械表 普通水表 机械 机械式水表 旋翼水表 螺翼水表 普通机械水表",
        MeterKind.POWER: "以电折水 电折水 以电计水 以电测水 以电定水 电量折算 以电折算 用电折算 以电计量",
        MeterKind.NONE: "无 无计量 未安装 没有 未装 无计量设施 未安装计量 未安装计量设施 无表",
    }
)
_BRACKETS = re.compile(r"\([^()]*\)$")
_SPECIAL = "特种行业"
"""特种行业（洗车）, 特种行业-洗浴: whatever follows is a kind of it."""


@lru_cache(maxsize=1024)
def read_status(cell: Cell) -> WellStatus | None:
    """Return the state that a word means, or None for a word that is not in the table."""
    return _find(_STATUS, cell)


@lru_cache(maxsize=1024)
def read_use(cell: Cell) -> WellUse | None:
    """Return the use that a word means, or None for a word that is not in the table."""
    if fold(cell).startswith(_SPECIAL):
        return WellUse.SPECIAL_TRADE
    return _find(_USE, cell)


@lru_cache(maxsize=1024)
def read_aquifer(cell: Cell) -> Aquifer | None:
    """Return the layer that a word means, or None for a word that is not in the table."""
    return _find(_AQUIFER, cell)


@lru_cache(maxsize=1024)
def read_meter(cell: Cell) -> MeterKind | None:
    """Return the kind of metering that a word means, or None for a word that is not in the table."""
    return _find(_METER, cell)


def is_word(cell: Cell, *, none_is_word: bool = False) -> bool:
    """Say whether a cell says anything; in a column of meter kinds 无 does."""
    return not is_blank(cell) or (none_is_word and fold(cell) == "无")


def _find(table: Mapping[str, Word], cell: Cell) -> Word | None:
    word = fold(cell)
    return table.get(word) or table.get(_BRACKETS.sub("", word))

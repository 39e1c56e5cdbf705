"""Which facts each problem has to prove, and by which kinds of evidence (处罚法 40, 46; rules.md 7.5, 9).

A matrix as data: for each code the facts, whether each is essential (the report cannot be closed without)
or supporting (the report names the gap), and the kinds of evidence that prove it. A piece that was taken
for one item of the checklist proves the facts of that item; a record of the site or of a person every fact
of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.evidence.rules import EvidenceKind as K
from casebook.kernel.texts import msgid

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact to prove. `items` are checklist items whose pieces prove it; empty: any piece of the kinds."""

    title: str
    kinds: frozenset[K]
    is_essential: bool = True
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence that can carry a finding: what kind it is, and for which item it was taken."""

    kind: K
    item: str = ""


_SITE = frozenset({K.SITE_RECORD, K.AUDIOVISUAL, K.PHYSICAL})
_PAPER = frozenset({K.DOCUMENTARY})
_SAID = frozenset({K.PARTY_STATEMENT, K.TESTIMONY})
_METERED = frozenset({K.ELECTRONIC, K.DOCUMENTARY, K.EXPERT_OPINION})


def _fact(title: str, kinds: Iterable[K], *items: str, supporting: bool = False) -> Fact:
    return Fact(title, frozenset(kinds), not supporting, frozenset(items))


_WHO = _fact(msgid("当事人身份：谁在使用这眼井"), _PAPER | _SAID | {K.SITE_RECORD})
_USE = _fact(msgid("正在取水或曾经取水的事实"), _SITE | _SAID | _METERED)
_SINCE = _fact(msgid("取水从何时开始、是否持续"), _SAID | _METERED, supporting=True)
_VOLUME = _fact(msgid("取水量"), _METERED | _SAID, supporting=True)
_STATE = _fact(msgid("现场状况：井、泵、管、表"), _SITE)
_HEARD = _fact(msgid("当事人的说法"), _SAID, supporting=True)
_PERMIT = _fact(msgid("许可情况：有没有许可、许可了什么"), _PAPER | {K.SITE_RECORD}, "C03")
_BASE = (_WHO, _STATE)


def _facts(*own: Fact) -> tuple[Fact, ...]:
    return (*_BASE, *own, _HEARD)


_TAKING = _facts(_USE, _PERMIT, _SINCE, _VOLUME)
_ZONE = _fact(
    msgid("井在禁采区、限采区或超采区内，取的是哪一层水"),
    _PAPER | {K.SITE_RECORD, K.EXPERT_OPINION},
    "C05",
    "C07",
)
_CAPACITY = _fact(
    msgid("日最大取水能力：泵的额定流量和时间"), _SITE | _PAPER | {K.EXPERT_OPINION}, "C30", supporting=True
)

MATRIX: dict[str, tuple[Fact, ...]] = {
    "P01": _TAKING,
    "P02": _TAKING,
    "P03": _facts(
        _fact(msgid("许可水量"), _PAPER),
        _fact(msgid("实际取水量"), _METERED),
        _SINCE,
    ),
    "P04": _facts(_fact(msgid("下达的计划水量"), _PAPER), _fact(msgid("实际取水量"), _METERED)),
    "P05": _facts(_USE, _fact(msgid("许可的地点、方式、用途、水源"), _PAPER | {K.SITE_RECORD}, "C04", "C06")),
    "P06": _facts(_USE, _ZONE, _PERMIT, _VOLUME),
    "P07": _facts(_USE, _ZONE, _PERMIT, _VOLUME),
    "P08": _facts(_USE, _ZONE, _PERMIT, _SINCE),
    "P09": _facts(
        _USE,
        _fact(msgid("公共管网覆盖、具备接入条件"), _PAPER | {K.SITE_RECORD}, "C08"),
        _fact(msgid("已责令限期关停而没有关停"), _PAPER | {K.SITE_RECORD}, supporting=True),
    ),
    "P10": _facts(
        _USE,
        _fact(msgid("没有安装计量设施"), _SITE | _SAID, "C10"),
        _CAPACITY,
        _SINCE,
    ),
    "P11": _facts(
        _fact(msgid("计量设施不合格、运行不正常或未检定"), _SITE | _PAPER | {K.EXPERT_OPINION}, "C11"),
        _CAPACITY,
        _SINCE,
    ),
    "P12": _facts(
        _fact(msgid("年取水规模达到在线计量的标准"), _PAPER | _METERED | {K.SITE_RECORD}),
        _fact(msgid("没有安装在线计量或没有联网"), _SITE | _METERED, "C13"),
    ),
    "P13": _facts(
        _fact(msgid("应报而未报，或报数与实际不符"), _PAPER | _METERED | {K.SITE_RECORD}, "C12", "C15")
    ),
    "P14": _facts(
        _fact(msgid("旁通管、干扰装置或被改动的数据"), _SITE | _METERED, "C14", "C15"),
        _fact(msgid("是谁所为"), _SAID | _SITE, supporting=True),
        _VOLUME,
    ),
    "P15": _facts(_fact(msgid("逾期没有报送或没有台账"), _PAPER | {K.SITE_RECORD}, "C16", "C20")),
    "P16": _facts(_fact(msgid("用水定额与实际用水，或节水设施停用"), _PAPER | _SITE, "C19", "C21")),
    "P17": _facts(
        _USE,
        _fact(msgid("该井已经封停的凭据"), _PAPER | {K.SITE_RECORD}, "C23"),
        _SINCE,
        _VOLUME,
    ),
    "P18": _facts(
        _fact(msgid("依法应当封填的情形"), _PAPER | {K.SITE_RECORD}, "C24"),
        _fact(msgid("已责令封填而没有封填"), _PAPER | {K.SITE_RECORD}, supporting=True),
    ),
    "P19": _facts(_fact(msgid("登记与实际不符之处"), _PAPER | _SITE, "C02")),
    "P20": _facts(_fact(msgid("标识牌缺失或不符"), _SITE, "C01")),
    "P21": _facts(_fact(msgid("转供、转让的对象和水量"), _PAPER | _SAID | {K.SITE_RECORD}, "C06")),
    "P22": _facts(_fact(msgid("许可证与发证机关存根不符"), _PAPER, "C03")),
    "P23": _facts(_fact(msgid("再生水管网已通、水质水量能用"), _PAPER | {K.SITE_RECORD}, "C09")),
    "P24": _facts(
        _fact(msgid("退水的方式、水质与批准不符"), _SITE | {K.EXPERT_OPINION, K.DOCUMENTARY}, "C22")
    ),
    "P25": _facts(
        _fact(msgid("打井、建设的事实和时间"), _SITE | _SAID, "C25"),
        _fact(msgid("没有取水申请批准文件"), _PAPER | {K.SITE_RECORD}, "C03", "C25"),
    ),
    "P26": _facts(_fact(msgid("取灌不同层或没有全部回灌"), _SITE | _METERED, "C26")),
    "P27": _facts(_fact(msgid("施工前没有备案"), _PAPER | {K.SITE_RECORD}, "C27")),
    "P28": _facts(_fact(msgid("申报水量与实际取水量"), _PAPER | _METERED | {K.SITE_RECORD}, "C28")),
    "P29": _facts(_fact(msgid("整改要求、期限和复查结果"), _PAPER | {K.SITE_RECORD}, "C29")),
    "P30": _facts(_fact(msgid("拒绝、阻碍检查的言行"), _SITE | _SAID)),
}
"""By problem code; the county's legal office may ask for more, never for less."""

_WHOLE = frozenset({K.SITE_RECORD, K.PARTY_STATEMENT, K.TESTIMONY})
"""Records that speak of the whole visit, not of one item."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact of a problem that nothing proves."""

    code: str
    title: str
    is_essential: bool


def proves(piece: Piece, fact: Fact) -> bool:
    """Say whether a piece proves a fact."""
    if piece.kind not in fact.kinds:
        return False
    return not fact.items or not piece.item or piece.item in fact.items or piece.kind in _WHOLE


def gaps_of(codes: Iterable[str], pieces: Iterable[Piece]) -> list[Gap]:
    """Return every fact of these problems that no piece proves, essential ones first within each problem."""
    found, known = [], tuple(pieces)
    for code in dict.fromkeys(codes):
        open_ones = [fact for fact in MATRIX[code] if not any(proves(piece, fact) for piece in known)]
        found += [
            Gap(code, fact.title, fact.is_essential)
            for fact in sorted(open_ones, key=lambda one: not one.is_essential)
        ]
    return found

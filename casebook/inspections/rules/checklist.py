"""Checklist items as data, and the first list (rules.md 8, those that matter on a first visit).

A stored list keeps its items as plain mappings; `Item.of` and `Item.as_data` are the two ways across.
Questions are worded so that one answer is bad; which one, and what problem it points to, is data too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from casebook.inspections.rules.kinds import AnswerKind
from casebook.kernel.texts import msgid

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTED_BY_CASEBOOK = frozenset({AnswerKind.DISTANCE, AnswerKind.ZONES})


@dataclass(frozen=True)
class Item:
    """One question of a checklist."""

    code: str
    """C01 … C32 of rules.md 8, or a county's own."""
    question: str
    kind: AnswerKind
    bad: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Problem codes (rules.md 9) that an answer points to, by answer; a number above `limit` is `above`."""
    limit: float | None = None
    unit: str = ""
    hint: str = ""
    basis: str = ""
    """Article, as a number."""
    is_required: bool = True

    @property
    def is_automatic(self) -> bool:
        """Whether casebook answers it by itself."""
        return self.kind in COUNTED_BY_CASEBOOK

    @property
    def problem_codes(self) -> tuple[str, ...]:
        """All problem codes that some answer points to."""
        return tuple(dict.fromkeys(code for codes in self.bad.values() for code in codes))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Item:
        """Read a stored item."""
        bad = {answer: tuple(codes) for answer, codes in data.get("bad", {}).items()}
        return cls(**{**data, "kind": AnswerKind(data["kind"]), "bad": bad})

    def as_data(self) -> dict[str, Any]:
        """Return the item as it is stored."""
        return {**asdict(self), "kind": self.kind.value, "bad": {a: list(c) for a, c in self.bad.items()}}


_YN = AnswerKind.YES_NO

FIRST_CHECKLIST = (
    Item(
        "C01",
        msgid("标识牌、二维码与本井一致，内容完整"),
        _YN,
        {"no": ("P20",)},
        hint=msgid("核对井编号、取水许可证号和监督电话。"),
        basis="748号 49",
    ),
    Item(
        "C02",
        msgid("到场位置与登记井位相距"),
        AnswerKind.DISTANCE,
        {"above": ("P19",)},
        limit=20,
        unit="m",
        basis="748号 49",
    ),
    Item(
        "C03",
        msgid("取水许可证有效，取水人、地点、水量、用途、层位与现场一致"),
        _YN,
        {"no": ("P01", "P02", "P22")},
        hint=msgid("免于办理许可的井选“不适用”。"),
        basis="水法 48",
    ),
    Item(
        "C06",
        msgid("实际用途与许可一致，没有向他人转供水"),
        _YN,
        {"no": ("P05", "P21")},
        basis="水法 48；取水条例 27",
    ),
    Item(
        "C07",
        msgid("井位所在的管控区"),
        AnswerKind.ZONES,
        {"no_abstraction": ("P06",), "restricted": ("P08",)},
        basis="748号 33、34",
        is_required=False,
    ),
    Item(
        "C08",
        msgid("公共供水管网已覆盖本井所在地"),
        _YN,
        {"yes": ("P09",)},
        hint=msgid("看路边阀门井、邻近用户是否已接自来水。"),
        basis="山东水资源条例 30",
    ),
    Item(
        "C10",
        msgid("已安装计量设施，位置在第一个分水口之前"),
        _YN,
        {"no": ("P10",)},
        hint=msgid("记下表号、型号和口径，拍铭牌。"),
        basis="748号 22",
    ),
    Item(
        "C11",
        msgid("计量设施运行正常，铅封完好，检定在有效期内"),
        _YN,
        {"no": ("P11",)},
        hint=msgid("没有计量设施的选“不适用”。"),
        basis="748号 56",
    ),
    Item(
        "C12",
        msgid("水表本次读数"),
        AnswerKind.NUMBER,
        unit="m³",
        hint=msgid("拍清表盘。"),
        basis="取水条例 43",
        is_required=False,
    ),
    Item(
        "C14",
        msgid("水表前没有旁通管和其他取水口"),
        _YN,
        {"no": ("P14",)},
        hint=msgid("沿出水管走到第一个阀门。"),
        basis="节水条例 14",
    ),
    Item(
        "C23",
        msgid("已封停的井：封条、井盖、编号牌完好，无泵、无电"),
        _YN,
        {"no": ("P17",)},
        hint=msgid("没有封停的井选“不适用”。"),
        basis="748号 49",
    ),
    Item(
        "C30",
        msgid("水泵额定流量"),
        AnswerKind.NUMBER,
        unit="m³/h",
        hint=msgid("按泵的铭牌；未装计量时用来核定日最大取水能力。"),
        basis="748号 56",
        is_required=False,
    ),
)

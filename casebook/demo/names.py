"""Invented people, villages and firms, with identifiers whose check digits are right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from casebook.demo.chance import chance, digits
from casebook.demo.geography import COUNTY, COUNTY_NAME, TOWNSHIP_NAMES
from casebook.kernel.identifiers import citizen_check_digit, organisation_check_digit, uscc_check_digit
from casebook.parties.actions import PartyFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_FAMILIES = "王李张刘陈杨赵孙马周徐高郭何林郑谢宋许冯曹袁邓程蔡彭潘田董任姜范方石姚谭邹熊金陆郝孔白崔康毛"
_GIVEN = "伟刚勇军杰涛明超辉强磊斌鹏波华平建国志永庆福海春秋梅兰芳英玉霞丽娟静红敏燕娜琴桂秀云凤"
_WHERE = "东西南北前后大小"
_KINDS = ("庄", "村", "屯", "营", "寨", "家", "堂", "楼")
_FIRM_WORDS = "瑞丰盛泰恒源金禾宏达鑫隆华润天和顺德百川联兴"
_TRADES = ("化工", "机械", "纺织", "板材", "食品", "轴承", "印染", "建材", "粮油", "饲料", "包装", "钢管")

_FIRM, _VILLAGE, _PUBLIC = "91", "54", "12"
"""First two characters of a unified social credit code: enterprise, village, public institution."""
_FIRST_BIRTH = date(1950, 1, 1)
_BIRTH_DAYS = 16_000
_UNISSUED_SEQUENCE = "000"


@dataclass(frozen=True)
class Village:
    """A village of the demonstration and the middle of its fields, in degrees."""

    name: str
    township: str
    lon: float
    lat: float


class Register:
    """Hands out names and numbers, each once, in an order that never changes."""

    def __init__(self) -> None:
        self._dice = chance("names")
        self._births = iter(self._dice.sample(range(_BIRTH_DAYS), _BIRTH_DAYS))
        self._organisations = iter(self._dice.sample(range(10_000), 10_000))
        self._firm_names: set[str] = set()

    def person(self) -> PartyFacts:
        """Return a citizen: number with a real division and an unissued sequence, telephone from 100."""
        dice = self._dice
        name = dice.choice(_FAMILIES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2))))
        born = _FIRST_BIRTH + timedelta(days=next(self._births))
        body = f"{COUNTY}{born:%Y%m%d}{_UNISSUED_SEQUENCE}"
        return PartyFacts(name=name, identifier=body + citizen_check_digit(body), phone=self.telephone())

    def village_committee(self, village: str, township: str) -> PartyFacts:
        """Return a village as the owner of its wells."""
        return self.organisation(f"{TOWNSHIP_NAMES[township]}{village}村民委员会", _VILLAGE)

    def firm(self, township: str) -> PartyFacts:
        """Return an enterprise named after its township."""
        dice = self._dice
        place = TOWNSHIP_NAMES[township].rstrip("镇乡").removesuffix("街道")
        while True:
            name = f"{COUNTY_NAME}{place}{''.join(dice.sample(_FIRM_WORDS, 2))}{dice.choice(_TRADES)}有限公司"
            if name not in self._firm_names:
                break
        return self.organisation(name)

    def organisation(self, name: str, kind: str = _FIRM) -> PartyFacts:
        """Return an organisation; its organisation code begins 0000 and is nobody's."""
        self._firm_names.add(name)
        body = f"0000{next(self._organisations):04d}"
        head = kind + COUNTY + body + organisation_check_digit(body)
        return PartyFacts(name=name, identifier=head + uscc_check_digit(head), phone=self.telephone())

    def telephone(self) -> str:
        """Return a telephone number that is nobody's."""
        return "100" + digits(self._dice, 8)


def village_names(dice: Random) -> Iterator[str]:
    """Yield village names without end: 小王庄, 前李屯 …; none twice."""
    seen: set[str] = set()
    while True:
        name = f"{dice.choice(_WHERE)}{dice.choice(_FAMILIES)}{dice.choice(_KINDS)}"
        name = name if name.endswith("村") else f"{name}村"
        if name not in seen:
            seen.add(name)
            yield name

"""The days of each year: official ones as announced, provisional ones from the law and the sky."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from chinese_calendar.constants import holidays, workdays

from casebook.deadlines.rules.calendar import DayException, Year, YearStatus
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

PROVISIONAL_YEARS = 11
"""How many years after the last official one are kept provisionally (rules.md 12.9)."""

STATUTORY_FROM = 2025
"""First year of the statutory days as revised on 2024-11-10."""

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年",
}

# Lunisolar days by the rules of GB/T 33661-2017: (春节, 清明, 端午, 中秋) as MMDD from 2025 on. Computed from
# the positions of Sun and Moon; the tests compute them again and compare. Past the table nothing is guessed.
_FESTIVALS = (
    (129, 404, 531, 1006),  # 2025
    (217, 405, 619, 925),  # 2026
    (206, 405, 609, 915),  # 2027
    (126, 404, 528, 1003),  # 2028
    (213, 404, 616, 922),  # 2029
    (203, 405, 605, 912),  # 2030
    (123, 405, 624, 1001),  # 2031
    (211, 404, 612, 919),  # 2032
    (131, 404, 601, 908),  # 2033
    (219, 405, 620, 927),  # 2034
    (208, 405, 610, 916),  # 2035
    (128, 404, 530, 1004),  # 2036
    (215, 404, 618, 924),  # 2037
    (204, 405, 607, 913),  # 2038
    (124, 405, 527, 1002),  # 2039
    (212, 404, 614, 920),  # 2040
    (201, 404, 603, 910),  # 2041
    (122, 404, 622, 928),  # 2042
    (210, 405, 611, 917),  # 2043
    (130, 404, 531, 1005),  # 2044
    (217, 404, 619, 925),  # 2045
    (206, 404, 608, 915),  # 2046
    (126, 405, 529, 1004),  # 2047
    (214, 404, 615, 922),  # 2048
    (202, 404, 604, 911),  # 2049
    (123, 404, 623, 930),  # 2050
    (211, 405, 613, 919),  # 2051
    (201, 404, 601, 907),  # 2052
    (219, 404, 620, 926),  # 2053
    (208, 404, 610, 916),  # 2054
    (128, 405, 530, 1005),  # 2055
    (215, 404, 617, 924),  # 2056
    (204, 404, 606, 913),  # 2057
    (124, 404, 625, 1002),  # 2058
    (212, 405, 614, 921),  # 2059
    (202, 404, 603, 909),  # 2060
)


_FIXED = ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))


def official_years() -> dict[int, Year]:
    """Return all years whose notices the package `chinesecalendar` knows."""
    return {number: _official(number) for number in sorted({day.year for day in holidays})}


def provisional_year(number: int) -> Year:
    """Return a year from week-ends and statutory days; `calendar_year_unknown` past the table."""
    exceptions = {day: DayException(is_working=False, name=name) for day, name in statutory_days(number)}
    return Year(number, YearStatus.PROVISIONAL, exceptions)


def statutory_days(number: int) -> Iterator[tuple[date, str]]:
    """Yield the thirteen statutory days of a year (rule of 2024-11-10), fewer when two festivals coincide."""
    spring, qingming, dragon_boat, mid_autumn = _lunisolar(number)
    yield date(number, 1, 1), "元旦"
    for offset in range(-1, 3):
        yield spring + timedelta(days=offset), "春节"
    yield qingming, "清明节"
    yield date(number, 5, 1), "劳动节"
    yield date(number, 5, 2), "劳动节"
    yield dragon_boat, "端午节"
    yield mid_autumn, "中秋节"
    for day in (1, 2, 3):
        yield date(number, 10, day), "国庆节"


def required_days(number: int) -> list[tuple[date, str]]:
    """Return the days that no whole notice of a year can leave out."""
    if number >= STATUTORY_FROM:
        return sorted(dict(statutory_days(number)).items())
    return [(date(number, month, day), name) for month, day, name in _FIXED]


def _official(number: int) -> Year:
    days = {
        day: DayException(is_working=False, name=_NAMES.get(name, name)) for day, name in holidays.items()
    }
    days |= {
        day: DayException(is_working=True, name=_NAMES.get(name, name)) for day, name in workdays.items()
    }
    return Year(number, YearStatus.OFFICIAL, {day: item for day, item in days.items() if day.year == number})


def _lunisolar(number: int) -> list[date]:
    place = number - STATUTORY_FROM
    if not 0 <= place < len(_FESTIVALS):
        raise RuleBroken("calendar_year_unknown", year=number)
    return [date(number, *divmod(mmdd, 100)) for mmdd in _FESTIVALS[place]]

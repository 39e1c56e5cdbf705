"""How days, instants and amounts read on a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.kernel.clock import to_local

if TYPE_CHECKING:
    from datetime import date, datetime

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_GROUP = 10_000
_FEN_PER_YUAN = 100


def day_words(on: date) -> str:
    """Return a day as papers write it: 2023年9月1日, Arabic figures without leading zero (GB/T 9704)."""
    return f"{on.year}年{on.month}月{on.day}日"


def moment_words(at: datetime) -> str:
    """Return an instant in Chinese time: 2023年9月1日14时05分."""
    local = to_local(at)
    return f"{day_words(local.date())}{local.hour}时{local.minute:02d}分"


def amount_words(fen: int) -> str:
    """Return an amount in capital numerals and in figures: 人民币贰万元整（¥20,000.00）."""
    return f"人民币{in_capitals(fen)}（¥{fen // _FEN_PER_YUAN:,}.{fen % _FEN_PER_YUAN:02d}）"


def in_capitals(fen: int) -> str:
    """Return an amount as cheques write it, so that no figure can be added: 壹万零伍佰元叁角整."""
    if fen < 0:
        message = f"an amount on a paper is not negative: {fen}"
        raise ValueError(message)
    yuan, jiao, rest = fen // _FEN_PER_YUAN, fen // 10 % 10, fen % 10
    whole = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not rest:
        return f"{whole or '零元'}整"
    tenths = f"{_DIGITS[jiao]}角" if jiao else "零" * bool(whole)
    return f"{whole}{tenths}{_DIGITS[rest]}分" if rest else f"{whole}{tenths}整"


def _whole(number: int) -> str:
    """Return a positive whole number; a gap inside it reads as one 零."""
    groups: list[int] = []
    while number:
        number, group = divmod(number, _GROUP)
        groups.append(group)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        needs_zero = words and (group < _GROUP // 10 or words.endswith("零"))
        if group:
            words = f"{words.rstrip('零')}{'零' if needs_zero else ''}{_four(group)}{_GROUPS[place]}"
        elif words and any(groups[:place]):
            words = f"{words.rstrip('零')}零"
    return words


def _four(group: int) -> str:
    """Return one to four digits without leading zero."""
    words = ""
    for place, sign in zip(range(len(str(group)) - 1, -1, -1), str(group), strict=True):
        digit = int(sign)
        if digit:
            words += _DIGITS[digit] + _PLACES[place]
        elif not words.endswith("零"):
            words += "零"
    return words.rstrip("零")

"""How a paper cites a law: full title and articles in Chinese numerals, from the short form of the rules."""

from __future__ import annotations

import re

_TITLES = {
    "处罚法": "中华人民共和国行政处罚法",
    "强制法": "中华人民共和国行政强制法",
    "复议法": "中华人民共和国行政复议法",
    "行诉法": "中华人民共和国行政诉讼法",
    "民诉法": "中华人民共和国民事诉讼法",
    "水法": "中华人民共和国水法",
    "资源税法": "中华人民共和国资源税法",
    "黄河保护法": "中华人民共和国黄河保护法",
    "治安管理处罚法": "中华人民共和国治安管理处罚法",
    "取水条例": "取水许可和水资源费征收管理条例",
    "748号": "地下水管理条例",
    "地下水管理条例": "地下水管理条例",
    "节水条例": "节约用水条例",
    "南水北调条例": "南水北调工程供用水管理条例",
    "取水许可管理办法": "取水许可管理办法",
    "山东水资源条例": "山东省水资源条例",
    "山东节水条例": "山东省节约用水条例",
    "移送规定": "行政执法机关移送涉嫌犯罪案件的规定",
}
"""Titles by the short names that the rules use."""
_IN_PARAGRAPHS = frozenset({("地下水管理条例", 56), ("取水许可和水资源费征收管理条例", 53)})
"""Articles whose bracketed numbers are paragraphs (款) without items."""
_LAW = re.compile(rf"({'|'.join(sorted(map(re.escape, _TITLES), key=len, reverse=True))})\s*(\d.*)")
_ARTICLE = re.compile(r"(\d{1,3})(?:\((\d{1,2})\))?([①-⑳])?")
_DIGITS = "零一二三四五六七八九"
_CIRCLE = ord("①") - 1


def official(articles: str) -> str:
    """Return 水法 69(1)；748号 56① as 《中华人民共和国水法》第六十九条第一项、《…》第五十六条第一款.

    A number in brackets is an item (项), one in a circle a paragraph (款). What is not in the short form
    of the rules stays as it was typed.
    """
    return "、".join(_cited(one.strip()) for one in articles.split("；") if one.strip())


def _cited(one: str) -> str:
    law = _LAW.fullmatch(one)
    if law is None:
        return one
    found = [_ARTICLE.fullmatch(part.strip()) for part in law[2].split("、")]
    title = _TITLES[law[1]]
    parts = [_article(title, part) for part in found if part is not None]
    return f"《{title}》{'、'.join(parts)}" if len(parts) == len(found) else one


def _article(title: str, found: re.Match[str]) -> str:
    words = f"第{_numeral(int(found[1]))}条"
    if found[3]:
        words += f"第{_numeral(ord(found[3]) - _CIRCLE)}款"
    if found[2]:
        part = "款" if (title, int(found[1])) in _IN_PARAGRAPHS else "项"
        words += f"第{_numeral(int(found[2]))}{part}"
    return words


def _numeral(number: int) -> str:
    """Return a number below a thousand as laws number their articles: 一百零五, 十五, 五十六."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")

"""Chinese data put into the reader's language: stored texts, lists, articles of laws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable

_LAWS = {
    "处罚法": _l("处罚法"),
    "强制法": _l("强制法"),
    "复议法": _l("复议法"),
    "行诉法": _l("行诉法"),
    "民诉法": _l("民诉法"),
    "水法": _l("水法"),
    "资源税法": _l("资源税法"),
    "取水条例": _l("取水条例"),
    "748号": _l("748号"),
    "地下水管理条例": _l("地下水管理条例"),
    "节水条例": _l("节水条例"),
    "黄河保护法": _l("黄河保护法"),
    "南水北调条例": _l("南水北调条例"),
    "取水许可管理办法": _l("取水许可管理办法"),
    "治安管理处罚法": _l("治安管理处罚法"),
    "山东水资源条例": _l("山东水资源条例"),
    "山东节水条例": _l("山东节水条例"),
    "移送规定": _l("移送规定"),
    "令55 立案": _l("令55 立案"),
    "令55 结案": _l("令55 结案"),
    "令55": _l("令55"),
    "涉企行政检查规定": _l("涉企行政检查规定"),
    "国办发〔2018〕118号": _l("国办发〔2018〕118号"),
    "信用修复管理办法": _l("信用修复管理办法"),
    "地方规定": _l("地方规定"),
    "工作方案（十）": _l("工作方案（十）"),
}
"""Every law that an article of the rules names, as the rules write it."""
_CITATION = re.compile(rf"({'|'.join(map(re.escape, _LAWS))})\s*(.*)")


def translated(text: str) -> str:
    """Return a text that is data, such as a stored question; one that the catalogue lacks stays."""
    return str(_(text)) if text else ""


def listed(words: Iterable[object]) -> str:
    """Return words side by side as one reads them: 甲、乙."""
    return str(_("、")).join(str(word) for word in words)


def clauses(words: Iterable[object]) -> str:
    """Return sentences side by side: 甲；乙."""
    return str(_("；")).join(str(word) for word in words)


def labelled(name: object, text: object) -> str:
    """Return what is said of something: 名称：内容."""
    return str(_("%(name)s：%(text)s", name=name, text=text))


def with_aside(text: object, aside: object) -> str:
    """Return a text with something said by the way: 正文（附注）."""
    return str(_("%(text)s（%(aside)s）", text=text, aside=aside))


def cited(articles: str | None) -> str:
    """Return articles as the reader's language cites them; `articles` is like 水法48、69(1)；取水条例 25."""
    return clauses(_cited(one) for one in articles.split("；")) if articles else ""


def _cited(articles: str) -> str:
    found = _CITATION.fullmatch(articles)
    law = str(_LAWS[found[1]]) if found else ""
    if found is None or law == found[1]:
        return articles
    return f"{law} {listed(found[2].split('、'))}".strip()

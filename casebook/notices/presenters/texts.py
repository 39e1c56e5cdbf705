"""What leaves the house: numbers, townships and days. Nothing here may name or describe a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from casebook.deadlines.labels import RULE_TITLES
from casebook.deadlines.rules import days_left
from casebook.notices.queries.dispatches import MOST_LINES
from casebook.notices.rules import plain_number
from casebook.web.labels import label
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from casebook.notices.models import Notice


MOST_CHAT_LINES = 20
MOST_CHAT_BYTES = 2000
"""The smaller of the two chats' limits for a text is 2048 bytes."""


def line_of(notice: Notice, places: Mapping[str, str], today: date) -> str:
    """Return a notice in one line: number, township, what is due, the day, and how far it is."""
    what = RULE_TITLES.get(notice.rule) or label(notice.kind)
    number, place = plain_number(notice.title), places.get(notice.division_code[:9], "")
    words = [word for word in (number, place, str(what)) if word]
    if notice.due_on is not None:
        words += [_("%(on)s 到期", on=notice.due_on.isoformat()), _left(days_left(notice.due_on, today))]
    return " ".join(words)


def _left(days: int) -> str:
    if days < 0:
        return str(ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -days, n=-days))
    if days == 0:
        return str(_("今天到期"))
    return str(ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", days, n=days))


def digest_title(today: date, count: int) -> str:
    """Return the heading of a digest."""
    return str(_("井案 %(on)s：%(n)s 件事等你办理", on=today.isoformat(), n=count))


def digest_body(notices: Sequence[Notice], places: Mapping[str, str], today: date) -> str:
    """Return a digest's text: one line for each notice, most urgent first, the rest counted."""
    lines = [f"{number}. {line_of(one, places, today)}" for number, one in enumerate(notices[:MOST_LINES], 1)]
    if len(notices) > MOST_LINES:
        lines.append(_("另有 %(n)s 件，请登录查看。", n=len(notices) - MOST_LINES))
    return "\n".join([*lines, "", _("请登录井案办理。这条信息不含当事人资料，请勿补充后转发。")])


def chat_text(notices: Sequence[Notice], places: Mapping[str, str], today: date) -> str:
    """Return what a chat is told of the county's clocks: as many lines as fit into its longest text."""
    texts = (_chat_text(notices, places, today, shown) for shown in range(MOST_CHAT_LINES, 0, -1))
    return next((text for text in texts if len(text.encode()) <= MOST_CHAT_BYTES), "")


def _chat_text(notices: Sequence[Notice], places: Mapping[str, str], today: date, shown: int) -> str:
    late = sum(1 for one in notices if one.due_on is not None and one.due_on < today)
    head = _("井案 %(on)s 期限提醒", on=today.isoformat())
    counts = clauses([_("%(n)s 个期限", n=len(notices)), _("其中逾期 %(n)s 个", n=late)])
    lines = [f"{number}. {line_of(one, places, today)}" for number, one in enumerate(notices[:shown], 1)]
    if len(notices) > shown:
        lines.append(_("另有 %(n)s 件，请登录查看。", n=len(notices) - shown))
    return "\n".join([head, counts, *lines])

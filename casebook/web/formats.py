"""How days, instants, volumes, counts and money are written, in one place."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from flask_babel import get_locale
from flask_babel import gettext as _

from casebook.kernel.clock import to_local
from casebook.web.labels import label
from casebook.web.wording import cited, clauses, labelled, listed, translated, with_aside

if TYPE_CHECKING:
    from datetime import date, datetime

    from flask import Flask

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_WAN = Decimal(10_000)


def _weekday(value: date) -> str:
    if str(get_locale()).startswith("en"):
        return _WEEKDAYS["en"][value.weekday()]
    return "周" + _WEEKDAYS["zh"][value.weekday()]


def day(value: date | None) -> str:
    """Return 2026-11-22 周日."""
    return "" if value is None else f"{value:%Y-%m-%d} {_weekday(value)}"


def plain_day(value: date | None) -> str:
    """Return 2026-11-22, for narrow columns."""
    return "" if value is None else f"{value:%Y-%m-%d}"


def moment(value: datetime | None) -> str:
    """Return an instant as Chinese wall time, 2026-11-22 周日 14:05."""
    if value is None:
        return ""
    local = to_local(value)
    return f"{day(local.date())} {local:%H:%M}"


def wall_time(value: datetime | None) -> str:
    """Return an instant's Chinese time of day, 14:05."""
    return "" if value is None else f"{to_local(value):%H:%M}"


def count(value: float | None) -> str:
    """Return a number with thin groups: 36,471."""
    return "" if value is None else f"{value:,}"


def m3(value: Decimal | None) -> str:
    """Return cubic metres, 3,117 or 3,117.5; at most three decimals."""
    return "" if value is None else _trimmed(value, 3)


def wan_m3(value: Decimal | None) -> str:
    """Return cubic metres as 万m³ with at most four decimals, without the unit."""
    return "" if value is None else _trimmed(value / _WAN, 4)


def yuan(fen: int | None) -> str:
    """Return fen as yuan."""
    return "" if fen is None else _trimmed(Decimal(fen) / 100, 2)


def number(value: float | None, digits: int = 2) -> str:
    """Return a measure such as a depth, without needless zeros."""
    return "" if value is None else _trimmed(Decimal(str(value)), digits)


def yes_no(value: object) -> str:
    """Return 是 or 否; nothing for None."""
    if value is None:
        return ""
    return str(_("是") if value else _("否"))


def _trimmed(value: Decimal, digits: int) -> str:
    text = f"{round(value, digits):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def install(app: Flask) -> None:
    """Make the formats filters of every template, which also learns the language of the page."""
    app.jinja_env.globals["get_locale"] = get_locale
    app.jinja_env.filters.update(
        day=day,
        plain_day=plain_day,
        moment=moment,
        wall_time=wall_time,
        count=count,
        m3=m3,
        wan_m3=wan_m3,
        yuan=yuan,
        number=number,
        yes_no=yes_no,
        label=label,
        cited=cited,
        clauses=clauses,
        labelled=labelled,
        listed=listed,
        translated=translated,
        with_aside=with_aside,
    )

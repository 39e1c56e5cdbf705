"""What is told: a lead's duties to who told it, the four rates with their lines, the county's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.cases.rules import FoundHow
from casebook.cases.rules.channels import SETTINGS, Setting, field_of
from casebook.cases.rules.rates import Fraction, Rate, counts, rates
from casebook.deadlines.presenters import length_text
from casebook.deadlines.rules import Unit
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from wtforms import Field

    from casebook.cases.forms.telling import FiguresForm
    from casebook.cases.models import CaseworkSetting
    from casebook.cases.queries import HandledLead

MOST_LINES = 300
"""Lines below a rate; those that are not good come first."""


@dataclass(frozen=True)
class RateView:
    """One rate as a figure that leads to its lines."""

    rate: Rate
    percent: str
    note: str
    url: str
    is_whole: bool
    is_empty: bool


@dataclass(frozen=True)
class RateLine:
    """One lead that counts in a rate."""

    number: str
    channel: FoundHow
    what: str
    received_on: date
    due_on: date | None
    done_on: date | None
    is_good: bool


@dataclass(frozen=True)
class RatesPage:
    """The four rates, and the lines of one."""

    rates: list[RateView]
    chosen: Rate | None
    lines: list[RateLine]
    left_out: int


def rates_page(
    found: Sequence[HandledLead], chosen: Rate | None, *, today: date, arguments: Mapping[str, str]
) -> RatesPage:
    """Return the rates of these leads; figures and lines are made of the same rows."""
    others = {name: value for name, value in arguments.items() if name != "rate"}
    lines = [] if chosen is None else _lines(found, chosen, today)
    return RatesPage(
        rates=[_view(one, others) for one in rates((row.handled for row in found), today=today)],
        chosen=chosen,
        lines=lines[:MOST_LINES],
        left_out=max(0, len(lines) - MOST_LINES),
    )


def _view(one: Fraction, others: Mapping[str, str]) -> RateView:
    return RateView(
        rate=one.rate,
        percent="—" if one.percent is None else f"{one.percent:f}".removesuffix(".0"),
        note=_("%(good)s 件合格，共 %(total)s 件应计", good=one.good, total=one.total),
        url=url_for("leads.rates", rate=one.rate.value, **dict[str, Any](others)),
        is_whole=one.is_whole,
        is_empty=not one.total,
    )


def _lines(found: Sequence[HandledLead], rate: Rate, today: date) -> list[RateLine]:
    made = []
    for row in found:
        good = counts(row.handled, rate, today=today)
        if good is not None:
            due_on, done_on = _days(row, rate)
            made.append(RateLine(row.number, row.channel, row.what, row.received_on, due_on, done_on, good))
    return sorted(made, key=lambda line: (line.is_good, line.number))


def _days(row: HandledLead, rate: Rate) -> tuple[date | None, date | None]:
    known = row.handled
    if rate is Rate.ACCEPTED:
        return known.accept_due_on, known.accepted_on
    return known.reply_due_on, known.answered_on


@dataclass(frozen=True)
class Figure:
    """One figure on the page of settings."""

    field: Field
    title: str
    unit: str
    paper: str
    """The county's paper; empty while the default holds, which is 未核实."""
    usual: str


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one kind."""

    title: str
    figures: list[Figure]


def figure_groups(form: FiguresForm, rows: Mapping[str, CaseworkSetting]) -> list[FigureGroup]:
    """Return the figures in groups: accepting, answering, looking back, and the rest."""
    titles = {"accept": _("受理期限"), "reply": _("答复期限"), "recheck": _("回头看")}
    groups: dict[str, list[Figure]] = {name: [] for name in [*titles, ""]}
    for setting in SETTINGS.values():
        kind = setting.name.partition(".")[0]
        row = rows.get(setting.name)
        groups[kind if kind in titles else ""].append(
            Figure(
                field=form[field_of(setting.name)],
                title=_title(setting),
                unit=_unit(setting),
                paper=row.paper if row else "",
                usual=_usual(setting),
            )
        )
    return [FigureGroup(str(titles.get(name, _("其他"))), figures) for name, figures in groups.items()]


def _title(setting: Setting) -> str:
    kind, _dot, rest = setting.name.partition(".")
    if kind in {"accept", "reply"}:
        return label(FoundHow(rest))
    if kind == "recheck":
        return str(_("销号后第 %(n)s 次回头看", n=rest))
    known = {
        "fix_now": _("即知即改后复核"),
        "merge_m": _("多近算同一处"),
        "first_years": _("初次违法看几年"),
        "report_per_address": _("同一网络每天最多举报"),
        "report_per_day": _("全县每天最多举报"),
    }
    return str(known[setting.name])


def _unit(setting: Setting) -> str:
    words = {
        Unit.WORKING_DAY: _("个工作日"),
        Unit.CALENDAR_DAY: _("天"),
        Unit.MONTH: _("个月"),
    }
    if setting.unit is not None:
        return str(words[setting.unit])
    return str({"merge_m": _("米"), "first_years": _("年")}.get(setting.name, _("件")))


def _usual(setting: Setting) -> str:
    if setting.unit is not None:
        return length_text(setting.default, setting.unit)
    return f"{setting.default} {_unit(setting)}"

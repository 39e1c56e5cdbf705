"""The words of a bulletin: what a draft proposes, and what goes into its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale
from flask_babel import gettext as _

from casebook.bulletins import queries
from casebook.bulletins.labels import COLUMNS
from casebook.bulletins.rules import Light, Measure, Ranked, light_of
from casebook.documents.making import make_letter
from casebook.documents.rules.sheet import UNNUMBERED
from casebook.documents.rules.wording import day_words
from casebook.kernel.months import Month
from casebook.oversight.rules import DEFINITIONS, Unit, elapsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.bulletins.models import Bulletin
    from casebook.bulletins.rules import Limits, Weights
    from casebook.documents.making import Made

_BLANK_DAY = "　　年　　月　　日"


@dataclass(frozen=True)
class Proposal:
    """What a draft says before an officer has changed it."""

    well_done: str
    lagging: str
    demands: str


def propose(session: Session, county_code: str, month: Month, *, today: date) -> Proposal:
    """Return what a bulletin on a month could say of who leads and who lags, with figures."""
    ranked = queries.ranking_of(session, county_code, month)
    limits = queries.limits_of(session, county_code)
    gone = elapsed(month.year, min(month.last, today))
    with force_locale("zh"):
        placed = [one for one in ranked if one.place is not None]
        behind = {one.code: words for one in placed if (words := _behind(one, limits, gone))}
        best = [one for one in placed if one.code not in behind][:_BEST]
        good = [_("%(name)s（%(score)s 分）", name=one.name, score=one.score) for one in best]
        return Proposal(
            well_done=_("排名靠前的是%(names)s。", names=_("、").join(good))
            if good
            else _("本期没有达到序时进度的乡镇（街道）。"),
            lagging="\n".join(behind.values()) or _("各乡镇（街道）均达到序时进度。"),
            demands=_(
                "落后的乡镇（街道）要逐项明确责任人和完成时限，倒排工期，限期赶上序时进度；举一反三排查同类问题。"
            ),
        )


_BEST = 3


def _behind(one: Ranked, limits: Limits, gone: Any) -> str:  # noqa: ANN401 - a share of the year
    parts = []
    for measure in one.measures:
        points = measure.points_behind(gone)
        if light_of(points, limits) is Light.RED:
            title = str(COLUMNS[measure.indicator])
            shown = {"title": title, "figure": _figure(measure), "points": points}
            parts.append(_("%(title)s%(figure)s，落后 %(points)s 个百分点", **shown))
    return _("%(name)s：%(parts)s。", name=one.name, parts=_("；").join(parts)) if parts else ""


def body_of(
    session: Session, row: Bulletin, *, agency: str, number: str | None, on: date | None
) -> dict[str, Any]:
    """Return all that a bulletin says, as it is frozen: the ranking as it stands now for its month."""
    month = Month.parse(row.month)
    ranked = queries.ranking_of(session, row.county_code, month)
    weights = queries.weights_at(session, row.county_code, month)
    with force_locale("zh"):
        return {
            "agency": agency,
            "number": number,
            "issued_on": on,
            "month": str(month),
            "basis": _basis(weights),
            "rows": [_row(one, weights) for one in ranked if one.place is not None],
            "apart": [one.name for one in ranked if one.place is None],
            "well_done": row.well_done,
            "lagging": row.lagging,
            "demands": row.demands,
            "reply_on": row.reply_on,
        }


def files_of(body: dict[str, Any], *, mark: str) -> Made:
    """Return a bulletin's PDF and DOCX, made of what is frozen and of nothing else."""
    with force_locale("zh"):
        year, _dash, month = body["month"].partition("-")
        on = body["issued_on"]
        words = {
            "period": _("%(year)s 年 1 至 %(month)s 月", year=year, month=int(month)),
            **{key: body[key] for key in ("basis", "rows", "well_done", "lagging", "demands")},
            "apart": _("、").join(body["apart"]),
            "reply_on": day_words(body["reply_on"]),
        }
        head = {
            "agency": body["agency"],
            "stamp_name": body["agency"],
            "title": _("关于全县地下水超采治理任务完成情况的通报"),
            "number": body["number"] or UNNUMBERED,
            "issued_on": day_words(on) if on else _BLANK_DAY,
        }
        return make_letter("bulletin", words, head, mark)


def _basis(weights: Weights) -> str:
    parts = [f"{COLUMNS[one]} {weight}%" for one, weight in weights.items()]
    words = _("按年度任务完成率加权计分（%(parts)s），没有任务或没有数据的指标不计，其权重归其余指标。")
    return str(words) % {"parts": _("、").join(parts)}


def _row(one: Ranked, weights: Weights) -> dict[str, str]:
    return {
        "place": str(one.place),
        "name": one.name,
        "score": str(one.score),
        "detail": _("；").join(details(one.measures, weights)),
    }


def details(measures: tuple[Measure, ...], weights: Weights) -> Iterator[str]:
    """Yield what is reached of each weighed indicator, in words."""
    for one in measures:
        if weights.get(one.indicator) and one.target is not None:
            yield f"{COLUMNS[one.indicator]}{_figure(one)}"


def _figure(measure: Measure) -> str:
    """Return value and target with their unit; m³ as 万m³."""
    unit = DEFINITIONS[measure.indicator].unit
    if measure.value is None:
        return str(_("没有数据"))
    if unit is Unit.WELLS:
        return str(_(" %(value)s/%(target)s 眼", value=f"{measure.value:f}", target=f"{measure.target:f}"))
    if unit is Unit.PERCENT:
        return f" {measure.value:f}%"
    value, target = (f"{part / 10_000:.2f}" for part in (measure.value, measure.target or 0))
    return str(_(" %(value)s/%(target)s 万m³", value=value, target=target))

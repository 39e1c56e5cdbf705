"""What the macro bar_chart takes: months, and their running total, against plan and permit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.kernel.months import Month, months_of_year
from casebook.volumes.rules.figures import ZERO
from casebook.web.labels import label
from casebook.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.plans.rules import PlanLine
    from casebook.volumes.rules import MonthVolume


@dataclass(frozen=True)
class Chart:
    """What the macro bar_chart takes."""

    title: str
    unit: str
    points: list[dict[str, Any]]
    lines: list[dict[str, Any]]


def month_label(month: Month) -> str:
    """Return a month as it stands under its bar."""
    return str(_("%(month)s 月", month=month.month))


def month_quality(volume: MonthVolume) -> str:
    """Return the grade of a well's month, and what must be known beside its figure."""
    grade = [_("%(grade)s级", grade=label(volume.grade))] if volume.grade else []
    return listed([*grade, *(label(flag) for flag in volume.flags)])


def monthly_chart(
    title: str,
    year: int,
    months: Mapping[Month, Decimal],
    *,
    plan: PlanLine | None = None,
    coming: Mapping[Month, Decimal] | None = None,
    until: Month | None = None,
    qualities: Mapping[Month, str] | None = None,
) -> Chart:
    """Return the months of a year with their running total; volumes in m³.

    `coming` is what every month without a figure is projected to be, drawn after the month `until`, the last
    one that is over.
    """
    points, total = [], ZERO
    for index, month in enumerate(months_of_year(year)):
        is_ahead = until is not None and month > until
        total += months.get(month, ZERO)
        points.append(
            {
                "label": month_label(month),
                "value": months.get(month),
                "plan": plan.months[index] if plan else None,
                "forecast": (coming or {}).get(month) if is_ahead else None,
                "quality": (qualities or {}).get(month, ""),
                "total": total if month in months else None,
                "is_ahead": is_ahead,
            }
        )
    return Chart(title, "m³", points, [])


def running_chart(
    title: str,
    year: int,
    months: Mapping[Month, Decimal],
    *,
    plan: PlanLine | None = None,
    coming: Mapping[Month, Decimal] | None = None,
    until: Month | None = None,
    qualities: Mapping[Month, str] | None = None,
    lines: list[dict[str, Any]] | None = None,
) -> Chart:
    """Return the running total of a year; what is given is as for `monthly_chart`."""
    points, total, planned, projected = [], ZERO, Decimal(0), ZERO
    for index, month in enumerate(months_of_year(year)):
        is_ahead = until is not None and month > until
        planned += plan.months[index] if plan else 0
        total += months.get(month, ZERO)
        projected += months.get(month, (coming or {}).get(month, ZERO))
        is_foretold = coming and is_ahead and month not in months
        points.append(
            {
                "label": month_label(month),
                "value": total if month in months else None,
                "plan": planned if plan else None,
                "forecast": projected.quantize(Decimal(1)) if is_foretold else None,
                "quality": (qualities or {}).get(month, ""),
                "is_ahead": is_ahead,
            }
        )
    return Chart(title, "m³", points, lines or [])

"""The statistics of case age and workload as sheets; units stand in the headers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.reports.rules import AGES
from casebook.web.labels import label
from casebook.web.sheets import Sheet, SheetColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.reports.queries import WorkStatistics


def age_words() -> list[str]:
    """Return the words of the classes of a case's age, in their order."""
    within = [_("%(n)s 天以内", n=AGES[0])]
    between = [_("%(a)s–%(b)s 天", a=low + 1, b=high) for low, high in pairwise(AGES)]
    return [*within, *between, _("%(n)s 天以上", n=AGES[-1])]


def work_sheets(statistics: WorkStatistics, year: int) -> list[Sheet]:
    """Return the sheets: ages of the open cases, and officers by office and name."""
    return [
        Sheet(_("在办案件案龄"), _age_columns(), statistics.ages),
        Sheet(_("人员工作量"), _officer_columns(year), statistics.officers),
    ]


def _column(header: str, value: Callable[[Any], Any], width: int = 14) -> SheetColumn:
    return SheetColumn(header, value, width)


def _age_columns() -> list[SheetColumn]:
    def count(place: int) -> Callable[[Any], int]:
        return lambda row: int(row.counts[place])

    return [
        _column(_("案件状态"), lambda row: str(label(row.status)), 18),
        *(_column(_("%(age)s（件）", age=words), count(place)) for place, words in enumerate(age_words())),
        _column(_("合计（件）"), lambda row: row.total),
    ]


def _officer_columns(year: int) -> list[SheetColumn]:
    return [
        _column(_("单位"), lambda row: row.agency, 26),
        _column(_("姓名"), lambda row: row.officer),
        _column(_("在办案件（件）"), lambda row: row.open_cases),
        _column(_("最长案龄（天）"), lambda row: row.oldest_days),
        _column(_("%(year)s 年办结案件（件）", year=year), lambda row: row.ended_cases, 20),
        _column(_("未销号问题（个）"), lambda row: row.open_problems, 16),
        _column(_("在走期限（项）"), lambda row: row.running_terms),
        _column(_("超期期限（项）"), lambda row: row.overdue_terms),
        _column(_("%(year)s 年检查（次）", year=year), lambda row: row.inspections, 18),
    ]

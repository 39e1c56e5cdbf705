"""The closed-well report as a page, as sheets, and the words of its PDF."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures.rules import ClosureKind, ClosureOrigin
from casebook.dossier.rules.well_file import WellFileItem
from casebook.kernel.hashing import digest
from casebook.reports.rules import WellReportStatus
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn
from casebook.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casebook.access import Actor
    from casebook.reports.models import WellReport, WellReportEvent

_S = WellReportStatus


@dataclass(frozen=True)
class WellReportPage:
    """One version of a report: what it says, and what the reader may do next."""

    report: WellReport
    facts: dict[str, Any]
    hash: str
    """Of what it says; it stands in the events and on the paper."""
    lines: list[dict[str, Any]]
    """The wells with their words."""
    steps: list[dict[str, Any]]
    can: dict[str, bool]
    """By the step's name: draft, check, take_back, send, answer; `own` where only another may check."""


def well_report_page(report: WellReport, events: Sequence[WellReportEvent], actor: Actor) -> WellReportPage:
    """Return a version's page."""
    drafts, checks = actor.can(Permission.REPORT_DRAFT), actor.can(Permission.REPORT_CHECK)
    is_own = actor.officer_id == report.drafted_by_id
    status, facts = report.status, _read(report.body)
    return WellReportPage(
        report=report,
        facts=facts,
        hash=digest(report.body),
        lines=[
            {**one, "kind_words": str(label(ClosureKind(one["kind"]))), "missing_words": missing_words(one)}
            for one in facts["lines"]
        ],
        steps=[{"at": one.at, "title": one.what, "who": one.actor_name} for one in reversed(events)],
        can={
            "draft": drafts and status in {_S.DRAFT, _S.RETURNED},
            "check": checks and status is _S.DRAFT and not is_own,
            "own": checks and status is _S.DRAFT and is_own,
            "take_back": checks and status is _S.CHECKED,
            "send": drafts and status is _S.CHECKED,
            "answer": drafts and status is _S.SENT,
        },
    )


def _read(body: bytes) -> dict[str, Any]:
    """Return what a body says, with its m³ as numbers."""
    facts: dict[str, Any] = orjson.loads(body)
    for row in (*facts["lines"], *facts["corrections"], facts["sums"]):
        row |= {key: Decimal(value) for key, value in row.items() if key.endswith("_m3")}
    return facts


def missing_words(line: dict[str, Any]) -> str:
    """Return what a well's file lacks; empty where it is whole."""
    return str(listed(str(label(WellFileItem(one))) for one in line["missing"]))


def _column(header: str, value: Callable[[Any], Any], width: int = 12) -> SheetColumn:
    return SheetColumn(header, value, width)


def _file_state(line: dict[str, Any]) -> str:
    missing = missing_words(line)
    return str(_("缺：%(what)s", what=missing) if missing else _("齐全"))


def well_line_columns() -> list[SheetColumn]:
    """Return the columns of the wells of the month; a row is a line of the report's body."""
    return [
        _column(_("总账序号"), lambda row: row["sequence"], 8),
        _column(_("封停编号"), lambda row: row["closure"], 22),
        _column(_("井编号"), lambda row: row["well"], 20),
        _column(_("乡镇（街道）"), lambda row: row["township"]),
        _column(_("封停方式"), lambda row: str(label(ClosureKind(row["kind"])))),
        _column(_("来源"), lambda row: str(label(ClosureOrigin(row["origin"]))), 14),
        _column(_("封停日"), lambda row: row["closed_on"]),
        _column(_("入账日"), lambda row: row["booked_on"]),
        _column(_("全年压减（m³）"), lambda row: Decimal(row["full_year_m3"]), 16),
        _column(_("当年压减（m³）"), lambda row: Decimal(row["this_year_m3"]), 16),
        _column(_("方法"), lambda row: row["method"], 6),
        _column(_("等级"), lambda row: row["grade"], 6),
        _column(_("一井一档"), _file_state, 40),
    ]


def correction_columns() -> list[SheetColumn]:
    """Return the columns of what the month took back."""
    return [
        _column(_("总账序号"), lambda row: row["sequence"], 8),
        _column(_("封停编号"), lambda row: row["closure"], 22),
        _column(_("井编号"), lambda row: row["well"], 20),
        _column(_("乡镇（街道）"), lambda row: row["township"]),
        _column(_("生效日"), lambda row: row["on"]),
        _column(_("入账日"), lambda row: row["booked_on"]),
        _column(_("封井（眼）"), lambda row: row["wells"]),
        _column(_("全年压减（m³）"), lambda row: Decimal(row["full_year_m3"]), 16),
        _column(_("当年压减（m³）"), lambda row: Decimal(row["this_year_m3"]), 16),
    ]


def sum_columns() -> list[SheetColumn]:
    """Return the columns of the sums; a row is (name, wells, m³ of a full year, m³ of this year)."""
    return [
        _column(_("合计"), lambda row: row[0], 18),
        _column(_("封井（眼）"), lambda row: row[1]),
        _column(_("全年压减（m³）"), lambda row: Decimal(row[2]), 16),
        _column(_("当年压减（m³）"), lambda row: Decimal(row[3]), 16),
    ]


def sum_rows(facts: dict[str, Any]) -> list[tuple[str, int, str, str]]:
    """Return the month's own sum, and the year's up to the end of the month net of what was taken back."""
    sums = facts["sums"]
    return [
        (_("本月确认"), sums["wells"], sums["full_year_m3"], sums["this_year_m3"]),
        (_("本年累计"), sums["year_wells"], sums["year_full_year_m3"], sums["year_this_year_m3"]),
    ]


def well_report_words() -> dict[str, dict[str, str]]:
    """Return the words of what a body holds as codes."""
    return {
        "kinds": {one.value: str(label(one)) for one in ClosureKind},
        "missing": {one.value: str(label(one)) for one in WellFileItem},
    }

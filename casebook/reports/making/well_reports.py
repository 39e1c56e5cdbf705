"""The water bureau's closed-well report of a month: what it says, and its files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from flask_babel import force_locale
from flask_babel import gettext as _

from casebook.documents.rendering import render_pdf
from casebook.kernel.hashing import digest
from casebook.reports import presenters
from casebook.reports.rules import GONE_OUT
from casebook.web.sheets import Sheet, write_book

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.config import Settings
    from casebook.reports.models import WellReport


@dataclass(frozen=True)
class MadeWellReport:
    """A report's files, and the hash of the body that they were made of."""

    body_hash: str
    xlsx: bytes
    pdf: bytes


def make_well_report(report: WellReport, *, settings: Settings, now: datetime) -> MadeWellReport:
    """Return the files of a report as it is kept; one that has not gone out is marked as a draft."""
    facts = orjson.loads(report.body)
    with force_locale("zh"):
        stream = io.BytesIO()
        write_book(stream, _sheets(facts), made_at=now)
        pdf = render_pdf(
            "letters/well_report.html",
            facts=facts,
            words=presenters.well_report_words(),
            agency=facts["agency"] or facts["county"]["name"],
            number=facts["number"],
            drafted_by=report.drafted_by,
            checked_by=report.checked_by,
            is_draft=report.status not in GONE_OUT and not report.checked_by,
            is_demo=settings.is_demo,
        )
    return MadeWellReport(digest(report.body), stream.getvalue(), pdf)


def _sheets(facts: dict[str, Any]) -> list[Sheet]:
    lines, corrections = presenters.well_line_columns(), presenters.correction_columns()
    return [
        Sheet(_("本月封井"), lines, facts["lines"]),
        Sheet(_("本月冲销"), corrections, facts["corrections"]),
        Sheet(_("合计"), presenters.sum_columns(), presenters.sum_rows(facts)),
    ]

"""Storylines of publications: one published whose party asks for repair, one that waits for the second."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.demo.inkwork import page
from casebook.documents.making import DEMO_MARK
from casebook.documents.queries import list_documents
from casebook.kernel.clock import local_day
from casebook.publications import actions, queries
from casebook.publications.actions import Application, Redaction
from casebook.publications.rules import Figures
from casebook.storage.actions import Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline
    from casebook.publications.models import Publication

_SITE = "https://gongshi.example.cn/371525"


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of publications."""
    yield _opened(stage)
    yield _published(stage)
    yield _proposed(stage)


def _opened(stage: Stage) -> Storyline:
    """Play the county opening its public page."""
    yield stage.ago(120, "09:10")
    figures = Figures(is_page_on=True)
    paper = "冠综执〔2026〕演示 3 号"
    actions.set_figures(stage.session, **stage.by("agencyhead"), figures=figures, paper=paper)


def _of(stage: Stage, key: str) -> Publication:
    """Return the publication of a case of the story."""
    papers = list_documents(stage.session, [stage.cases[key].id])
    found = (queries.find_by_document(stage.session, one.id) for one in papers)
    return next(row for row in found if row is not None)


def _published(stage: Stage) -> Storyline:
    """Play a decision that was published in time, and whose party asks for 信用修复."""
    yield stage.ago(27, "10:20")
    row = _of(stage, "nearly_closed")
    actions.propose_text(stage.session, **stage.by("inspector"), row=row, redaction=Redaction())
    actions.confirm(stage.session, **stage.by("legal", 40), row=row, demo_mark=DEMO_MARK)
    yield stage.ago(27, "16:20")
    on = local_day(stage.now)
    actions.publish(stage.session, **stage.by("archivist"), row=row, on=on, place=_SITE)
    yield stage.ago(5, "15:10")
    application = Application(
        "冠县桑阿百泰机械有限公司",
        "罚款已在期限内缴清，计量设施已安装并通过复查，承诺依法取水、按时报送。",
        local_day(stage.now),
        Scan(io.BytesIO(page(1, "pledge").data), "信用承诺书.png"),
    )
    actions.ask_repair(stage.session, **stage.by("inspector"), row=row, application=application)


def _proposed(stage: Stage) -> Storyline:
    """Play a text that waits for the second officer."""
    yield stage.ago(2, "14:30")
    row = _of(stage, "paid_up")
    actions.propose_text(stage.session, **stage.by("inspector"), row=row, redaction=Redaction())

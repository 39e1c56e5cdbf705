"""A hundred papers of five forms through the worker's own path: facts, both files, kept by their hashes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from casebook.documents import actions
from casebook.documents.making import lay_out, make, make_pdf
from casebook.documents.rules import FORMS, FormCode
from casebook.storage import disk
from tests.bench.figures import Figure
from tests.factories.documents import DECISION, NOW, ORDER, a_draft, an_office
from tests.support.databases import build, engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.documents.making import Contents
    from casebook.documents.models import Document

PAPERS = 100
PER_MINUTE = 100
"""What the worker has to keep up with (the issue's “100 documents rendered per minute”)."""
_FORMS = (FormCode.F10, FormCode.F09, FormCode.F05, FormCode.F12B, FormCode.F23)
_MORE = {
    **ORDER,
    **DECISION,
    "inspected_on": ORDER["until"],
    "found": ORDER["facts"],
    "reason": DECISION["discretion"],
    "proposed": DECISION["penalty"],
    "hearing_ground": "《中华人民共和国行政处罚法》第六十三条",
    "hearing_days": 5,
}


def measure(folder: Path) -> list[Figure]:
    """Return papers a minute, beside the setting of the same pages alone."""
    path = f"sqlite:///{folder / 'papers.sqlite'}"
    build(path)
    disk.use(folder / "papers")
    engine = engine_for(path)
    with session_on(engine) as session:
        papers = _issued(session)
        make_pdf(lay_out(_contents(session, papers[0])))  # fonts are looked for once in a process
        alone = _per_minute(lambda one: make_pdf(lay_out(_contents(session, one))), papers)
        ours = _per_minute(lambda one: _render(session, one), papers)
    engine.dispose()
    name = f"papers rendered to PDF and DOCX (peer: PDF alone), {PAPERS} of {len(_FORMS)} forms"
    return [Figure(name, ours, alone, PER_MINUTE, "/min", is_floor=True)]


def _issued(session: Session) -> list[Document]:
    office = an_office(session)
    made = []
    for number in range(PAPERS):
        form = _FORMS[number % len(_FORMS)]
        facts = {name: value for name, value in _MORE.items() if FORMS[form].field(name)}
        document = a_draft(session, office, form=form, facts=facts)
        made.append(actions.issue(session, actor=office.maker, now=NOW, document=document))
    session.commit()
    return made


def _contents(session: Session, document: Document) -> Contents:
    found = actions.contents_of(session, document.id)
    assert found is not None
    return found


def _render(session: Session, document: Document) -> None:
    made = make(_contents(session, document))
    actions.keep_rendered(session, document_id=document.id, made=made, now=NOW)
    session.commit()


def _per_minute(act: Callable[[Document], object], papers: Sequence[Document]) -> float:
    started = time.perf_counter()
    for one in papers:
        act(one)
    return 60 * len(papers) / (time.perf_counter() - started)

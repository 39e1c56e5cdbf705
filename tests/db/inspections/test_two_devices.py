"""Two officers at one well, each on a device of their own, at the same moment."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.inspections import actions
from casebook.inspections.models import Inspection
from casebook.kernel.errors import Conflict
from tests.factories.inspections import LATER, Visit, begin, make_visit
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from casebook.access import Actor


def begun(engine: Engine) -> tuple[Actor, Actor, object]:
    with session_on(engine) as session:
        visit: Visit = make_visit(session)
        inspection = begin(session, visit)
        session.commit()
        return visit.actor, visit.companion, inspection.id


def at_once(
    engine: Engine, inspection_id: object, *edits: Callable[[Session, Inspection], object]
) -> list[str]:
    """Run edits in threads; each reads the record first, then all write together."""
    ready = threading.Barrier(len(edits))
    ends: list[str] = []

    def run(edit: Callable[[Session, Inspection], object]) -> None:
        with session_on(engine) as session:
            inspection = session.scalars(select(Inspection).where(Inspection.id == inspection_id)).one()
            session.rollback()  # what was read stays in the page, the transaction does not
            ready.wait()
            try:
                edit(session, inspection)
                session.commit()
                ends.append("saved")
            except Conflict as conflict:
                session.rollback()
                ends.append(conflict.code)

    threads = [threading.Thread(target=run, args=(edit,)) for edit in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def answer(actor: Actor, **written: str) -> Callable[[Session, Inspection], object]:
    def edit(session: Session, inspection: Inspection) -> object:
        seen = dict.fromkeys(written, "")
        return actions.save_answers(
            session, actor=actor, now=LATER, inspection=inspection, written=written, seen=seen
        )

    return edit


def stored(engine: Engine, inspection_id: object) -> dict[str, str]:
    with session_on(engine) as session:
        found = session.scalars(select(Inspection).where(Inspection.id == inspection_id)).one()
        return {code: value for code, value in found.answer_values().items() if code != "C07"}


def test_different_answers_at_the_same_moment_both_stay(database_url: str) -> None:
    engine = engine_for(database_url)
    lead, companion, inspection_id = begun(engine)
    ends = at_once(engine, inspection_id, answer(lead, C10="no"), answer(companion, C11="na"))
    assert ends == ["saved", "saved"]
    assert stored(engine, inspection_id) == {"C10": "no", "C11": "na"}
    engine.dispose()


def test_the_same_answer_at_the_same_moment_is_told_to_the_later(database_url: str) -> None:
    engine = engine_for(database_url)
    lead, companion, inspection_id = begun(engine)
    ends = at_once(engine, inspection_id, answer(lead, C10="no"), answer(companion, C10="yes"))
    assert ends == ["inspection_clash", "saved"]
    assert stored(engine, inspection_id)["C10"] in {"yes", "no"}
    engine.dispose()

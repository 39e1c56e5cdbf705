"""Two reviewers at the same setting, level or pack at the same time: one comes first, the other is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.penalties import actions, queries
from tests.factories.accounts import COUNTY, NOW
from tests.factories.penalties import bench_level, make_level, make_reviewer, make_setting, pack
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_of_two_who_set_the_same_at_once_one_comes_second(session: Session) -> None:
    actor = make_reviewer(session)

    def set_it(own: Session, found: Actor) -> None:
        make_setting(own, found)

    assert at_once(session, lambda _own: actor, set_it, set_it) == ["changed_meanwhile", "done"]
    assert len(queries.list_settings(session, COUNTY)) == 1


def test_of_two_who_change_a_level_at_once_one_comes_second(session: Session) -> None:
    actor = make_reviewer(session)
    row = make_level(session, actor)
    line_id = row.line_id

    def revise(own: Session, found: Actor) -> None:
        actions.revise_level(
            own,
            actor=found,
            now=NOW,
            line_id=line_id,
            seen_version=1,
            level=bench_level(max_fen=35_000_000),
            reason="文件更正",
        )

    assert at_once(session, lambda _own: actor, revise, revise) == ["changed_meanwhile", "done"]
    assert [one.version for one in queries.list_line(session, line_id)] == [2, 1]


def test_of_two_who_load_the_same_pack_at_once_one_comes_second(session: Session) -> None:
    actor = make_reviewer(session)

    def load(own: Session, found: Actor) -> None:
        actions.load_pack(own, actor=found, now=NOW, content=pack())

    assert at_once(session, lambda _own: actor, load, load) == ["done", "pack_version_old"]
    assert len(queries.list_pack_versions(session, COUNTY)) == 1

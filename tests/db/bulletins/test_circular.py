"""A bulletin from its draft to the frozen paper, on both databases."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import docx
import orjson
import pytest

from casebook.access import Role
from casebook.bulletins import actions, queries
from casebook.bulletins.rules import TRANSITIONS, BulletinState
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import matches
from casebook.kernel.months import Month
from casebook.storage.queries import open_file
from casebook.supervision import actions as supervision
from casebook.supervision.queries import list_proposed
from casebook.supervision.rules import Rung, StepState
from tests.factories.accounts import COUNTY, make_actor, make_agency
from tests.factories.bulletins import LATER, WORDS, draft, issue, two_townships
from tests.factories.deadlines import load_calendar
from tests.factories.ledger import post_closed_well
from tests.factories.regions import EAST, WEST, make_county
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.bulletins.models import Bulletin

pytestmark = pytest.mark.usefixtures("file_store")


def make_head(session: Session) -> Actor:
    load_calendar(session)
    make_county(session)
    two_townships(session)
    agency = make_agency(session, name="冠县综合行政执法局", word="冠综执")
    return make_actor(session, Role.AGENCY_HEAD, agency=agency)


@pytest.fixture
def head(session: Session) -> Actor:
    return make_head(session)


def word_text(row: Bulletin) -> str:
    assert row.docx_hash is not None
    with open_file(row.docx_hash) as file:
        paper = docx.Document(io.BytesIO(file.read()))
    cells = [cell.text for table in paper.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_an_issued_bulletin_is_frozen_whatever_is_booked_later(session: Session, head: Actor) -> None:
    row = draft(session, head)
    actions.edit_bulletin(session, actor=head, now=LATER, row=row, words=WORDS, base_version=row.version)
    issue(session, head, row)
    assert (row.state, row.number) == (BulletinState.ISSUED, "冠综执通报〔2023〕第001号")
    assert row.body is not None
    assert row.body_hash is not None
    assert matches(row.body.encode(), row.body_hash)
    body = orjson.loads(row.body)
    assert [(one["place"], one["name"], one["score"]) for one in body["rows"]] == [
        ("1", "清水镇", "50.0"),
        ("2", "东古城镇", "0.0"),
    ]
    text = word_text(row)
    for words in (
        "2023 年 1 至 10 月",
        "清水镇进度较快。",
        "限期整改。",
        "2023年12月1日",
        "东古城镇",
        row.number,
    ):
        assert words in text
    assert row.pdf_hash is not None
    with open_file(row.pdf_hash) as file:
        assert file.read(4) == b"%PDF"
    frozen = row.body, row.pdf_hash, row.docx_hash
    post_closed_well(session, 2, division_code=EAST)
    with pytest.raises(RuleBroken, match="bulletin_out_of_order"):
        actions.edit_bulletin(session, actor=head, now=LATER, row=row, words=WORDS, base_version=row.version)
    session.refresh(row)
    assert (row.body, row.pdf_hash, row.docx_hash) == frozen


def test_a_dropped_draft_remembers_why_and_events_fold(session: Session, head: Actor) -> None:
    row = draft(session, head)
    by = {"actor": head, "now": LATER, "row": row}
    with pytest.raises(RuleBroken, match="bulletin_needs_reason"):
        actions.drop_bulletin(session, **by, reason=" ", base_version=row.version)
    actions.drop_bulletin(session, **by, reason="并入下月", base_version=row.version)
    assert (row.state, row.reason, row.number) == (BulletinState.DROPPED, "并入下月", None)
    states = [one.to_state for one in queries.list_bulletin_events(session, row.id)]
    assert states == [BulletinState.DRAFT, BulletinState.DROPPED]
    assert all(after in TRANSITIONS[before] for before, after in pairwise(states))
    with pytest.raises(RuleBroken, match="bulletin_out_of_order"):
        issue(session, head, row)


def test_circulars_of_the_ladder_go_out_with_it(session: Session, head: Actor) -> None:
    both = make_actor(session, Role.CASE_HEAD, Role.AGENCY_HEAD)
    (behind,) = queries.list_last(session, COUNTY, Month(2023, 10))
    for _rung in range(3):
        supervision.propose(session, now=LATER, county_code=COUNTY, behind=[replace(behind, degree=9)])
        (step,) = list_proposed(session, both, 9)
        if step.rung is not Rung.CIRCULAR:
            supervision.drop_step(session, actor=both, now=LATER, row=step, reason="不需要")
    row = issue(session, head, draft(session, head), steps=[step])
    assert (step.state, step.reply_on) == (StepState.ISSUED, WORDS.reply_on)
    assert row.number is not None
    assert row.number in step.demand


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"month": Month(2023, 12)}, "bulletin_month"),
        ({"month": Month(2022, 12)}, "bulletin_nothing_ranked"),
        ({"words": actions.Words("", "b", "c", date(2023, 12, 1))}, "bulletin_needs_words"),
        ({"words": actions.Words("a", "b", "c" * 4001, date(2023, 12, 1))}, "bulletin_needs_words"),
        ({"words": actions.Words("a", "b", "c", date(2023, 11, 8))}, "bulletin_reply_too_soon"),
    ],
    ids=["future", "nothing", "empty", "long", "late"],
)
def test_drafts_that_are_refused(
    session: Session, head: Actor, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        draft(session, head, **changes)


def test_who_may_issue(session: Session, head: Actor) -> None:
    row = draft(session, head)
    with pytest.raises(Forbidden):
        issue(session, make_actor(session, Role.INSPECTOR), row)
    with pytest.raises(NotFound):
        issue(session, make_actor(session, Role.AGENCY_HEAD, jurisdiction=WEST), row)
    with pytest.raises(RuleBroken, match="bulletin_reply_too_soon"):
        issue(session, head, row, now=LATER + timedelta(days=40))
    with pytest.raises(Conflict, match="bulletin_changed"):
        issue(session, head, row, base_version=row.version + 1)


def test_two_who_decide_at_once(database_url: str) -> None:
    """One issues, one drops: the second is told that it was changed meanwhile, and nothing is half done."""
    engine = engine_for(database_url)
    with session_on(engine) as session:
        head = make_head(session)
        row = draft(session, head)
        row_id, version = row.id, row.version

        def load(own: Session) -> Bulletin:
            return queries.get_bulletin(own, row_id, head)

        answers = at_once(
            session,
            load,
            lambda own, found: issue(own, head, found, base_version=version),
            lambda own, found: actions.drop_bulletin(
                own, actor=head, now=LATER, row=found, reason="并入下月", base_version=version
            ),
        )
        assert answers == ["bulletin_changed", "done"]
        found = load(session)
        assert (found.number is None) == (found.state is BulletinState.DROPPED)
        assert len(queries.list_bulletin_events(session, row_id)) == 2
    engine.dispose()

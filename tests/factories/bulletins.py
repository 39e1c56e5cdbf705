"""Monday's pages and bulletins for tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from casebook.access import Role
from casebook.accounts.queries import get_agency
from casebook.bulletins import actions
from casebook.bulletins.making import MadePage
from casebook.bulletins.rules import Due, Week
from casebook.kernel.months import Month
from tests.factories.accounts import make_actor
from tests.factories.ledger import post_closed_well
from tests.factories.oversight import set_target
from tests.factories.regions import EAST, WEST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.bulletins.models import Bulletin

MONDAY = datetime(2023, 11, 6, tzinfo=UTC)
"""Eight o'clock in China of a working Monday."""
WEEK = Week(date(2023, 11, 6))
LATER = datetime(2023, 11, 8, 2, tzinfo=UTC)
WORDS = actions.Words("清水镇进度较快。", "东古城镇落后。", "限期整改。", date(2023, 12, 1))


def made_page(week: Week = WEEK, *, word: bytes = b"one") -> MadePage:
    """A page as it would be drawn, of a few bytes."""
    lights = Counter({"red": 2, "green": 3})
    return MadePage(Due(week, MONDAY), MONDAY, b'{"places":[]}', b"%PDF" + word, b"png" + word, lights)


def two_townships(session: Session) -> None:
    """Two townships with a target of two wells each; the west has closed one, in October."""
    for code in (WEST, EAST):
        set_target(session, amount="2", division_code=code)
    post_closed_well(session)


def draft(session: Session, actor: Actor, **changes: Any) -> Bulletin:  # noqa: ANN401 - of several types
    facts: dict[str, Any] = {"now": LATER, "month": Month(2023, 10), "words": WORDS}
    return actions.draft_bulletin(session, actor=actor, **{**facts, **changes})


def issue(session: Session, actor: Actor, row: Bulletin, **changes: Any) -> Bulletin:  # noqa: ANN401 - as above
    facts: dict[str, Any] = {"now": LATER + timedelta(hours=1), "base_version": row.version}
    return actions.issue_bulletin(session, actor=actor, row=row, **{**facts, **changes})


def of_the_bulletins(session: Session, actor: Actor) -> dict[tuple[str, str], str]:
    """A week's page, and a draft that is made of a township's target; parts of their addresses."""
    actions.keep_page(session, now=MONDAY, county_code=actor.county_code, made=made_page())
    set_target(session, amount="2", year=2024, division_code=WEST)
    assert actor.agency_id is not None
    head = make_actor(session, Role.AGENCY_HEAD, agency=get_agency(session, actor.agency_id))
    words = replace(WORDS, reply_on=date(2024, 3, 1))
    now = datetime(2024, 2, 1, tzinfo=UTC)
    row = draft(session, head, now=now, month=Month(2024, 1), words=words)
    return {
        ("bulletins", "week"): str(WEEK),
        ("bulletins", "kind"): "pdf",
        ("bulletins", "bulletin_id"): str(row.id),
    }

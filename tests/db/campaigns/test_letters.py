"""Responsibility letters: drafted with the targets, signed while they hold, replaced, fulfilled."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import orjson
import pytest

from casebook.access import Role
from casebook.accounts.queries import get_agency
from casebook.campaigns import actions, presenters, queries
from casebook.campaigns.actions import LetterFacts
from casebook.campaigns.rules import ResponsibilityState
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.oversight.rules import Indicator, Standing
from tests.factories.accounts import NOW, make_actor, make_agency
from tests.factories.closures import make_closure, make_offices
from tests.factories.handovers import a_scan
from tests.factories.oversight import planner, set_target
from tests.factories.regions import EAST, WEST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.campaigns.models import ResponsibilityLetter

TODAY, DAY = local_day(NOW), timedelta(days=1)
FACTS = LetterFacts(2023, "组织封停，配合检查。", "县长 郑重", "镇长 高远")

pytestmark = pytest.mark.usefixtures("file_store")


def draft(session: Session, chief: Actor, agency: Agency) -> ResponsibilityLetter:
    return actions.draft_letter(session, actor=chief, now=NOW, agency=agency, facts=FACTS)


def sign(session: Session, chief: Actor, letter: ResponsibilityLetter, **more: object) -> None:
    told = {"signed_on": TODAY, "scan": a_scan("责任书.jpg"), **more}
    actions.sign_letter(session, actor=chief, now=NOW, letter=letter, **told)


def test_a_letter_keeps_what_was_signed_and_tells_what_came_of_it(session: Session) -> None:
    offices = make_offices(session)
    chief, town = offices.actor("head"), offices.township
    with pytest.raises(RuleBroken, match="letter_without_targets"):
        draft(session, chief, town)
    set_target(session, amount="1", division_code=WEST)
    set_target(session, Indicator.REDUCTION, "900000", division_code=WEST)
    letter = draft(session, chief, town)
    with pytest.raises(RuleBroken, match="letter_open_already"):
        draft(session, chief, town)
    with pytest.raises(RuleBroken, match="responsibility_needs_scan"):
        sign(session, chief, letter, scan=None)
    with pytest.raises(Conflict):
        sign(session, chief, letter, base_version=7)
    sign(session, chief, letter)
    assert letter.body_hash == digest(letter.body.encode())
    body = orjson.loads(letter.body)
    assert [one["amount"] for one in body["targets"]] == ["1", "900000.000"]
    make_closure(session, offices)
    set_target(session, amount="5", division_code=WEST)
    page = presenters.letter_page(session, letter, chief, date(2024, 2, 1))
    wells, water = (one.pledged for one in page.pledges)
    assert (wells.amount, wells.value, wells.standing) == (Decimal(1), Decimal(1), Standing.MET)
    assert (water.standing, page.is_met, page.is_over) == (Standing.MISSED, False, True)


def test_targets_that_moved_are_drafted_anew_and_the_new_letter_replaces_the_old(session: Session) -> None:
    offices = make_offices(session)
    chief, town = offices.actor("head"), offices.township
    set_target(session, amount="1", division_code=WEST)
    first = draft(session, chief, town)
    sign(session, chief, first)
    stale = draft(session, chief, town)
    set_target(session, amount="2", division_code=WEST, now=NOW + DAY)
    with pytest.raises(RuleBroken, match="letter_targets_changed"):
        sign(session, chief, stale)
    assert presenters.letter_page(session, stale, chief, TODAY).is_outdated
    with pytest.raises(RuleBroken, match="letter_drop_needs_reason"):
        actions.drop_letter(session, actor=chief, now=NOW, letter=stale, reason=" ")
    actions.drop_letter(session, actor=chief, now=NOW, letter=stale, reason="任务调整")
    second = draft(session, chief, town)
    sign(session, chief, second)
    states = [ResponsibilityState.REPLACED, ResponsibilityState.DROPPED, ResponsibilityState.SIGNED]
    assert [one.state for one in (first, stale, second)] == states
    assert first.body_hash is not None
    with pytest.raises(RuleBroken, match="step_out_of_order"):
        sign(session, chief, first)


def test_a_letter_is_its_townships_and_the_countys(session: Session) -> None:
    offices = make_offices(session)
    chief = offices.actor("head")
    set_target(session, amount="14", actor=planner(session))
    letter = draft(session, chief, get_agency(session, offices.water.id))
    assert letter.division_code == "371525"
    lead = offices.actor("lead")
    with pytest.raises(NotFound):
        queries.get_responsibility_letter(session, letter.number, lead)
    with pytest.raises(Forbidden):
        draft(session, lead, offices.township)
    east = make_agency(session, name="冠县东镇人民政府", word="东", division_code=EAST)
    outsider = make_actor(session, Role.CASE_HEAD, agency=east, jurisdiction=EAST)
    with pytest.raises(NotFound):
        draft(session, outsider, offices.township)

"""Campaigns from the plan to the summary, with what was done in them counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.campaigns import actions, presenters, queries
from casebook.campaigns.rules import CampaignState, Progress
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.wells.rules import WellUse
from tests.factories.accounts import NOW, make_actor, make_agency
from tests.factories.campaigns import LAST, campaign_facts, make_campaign
from tests.factories.cases import make_bureau, make_problems
from tests.factories.regions import EAST, WEST
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AFTER = NOW + timedelta(days=40)

pytestmark = pytest.mark.usefixtures("file_store")


def test_what_was_checked_found_and_filed_is_counted_in_scope_and_period(session: Session) -> None:
    bureau = make_bureau(session)
    make_problems(session, bureau)
    make_well(session, lon=115.47)
    row = make_campaign(session, bureau.chief)
    actions.join_campaign(
        session,
        actor=bureau.chief,
        now=NOW,
        campaign=row,
        officer_id=bureau.inspector.officer_id,
        team="第二组",
    )
    found = queries.progress_of(session, row, row.division_code)
    assert found.townships[WEST] == Progress(wells=1, checked=1, checks=1, found=1)
    assert found.townships[EAST] == Progress(wells=1)
    assert found.teams == {"第二组": Progress(checked=1, checks=1, found=1)}
    assert (found.whole.wells, found.whole.found) == (2, 1)
    elsewhere = make_campaign(session, bureau.chief, townships=(EAST,), uses=(WellUse.IRRIGATION,))
    assert queries.progress_of(session, elsewhere, row.division_code).whole == Progress(wells=1)
    later = make_campaign(session, bureau.chief, starts_on=date(2023, 7, 1), ends_on=date(2023, 7, 2))
    assert queries.progress_of(session, later, row.division_code).whole == Progress(wells=2)
    assert set(queries.progress_of(session, row, EAST).townships) == {EAST}


def test_a_closed_campaign_keeps_its_figures(session: Session) -> None:
    bureau = make_bureau(session)
    chief = bureau.chief
    row = make_campaign(session, chief)
    with pytest.raises(RuleBroken, match="campaign_runs_still"):
        actions.close_campaign(session, actor=chief, now=NOW, campaign=row, summary="完成。")
    actions.close_campaign(session, actor=chief, now=AFTER, campaign=row, summary="完成。")
    assert (row.state, row.closed_on) == (CampaignState.CLOSED, local_day(AFTER))
    assert row.result_hash == digest(canonical_json(row.result))
    make_problems(session, bureau)
    page = presenters.campaign_page(session, row, chief, LAST)
    assert (page.is_frozen, page.whole) == (True, Progress(wells=1))
    assert [one.to_state.value for one in page.events] == ["draft", "running", "closed"]
    for again in (actions.start_campaign, lambda *a, **k: actions.close_campaign(*a, **k, summary="再")):
        with pytest.raises(RuleBroken, match="step_out_of_order"):
            again(session, actor=chief, now=AFTER, campaign=row)
    with pytest.raises(RuleBroken, match="campaign_closed"):
        actions.change_campaign(session, actor=chief, now=NOW, campaign=row, facts=campaign_facts())


def test_nobody_starts_alone_twice_or_from_elsewhere(session: Session) -> None:
    chief = make_bureau(session).chief
    row = make_campaign(session, chief, with_team=False)
    with pytest.raises(RuleBroken, match="campaign_needs_team"):
        actions.start_campaign(session, actor=chief, now=NOW, campaign=row)
    join = {"actor": chief, "now": NOW, "campaign": row, "officer_id": chief.officer_id}
    member = actions.join_campaign(session, **join, team="一组")
    with pytest.raises(RuleBroken, match="campaign_member_twice"):
        actions.join_campaign(session, **join, team="二组")
    actions.leave_campaign(session, actor=chief, now=NOW, campaign=row, member_id=member.id)
    assert queries.list_members(session, row.id) == []
    actions.change_campaign(
        session, actor=chief, now=NOW, campaign=row, facts=campaign_facts(townships=(WEST,)), base_version=1
    )
    with pytest.raises(Conflict):
        actions.change_campaign(
            session, actor=chief, now=NOW, campaign=row, facts=campaign_facts(), base_version=1
        )
    town = make_agency(session, name="冠县东镇人民政府", word="东", division_code=EAST)
    lead = make_actor(session, Role.TOWNSHIP_LEAD, agency=town, jurisdiction=EAST)
    with pytest.raises(Forbidden):
        actions.start_campaign(session, actor=lead, now=NOW, campaign=row)
    assert queries.get_campaign(session, row.number, lead) is row
    own = make_actor(session, Role.CASE_HEAD, agency=town, jurisdiction=EAST)
    with pytest.raises(NotFound):
        actions.start_campaign(session, actor=own, now=NOW, campaign=row)
    with pytest.raises(RuleBroken, match="campaign_township_unknown"):
        make_campaign(session, own, townships=(WEST,))

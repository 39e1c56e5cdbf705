"""What a county sets, reclaimed water left unused, and the cut with its notice, defence and way back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.deadlines.queries import list_terms
from casebook.deadlines.rules.table import PLAN_DEFENCE
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.months import Month
from casebook.ledger import queries as ledger
from casebook.ledger.rules import PostingKind
from casebook.plans import actions, queries
from casebook.plans.actions.cuts import frozen
from casebook.plans.rules import Answer, Condition, CutState, NormKind, PlanStep, SettingKey
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.deadlines import load_calendar
from tests.factories.quotas import (
    AFTER,
    THEN,
    TODAY,
    act,
    approver,
    drafted_cut,
    make_firm,
    make_total,
    make_township,
    make_user,
    missed_year,
    set_cut_values,
)
from tests.factories.regions import make_county
from tests.factories.wells import keeper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.plans.models import PlanCut, PlanNode


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_county(session)
    load_calendar(session)


def step(on: date = THEN, **more: str) -> actions.Step:
    return actions.Step(on=on, **{"paper": "冠水核〔2024〕1号", "words": "经审查。", **more})


def notified(session: Session) -> PlanCut:
    cut = drafted_cut(session)
    actions.notify_cut(session, actor=keeper(session), now=AFTER, cut=cut, step=step())
    return cut


def test_a_cut_from_draft_to_order_and_back(session: Session) -> None:
    cut = notified(session)
    assert (cut.cut_m3, cut.shortfall_m3, cut.plan_m3) == (4_000, 4_800, 20_000)
    assert cut.defend_by == date(2024, 2, 27)
    (clock,) = list_terms(session, [cut.id])
    assert (clock.rule, clock.due_on, clock.assignee_id) == (PLAN_DEFENCE, cut.defend_by, cut.drafted_by_id)
    clerk, boss = {"actor": keeper(session), "now": AFTER}, {"actor": approver(session), "now": AFTER}
    actions.defend_cut(session, **clerk, cut=cut, step=step())
    assert clock.met_on == THEN
    actions.approve_cut(session, **boss, cut=cut, step=step(), cut_m3=Decimal(3_000))
    node = cut.node
    assert node.planned_m3 == 20_000
    actions.order_cut(session, **clerk, cut=cut, step=step())
    assert (node.planned_m3, sum(Decimal(month) for month in node.months)) == (17_000, 17_000)
    assert queries.list_events(session, node.id)[-1].cut_id == cut.id
    (booked,) = ledger.list_entries_of_subject(session, cut.id, keeper(session))
    assert (booked.posting.year, booked.posting.full_year_m3) == (2024, 3_000)
    assert booked.posting.papers == (digest(canonical_json(frozen(cut))),)
    actions.reverse_cut(session, **boss, cut=cut, step=step())
    assert node.planned_m3 == 20_000
    net = ledger.totals(session, COUNTY, 2024, kinds=frozenset({PostingKind.PLAN_CUT}))
    assert (net.full_year_m3, net.this_year_m3) == (0, 0)
    assert ledger.verify(session, COUNTY).is_whole
    states = [one.to_state for one in queries.list_cut_events(session, cut.id)]
    assert states == [
        CutState.DRAFTED,
        CutState.NOTIFIED,
        CutState.DEFENDED,
        CutState.APPROVED,
        CutState.ORDERED,
        CutState.REVERSED,
    ]


def test_a_notice_may_give_more_time_and_the_clock_ends_with_the_cut(session: Session) -> None:
    cut = drafted_cut(session)
    by = {"actor": keeper(session), "now": AFTER, "cut": cut}
    actions.notify_cut(session, **by, step=step(), defend_by=date(2024, 3, 8))
    (clock,) = list_terms(session, [cut.id])
    assert clock.due_on == cut.defend_by == date(2024, 3, 8)
    actions.drop_cut(session, **by, step=step())
    assert (clock.met_on, clock.cancel_reason) == (None, "经审查。")


def test_without_a_paper_of_the_county_there_is_no_cut(session: Session) -> None:
    firm, node = missed_year(session)
    by = {"actor": keeper(session), "party": firm, "year": 2023, "node": node}
    with pytest.raises(RuleBroken) as refused:
        actions.draft_cut(session, **by, now=AFTER)
    assert (refused.value.code, refused.value.facts["why"]) == ("cut_not_possible", "no_setting")
    set_cut_values(session)
    with pytest.raises(RuleBroken) as refused:
        actions.draft_cut(session, **by, now=NOW)
    assert refused.value.code == "plan_not_over"
    assert actions.draft_cut(session, **by, now=AFTER).state is CutState.DRAFTED


def test_what_becomes_unknown_stops_the_cut(session: Session) -> None:
    cut = notified(session)
    answers = dict.fromkeys(Condition, Answer.YES) | {Condition.PRICE_FAIR: Answer.UNKNOWN}
    facts = actions.OfferFacts(answers=answers, served_on=date(2023, 1, 10), evidence="申辩材料")
    clerk = {"actor": keeper(session), "now": AFTER}
    actions.note_offer(session, **clerk, party=cut.party, year=2023, facts=facts)
    actions.defend_cut(session, **clerk, cut=cut, step=step())
    with pytest.raises(RuleBroken) as refused:
        actions.approve_cut(session, actor=approver(session), now=AFTER, cut=cut, step=step())
    assert refused.value.facts["why"] == "reclaimed_not_known"
    actions.drop_cut(session, **clerk, cut=cut, step=step(words="申辩成立。"))
    assert queries.find_open_cut(session, cut.party_id, 2023) is None


def test_a_defence_has_its_time_and_makes_nothing_worse(session: Session) -> None:
    cut = notified(session)
    boss = {"actor": approver(session), "now": AFTER, "cut": cut}
    with pytest.raises(RuleBroken) as refused:
        actions.approve_cut(session, **boss, step=step())
    assert refused.value.code == "cut_defence_open"
    actions.defend_cut(session, actor=keeper(session), now=AFTER, cut=cut, step=step())
    for given, code in (({"cut_m3": Decimal("4000.001")}, "cut_heavier"), ({}, "cut_answer_missing")):
        with pytest.raises(RuleBroken) as refused:
            actions.approve_cut(session, **boss, step=step(words="" if not given else "不采纳。"), **given)
        assert refused.value.code == code


def test_who_drafts_does_not_approve(session: Session) -> None:
    both = make_actor(session, Role.PERMIT_OFFICER, Role.DEPUTY_HEAD, jurisdiction=COUNTY)
    set_cut_values(session)
    firm, node = missed_year(session)
    by = {"actor": both, "now": AFTER}
    cut = actions.draft_cut(session, **by, party=firm, year=2023, node=node)
    actions.notify_cut(session, **by, cut=cut, step=step())
    actions.defend_cut(session, **by, cut=cut, step=step())
    with pytest.raises(Forbidden):
        actions.approve_cut(session, **by, cut=cut, step=step())


def test_a_step_out_of_order(session: Session) -> None:
    cut = drafted_cut(session)
    for verb in (actions.order_cut, actions.defend_cut):
        with pytest.raises(RuleBroken) as refused:
            verb(session, actor=keeper(session), now=AFTER, cut=cut, step=step())
        assert refused.value.code == "cut_step_out_of_order"
    with pytest.raises(RuleBroken) as refused:
        actions.notify_cut(session, actor=keeper(session), now=AFTER, cut=cut, step=step(paper=""))
    assert refused.value.code == "cut_paper_missing"


def test_a_settled_year_says_that_its_next_was_cut(session: Session) -> None:
    cut = notified(session)
    before = settled_line(session, cut)
    clerk, boss = {"actor": keeper(session), "now": AFTER}, {"actor": approver(session), "now": AFTER}
    actions.defend_cut(session, **clerk, cut=cut, step=step())
    actions.approve_cut(session, **boss, cut=cut, step=step())
    actions.order_cut(session, **clerk, cut=cut, step=step())
    assert before.state == "cut_next_year"
    actions.reverse_cut(session, **boss, cut=cut, step=step())
    assert before.state == "settled"


def settled_line(session: Session, cut: PlanCut) -> PlanNode:
    """The user's line of the year itself, settled."""
    node = make_user(session, make_township(session, make_total(session)), cut.party)
    by = {"actor": keeper(session), "now": AFTER, "node": node, "act": act(on=THEN)}
    for name in (PlanStep.BEGIN, PlanStep.SETTLE):
        actions.take_plan_step(session, **by, step=name)
    return node


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"month": Month(2023, 7)}, "reclaimed_month"),
        ({"month": Month(2023, 13)}, "reclaimed_month"),
        ({"used_m3": Decimal(-1)}, "reclaimed_volume"),
    ],
)
def test_a_month_that_cannot_be(session: Session, changes: dict[str, object], code: str) -> None:
    facts = {"month": Month(2023, 5), "used_m3": Decimal(1), "is_metered": True, **changes}
    with pytest.raises(RuleBroken) as refused:
        actions.note_use(
            session,
            actor=keeper(session),
            now=NOW,
            party=make_firm(session),
            facts=actions.UseFacts(**facts),
        )
    assert refused.value.code == code


def test_a_served_offer_has_its_day_and_papers(session: Session) -> None:
    by = {"actor": keeper(session), "now": NOW, "party": make_firm(session), "year": 2023}
    yes = dict.fromkeys(Condition, Answer.YES)
    for facts, code in (
        (actions.OfferFacts(answers=yes, evidence="回证"), "reclaimed_served_on"),
        (actions.OfferFacts(answers=yes, served_on=TODAY), "reclaimed_evidence"),
    ):
        with pytest.raises(RuleBroken) as refused:
            actions.note_offer(session, **by, facts=facts)
        assert refused.value.code == code


def test_settings_have_a_paper_and_begin_today_or_later(session: Session) -> None:
    by = {"actor": approver(session), "now": NOW, "key": SettingKey.CUT_CAP, "value": "0.2"}
    for given, code in (
        ({"paper": "", "valid_from": TODAY}, "plan_setting_paper"),
        ({"paper": "文", "valid_from": date(2023, 5, 31)}, "plan_setting_backdated"),
    ):
        with pytest.raises(RuleBroken) as refused:
            actions.set_plan_setting(session, **by, **given)
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        actions.set_plan_setting(session, **{**by, "actor": keeper(session)}, paper="文", valid_from=TODAY)
    row = actions.set_plan_setting(session, **by, paper="冠政办〔2023〕5号", valid_from=TODAY)
    assert (row.version, queries.settings_of(session, COUNTY, TODAY)[SettingKey.CUT_CAP].paper) == (
        1,
        "冠政办〔2023〕5号",
    )
    assert queries.limits_on(session, COUNTY, TODAY).month_warn == Decimal("0.10")


def test_norms_follow_each_other(session: Session) -> None:
    by = {"actor": keeper(session), "now": NOW}
    told = {
        "kind": NormKind.INDUSTRY,
        "item": "机制纸",
        "per": "吨",
        "value_m3": Decimal(20),
        "paper": "省用水定额",
    }
    first = actions.set_norm(session, **by, facts=actions.NormFacts(valid_from=date(2020, 1, 1), **told))
    later = actions.NormFacts(valid_from=date(2023, 1, 1), **{**told, "value_m3": Decimal(18)})
    with pytest.raises(RuleBroken) as refused:
        actions.set_norm(session, **by, facts=later)
    assert refused.value.code == "norm_overlaps"
    ended = actions.NormFacts(valid_from=date(2020, 1, 1), valid_to=date(2022, 12, 31), **told)
    assert actions.set_norm(session, **by, facts=ended, norm=first).version == 2
    actions.set_norm(session, **by, facts=later)
    assert [one.value_m3 for one in queries.norms_on(session, COUNTY, date(2022, 12, 31))] == [20]
    assert [one.value_m3 for one in queries.norms_on(session, COUNTY, TODAY)] == [18]

"""Claims against a database: what is booked, cut off, given back; who may; what a closure still books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from casebook.access.actor import local_operator
from casebook.claims import actions, queries
from casebook.claims.rules import BaselineMethod, BaselineStatus, ClaimStatus, MeasureKind
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.months import Month
from casebook.ledger import queries as ledger
from casebook.ledger.rules import WATER, AquiferGroup
from tests.factories import claims as make
from tests.factories.accounts import COUNTY, NOW
from tests.factories.claims import LOCKED_ON, Office

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

YEAR = 2023


@pytest.fixture
def office(session: Session) -> Office:
    return make.make_office(session)


def booked(session: Session) -> Decimal:
    return ledger.totals(session, COUNTY, YEAR, kinds=WATER).full_year_m3


def refused(code: str) -> pytest.RaisesExc[RuleBroken]:
    return pytest.raises(RuleBroken, check=lambda error: error.code == code)


def test_acceptance_books_with_method_papers_and_days(session: Session, office: Office) -> None:
    baseline = make.make_baseline(session, office, make.shallow_well(session), 1000)
    claim = make.make_claim(session, office, baseline, 600, 400)
    (entry,) = ledger.list_entries_of_subject(session, claim.id, office.edits)
    posting = entry.posting
    assert (posting.full_year_m3, posting.year, posting.method, posting.grade) == (600, YEAR, "B2", "B")
    assert posting.this_year_m3 == claim.booked_this_year_m3 == Decimal("452.055")  # 275 of 365 days
    assert posting.aquifer_group is AquiferGroup.SHALLOW
    assert len(posting.papers) == 1
    assert ledger.verify(session, COUNTY).is_whole


@pytest.mark.usefixtures("file_store")
def test_papers_are_named_by_the_posting_and_stay(session: Session, office: Office) -> None:
    baseline = make.make_baseline(session, office, make.shallow_well(session), 1000, locked_on=None)
    first = make.add_paper(session, office, baseline)
    make.lock(session, office, baseline)
    with refused("paper_too_late"):
        make.add_paper(session, office, baseline)
    claim = make.make_claim(session, office, baseline, 600, 400, status=ClaimStatus.DRAFT)
    second = make.add_paper(session, office, claim)
    actions.submit_claim(session, actor=office.edits, now=NOW, claim=claim)
    with refused("paper_too_late"):
        make.add_paper(session, office, claim)
    make.decide(session, office, claim)
    (entry,) = ledger.list_entries_of_subject(session, claim.id, office.edits)
    assert {first.file_hash, second.file_hash} < set(entry.posting.papers)


def test_one_cubic_metre_counts_once_across_kinds(session: Session, office: Office) -> None:
    wells = [make.shallow_well(session), make.shallow_well(session)]
    unit = make.make_unit(session, wells)
    of_well = make.make_baseline(session, office, wells[0], 1000)
    of_unit = make.make_baseline(session, office, unit, 1200)
    make.make_claim(session, office, of_well, 700, 300)
    second = make.make_claim(session, office, of_unit, 800, 400, status=ClaimStatus.SUBMITTED)
    assert make.decide(session, office, second) == 100  # 1200 - 400 - 700
    third = make.make_claim(session, office, of_well, 900, 100, status=ClaimStatus.SUBMITTED)
    assert make.decide(session, office, third) == 200  # the well leaves 1000 - 100 - 700
    last = make.make_claim(session, office, of_unit, 1000, status=ClaimStatus.SUBMITTED)
    assert make.decide(session, office, last) == 200
    assert booked(session) == 1200
    again = make.make_claim(session, office, of_unit, 5, status=ClaimStatus.SUBMITTED)
    with refused("claim_nothing_left"):
        make.decide(session, office, again)


def test_deep_and_shallow_water_of_a_unit_stand_apart(session: Session, office: Office) -> None:
    wells = [make.shallow_well(session), make.shallow_well(session, aquifer="deep_confined")]
    unit = make.make_unit(session, wells)
    make.make_claim(session, office, make.make_baseline(session, office, unit, 500), 500)
    deep = make.make_baseline(session, office, unit, 300, group=AquiferGroup.DEEP)
    assert make.make_claim(session, office, deep, 300).booked_m3 == 300
    with refused("baseline_unit_wells"):
        make.make_baseline(session, office, unit, 300, group=AquiferGroup.MIXED)


def test_replaced_water_stays_below_the_net_supply(session: Session, office: Office) -> None:
    water = make.make_substitute(session, office, monthly=100, permille=500)
    said = {"kind": MeasureKind.REPLACEMENT, "substitute": water}
    first = make.make_baseline(session, office, make.shallow_well(session), 1000)
    other = make.make_baseline(session, office, make.shallow_well(session), 1000)
    assert make.make_claim(session, office, first, 400, **said).booked_m3 == 400
    claim = make.make_claim(session, office, other, 400, saving_m3=Decimal(50), **said)
    assert claim.booked_m3 == 250  # 600 net - 400, and 50 of it saved
    assert queries.room_of_substitute(session, water).free_m3 == 0
    actions.withdraw_claim(session, actor=office.decides, now=NOW, claim=claim, reason="重复申报")
    assert queries.room_of_substitute(session, water).free_m3 == 200
    assert booked(session) == 400
    make.supply(session, office, water, month=Month(2022, 1), volume_m3=Decimal(0))
    assert queries.room_of_substitute(session, water).free_m3 == 150
    make.supply(session, office, water, month=Month(2022, 2), volume_m3=Decimal(0))
    make.supply(session, office, water, month=Month(2022, 3), volume_m3=Decimal(0))
    make.supply(session, office, water, month=Month(2022, 4), volume_m3=Decimal(0))
    with refused("substitute_overdrawn"):
        make.supply(session, office, water, month=Month(2022, 5), volume_m3=Decimal(0))


def test_withdrawing_reverses_and_frees(session: Session, office: Office) -> None:
    baseline = make.make_baseline(session, office, make.shallow_well(session), 1000)
    claim = make.make_claim(session, office, baseline, 1000)
    with pytest.raises(Forbidden):
        actions.withdraw_claim(session, actor=office.edits, now=NOW, claim=claim, reason="不实")
    actions.withdraw_claim(session, actor=office.decides, now=NOW, claim=claim, reason="不实")
    assert booked(session) == 0
    assert claim.status is ClaimStatus.WITHDRAWN
    assert make.make_claim(session, office, baseline, 1000).booked_m3 == 1000
    with refused("claim_step"):
        actions.withdraw_claim(session, actor=office.edits, now=NOW, claim=claim, reason="再撤")


def test_what_was_accepted_meanwhile_is_not_withdrawn_like_a_draft(session: Session, office: Office) -> None:
    baseline = make.make_baseline(session, office, make.shallow_well(session), 1000)
    claim = make.make_claim(session, office, baseline, 1000)
    set_committed_value(claim, "status", ClaimStatus.RETURNED)  # as somebody read it before
    with pytest.raises(Forbidden):
        actions.withdraw_claim(session, actor=office.edits, now=NOW, claim=claim, reason="不实")
    assert booked(session) == 1000


def test_who_decides_and_what_may_be_changed(session: Session, office: Office) -> None:
    baseline = make.make_baseline(session, office, make.shallow_well(session), 1000)
    claim = make.make_claim(session, office, baseline, 100, status=ClaimStatus.SUBMITTED)
    with pytest.raises(Forbidden):
        actions.decide_claim(session, actor=office.edits, now=NOW, claim=claim, to=ClaimStatus.ACCEPTED)
    with refused("claim_closed"):
        actions.change_claim(session, actor=office.edits, now=NOW, claim=claim, facts=make.claim_facts(200))
    make.decide(session, office, claim, to=ClaimStatus.RETURNED)
    actions.change_claim(session, actor=office.edits, now=NOW, claim=claim, facts=make.claim_facts(200))
    actions.submit_claim(session, actor=office.edits, now=NOW, claim=claim)
    assert make.decide(session, office, claim) == 200
    steps = [one.to_status for one in queries.list_events(session, claim.id)]
    assert steps[-1] is claim.status is ClaimStatus.ACCEPTED
    assert len(steps) == 6


def test_measures_begin_after_the_lock(session: Session, office: Office) -> None:
    draft = make.make_baseline(session, office, make.shallow_well(session), 1000, locked_on=None)
    with refused("baseline_not_locked"):
        make.make_claim(session, office, draft, 100)
    make.lock(session, office, draft)
    with refused("baseline_not_before"):
        make.make_claim(session, office, draft, 100, began_on=LOCKED_ON)
    with refused("date_in_future"):
        make.make_claim(session, office, draft, 100, began_on=date(2023, 6, 2))


def test_a_baseline_is_superseded_until_something_is_booked(session: Session, office: Office) -> None:
    well = make.shallow_well(session)
    first = make.make_baseline(session, office, well, 1000)
    rival = make.make_baseline(session, office, well, 900, locked_on=None)
    with refused("baseline_stands"):
        make.lock(session, office, rival)
    with refused("baseline_other_owner"):
        make.make_baseline(session, office, make.shallow_well(session), 900, supersedes=first, reason="错")
    second = make.make_baseline(session, office, well, 900, supersedes=first, reason="抄错一位")
    assert (first.status, second.status) == (BaselineStatus.SUPERSEDED, BaselineStatus.LOCKED)
    make.make_claim(session, office, second, 100)
    third = make.make_baseline(session, office, well, 950, supersedes=second, reason="再改", locked_on=None)
    with refused("baseline_booked"):
        make.lock(session, office, third)
    assert second.status is BaselineStatus.LOCKED


def test_b1_is_computed_from_the_register(session: Session, office: Office) -> None:
    well = make.shallow_well(session)
    with refused("baseline_uncomputable"):
        make.make_baseline(session, office, well, None, method=BaselineMethod.B1)
    for year, m3 in ((2020, 900), (2021, 1000), (2022, 1100)):
        make.put_volume(session, well, year, m3)
    row = make.make_baseline(session, office, well, None, method=BaselineMethod.B1)
    assert row.baseline_m3 == 1000
    assert [one["year"] for one in row.figures] == [2020, 2021, 2022]
    with refused("baseline_differs"):
        make.make_baseline(session, office, well, 1200, method=BaselineMethod.B1)


def test_an_outlier_is_explained_before_it_is_locked(session: Session, office: Office) -> None:
    well = make.shallow_well(session, pump_flow_m3h=1.0)
    row = make.make_baseline(session, office, well, 8000, locked_on=None)
    with refused("baseline_outlier"):
        make.lock(session, office, row)
    make.lock(session, office, row, explanation="换泵，见测流报告 2022-7")
    assert row.explanation.startswith("换泵")


def test_substitutes_are_of_one_county(session: Session, office: Office) -> None:
    water = make.make_substitute(session, office, months=1)
    with refused("substitute_named"):
        make.make_substitute(session, office, months=0)
    stranger = local_operator("tester", "371526")
    with pytest.raises(NotFound):
        queries.get_substitute(session, water.id, stranger)


def test_sums_of_the_list_and_of_the_kinds_agree(session: Session, office: Office) -> None:
    baseline = make.make_baseline(session, office, make.shallow_well(session), 1000)
    make.make_claim(session, office, baseline, 700, 300)
    make.make_claim(session, office, baseline, 100, kind=MeasureKind.CROPS, status=ClaimStatus.SUBMITTED)
    make.make_claim(session, office, baseline, 100, status=ClaimStatus.REFUSED)
    sums = queries.sums_by_kind(session, queries.ClaimFilter(year=YEAR), office.edits)
    assert [(one.kind, one.claims, one.claimed_m3, one.booked_m3) for one in sums] == [
        (MeasureKind.SAVING, 1, 700, 700),
        (MeasureKind.CROPS, 1, 100, 0),
    ]
    by_kind = queries.booked_by_kind(session, office.edits, YEAR)
    assert by_kind == {MeasureKind.SEALING: 0, MeasureKind.SAVING: 700}
    assert len(list(queries.iterate_claims(session, queries.ClaimFilter(), office.edits))) == 3

"""Measuring a penalty: level of the 裁量基准, factors, illegal gains; the reviewer's choice of provision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.cases.actions.proposing import list_matches
from casebook.cases.acts import Handling, Report, Review, ReviewVerdict
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.leniency import Factor, Weight
from tests.factories.accounts import NOW
from tests.factories.cases import DAY, make_bureau, make_case, make_measure, report, review, wish_for
from tests.factories.penalties import make_level

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.acts import Proposal
    from casebook.cases.models import Case
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")
T = NOW + 12 * DAY


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def case(session: Session, bureau: Bureau) -> Case:
    found = make_case(session, bureau)
    make_measure(session, bureau, found)
    return found


def proposed(session: Session, case: Case) -> Proposal:
    act = reload_file(session, case).entries[-1].act
    assert isinstance(act, Report)
    return act.proposal


def test_level_factors_and_gains_are_kept_with_the_amount(
    session: Session, bureau: Bureau, case: Case
) -> None:
    level = make_level(session, min_fen=20_000_000, max_fen=30_000_000, valid_from=date(2023, 1, 1))
    wish = wish_for(
        case,
        fines={case.party_id: 20_000_000},
        level_id=level.id,
        weight=Weight.LIGHTER,
        factors=(Factor.HARM_REDUCED,),
        gains_fen=500_000,
        refunded_fen=200_000,
    )
    report(session, bureau, case, now=T, wish=wish)
    found = proposed(session, case)
    assert found.measured is not None
    assert (found.measured.least_fen, found.measured.most_fen) == (10_000_000, 50_000_000)
    assert (found.measured.level_least_fen, found.level) == (20_000_000, str(level.id))
    assert (found.confiscated_fen, found.factors, found.weight) == (300_000, ("harm_reduced",), "lighter")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fines": "below level"}, "fine_outside_range"),
        ({"factors": (Factor.HARM_REDUCED,)}, "factor_demands_lighter"),
        ({"weight": Weight.REDUCED}, "reduction_needs_factor"),
        ({"factors": (Factor.NO_FAULT,)}, "factor_demands_none"),
        ({"gains_fen": 100, "refunded_fen": 200}, "gains_reversed"),
    ],
    ids=["below level", "lighter demanded", "no ground", "none allowed", "more refunded"],
)
def test_a_measure_that_the_law_does_not_carry(
    session: Session, bureau: Bureau, case: Case, changes: dict[str, object], code: str
) -> None:
    if "fines" in changes:
        level = make_level(session, min_fen=20_000_000, max_fen=30_000_000, valid_from=date(2023, 1, 1))
        changes = {"level_id": level.id}
    with pytest.raises(RuleBroken) as caught:
        report(session, bureau, case, now=T, wish=wish_for(case, **changes))
    assert caught.value.code == code


def test_a_level_of_another_provision_is_refused(session: Session, bureau: Bureau, case: Case) -> None:
    level = make_level(
        session, pen_id="PEN-01", min_fen=3_000_000, max_fen=5_000_000, valid_from=date(2023, 1, 1)
    )
    with pytest.raises(RuleBroken) as caught:
        report(session, bureau, case, now=T, wish=wish_for(case, level_id=level.id))
    assert caught.value.code == "level_of_another_tier"


def test_the_reviewers_provision_is_kept_with_its_reason(
    session: Session, bureau: Bureau, case: Case
) -> None:
    report(session, bureau, case, now=T)
    matches = list_matches(session, reload_file(session, case), on=local_day(T))
    keys = [one.key for each in matches for one in (*each.ranked, *each.later)]
    other = {"provision_key": keys[-1]}
    assert len(keys) > 1
    for changes, code in (
        (other, "review_other_provision"),
        ({**other, "verdict": ReviewVerdict.RETURN}, "provision_needs_reason"),
    ):
        with pytest.raises(RuleBroken) as caught:
            review(session, bureau, case, now=T, **changes)
        assert caught.value.code == code
    review(session, bureau, case, now=T, **other, verdict=ReviewVerdict.RETURN, provision_reason="特别法。")
    kept = [one.act for one in reload_file(session, case).entries if isinstance(one.act, Review)]
    assert [(one.provision_key, one.provision_reason) for one in kept] == [(keys[-1], "特别法。")]
    assert kept[0].provision
    assert case.status is CaseStatus.INVESTIGATING


def test_agreement_keeps_the_proposed_provision(session: Session, bureau: Bureau, case: Case) -> None:
    report(session, bureau, case, now=T)
    review(session, bureau, case, now=T)
    (kept,) = [one.act for one in reload_file(session, case).entries if isinstance(one.act, Review)]
    assert kept.provision
    assert proposed_outcome(session, case) is Handling.PENALTY


def proposed_outcome(session: Session, case: Case) -> Handling:
    reports = [one.act for one in reload_file(session, case).entries if isinstance(one.act, Report)]
    return reports[-1].proposal.outcome

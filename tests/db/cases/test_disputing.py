"""Review and suit: what they stop, what they change, what follows a revoked decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from casebook.cases.actions import disputing
from casebook.cases.acts import Debt, DisputeKind, DisputeResult
from casebook.cases.models import Dispute
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus, CaseStep
from casebook.cases.rules.course import next_step
from casebook.cases.rules.gates import missing
from casebook.cases.rules.lacks import Lack
from casebook.cases.rules.performing import line_of, surcharge_on
from casebook.deadlines import queries as clocks
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Refused, RuleBroken
from tests.factories.cases import DAY
from tests.factories.performing import (
    FINE,
    SERVED,
    account,
    by,
    fight,
    pay_in,
    served_case,
    settle,
    surcharge,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from casebook.deadlines.models import Term

pytestmark = pytest.mark.usefixtures("file_store")

LATE = SERVED + 20 * DAY


def running(session: Session, case: Case, rule: str) -> Term | None:
    return clocks.find_running(session, subject_id=case.id, rule_id=rule)


def test_no_surcharge_grows_during_a_review(session: Session) -> None:
    """处罚法 73; trap 2 of rules.md 15."""
    bureau, case = served_case(session)
    surcharge(session, bureau, case, LATE)
    dispute = fight(session, bureau, case, LATE + DAY)
    stopped = running(session, case, "D-18")
    assert stopped is not None
    assert stopped.is_suspended(local_day(LATE + 2 * DAY))
    settle(session, bureau, case, dispute, LATE + 30 * DAY, DisputeResult.UPHELD)
    on = local_day(LATE + 32 * DAY)
    assert surcharge_on(account(session, case, LATE + 32 * DAY), on) == FINE * 3 * (5 + 2) // 100
    assert not running(session, case, "D-18").is_suspended(on)


def test_a_review_uses_its_term_and_opens_that_of_the_suit(session: Session) -> None:
    bureau, case = served_case(session)
    dispute = fight(session, bureau, case, LATE)
    assert running(session, case, "D-13") is None
    assert running(session, case, "D-14") is None
    with pytest.raises(RuleBroken, match="dispute_open_already"):
        fight(session, bureau, case, LATE + DAY, DisputeKind.SUIT)
    settle(session, bureau, case, dispute, LATE + 40 * DAY, DisputeResult.UPHELD)
    term = running(session, case, "D-14.after_review")
    assert term is not None
    assert term.due_on == date(2023, 8, 28)
    fight(session, bureau, case, LATE + 45 * DAY, DisputeKind.SUIT)
    assert running(session, case, "D-14.after_review") is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"begun_on": date(2023, 6, 12)}, "dispute_before_decision"),
        ({"received_on": date(2023, 7, 2)}, "date_before_cause"),
        ({"received_on": date(2023, 7, 4)}, "date_in_future"),
        ({"number": " "}, "paper_needed"),
    ],
    ids=["before_service", "heard_before", "ahead", "no_number"],
)
def test_a_dispute_that_cannot_be(session: Session, changes: dict[str, object], code: str) -> None:
    bureau, case = served_case(session)
    facts = {
        "party_id": case.party_id,
        "kind": DisputeKind.REVIEW,
        "organ": "冠县人民政府",
        "number": "试受〔2023〕1号",
        "begun_on": local_day(LATE),
        "received_on": local_day(LATE),
    }
    with pytest.raises(RuleBroken, match=code):
        disputing.open_dispute(
            session, **by(bureau, case, LATE), fight=disputing.Fight(**{**facts, **changes})
        )


def test_a_changed_fine_is_lighter_and_what_is_owed(session: Session) -> None:
    bureau, case = served_case(session)
    pay_in(session, bureau, case, LATE, 6_000_000)
    dispute = fight(session, bureau, case, LATE)
    now = LATE + 30 * DAY
    with pytest.raises(RuleBroken, match="dispute_heavier"):
        settle(session, bureau, case, dispute, now, DisputeResult.CHANGED, fine_fen=FINE)
    settle(session, bureau, case, dispute, now, DisputeResult.CHANGED, fine_fen=6_000_000)
    fine = line_of(account(session, case, now), Debt.FINE, local_day(now))
    assert (fine.owed_fen, fine.left_fen, fine.over_fen) == (6_000_000, 0, 0)
    assert running(session, case, "D-10") is None
    assert running(session, case, "D-20") is not None
    with pytest.raises(RuleBroken, match="dispute_ended_already"):
        settle(session, bureau, case, dispute, now, DisputeResult.UPHELD)


def test_a_revoked_decision_is_paid_back_unpublished_and_made_anew(session: Session) -> None:
    """处罚法 48, 复议法 64; trap 26 of rules.md 15."""
    bureau, case = served_case(session)
    pay_in(session, bureau, case, LATE)
    dispute = fight(session, bureau, case, LATE, DisputeKind.SUIT)
    now = LATE + 60 * DAY
    chief = {"actor": bureau.chief, "now": now, "case": case, "on": local_day(now), "reason": "事实不清"}
    with pytest.raises(Refused) as refused:
        disputing.remake(session, **chief)
    assert [one.facts["what"] for one in refused.value.reasons] == [Lack.NOT_REVOKED]
    settle(session, bureau, case, dispute, now, DisputeResult.REVOKED, must_remake=True)
    assert line_of(account(session, case, now), Debt.FINE, local_day(now)).over_fen == FINE
    unpublish = running(session, case, "D-20")
    assert unpublish is not None
    assert unpublish.due_on == date(2023, 9, 6)
    facts = facts_of(reload_file(session, case), on=local_day(now))
    assert next_step(facts) is CaseStep.REVOKE
    disputing.remake(session, **chief)
    assert case.status is CaseStatus.INVESTIGATING
    assert running(session, case, "D-02") is not None
    assert running(session, case, "D-20") is not None
    after = facts_of(reload_file(session, case), on=local_day(now))
    assert not after.must_remake
    assert after.closing.unpaid_fen == 0
    assert Lack.OUT_OF_ORDER in {one.lack for one in missing(CaseStep.REVOKE, after)}


def test_a_revoked_decision_that_is_not_made_anew_leaves_nothing_to_pay(session: Session) -> None:
    bureau, case = served_case(session)
    dispute = fight(session, bureau, case, LATE)
    now = LATE + 60 * DAY
    settle(session, bureau, case, dispute, now, DisputeResult.REVOKED)
    facts = facts_of(reload_file(session, case), on=local_day(now))
    assert Lack.UNPAID not in {one.lack for one in missing(CaseStep.CLOSE, facts)}
    done = by(bureau, case, now) | {"on": local_day(now), "note": "信用平台已撤下"}
    disputing.confirm_unpublished(session, **done)
    assert running(session, case, "D-20") is None
    with pytest.raises(RuleBroken, match="unpublish_nothing"):
        disputing.confirm_unpublished(session, **done)


def test_a_stay_stops_the_term_to_pay_and_its_end_lets_it_go_on(session: Session) -> None:
    bureau, case = served_case(session)
    now = SERVED + 5 * DAY
    dispute = fight(session, bureau, case, now)
    facts = by(bureau, case, now) | {"dispute": dispute, "on": local_day(now), "paper": "停字 1"}
    with pytest.raises(RuleBroken, match="stay_not_open"):
        disputing.end_stay(session, **facts)
    disputing.stay_dispute(session, **facts, reason="难以弥补")
    with pytest.raises(RuleBroken, match="stay_already"):
        disputing.stay_dispute(session, **facts, reason="难以弥补")
    later = now + 9 * DAY
    disputing.end_stay(session, **facts | {"now": later, "on": local_day(later)})
    term = running(session, case, "D-10")
    assert term is not None
    assert term.raw_on == date(2023, 7, 8)
    settle(session, bureau, case, dispute, later + DAY, DisputeResult.WITHDRAWN)


def test_a_dispute_that_ends_ends_its_stay(session: Session) -> None:
    bureau, case = served_case(session)
    now = SERVED + 5 * DAY
    dispute = fight(session, bureau, case, now)
    facts = by(bureau, case, now) | {"dispute": dispute, "on": local_day(now), "paper": "停字 1"}
    disputing.stay_dispute(session, **facts, reason="难以弥补")
    settle(session, bureau, case, dispute, now + 20 * DAY, DisputeResult.UPHELD)
    assert dispute.stayed_until == local_day(now + 20 * DAY)
    assert not running(session, case, "D-10").is_suspended(local_day(now + 21 * DAY))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"ended_on": date(2023, 7, 1)}, "ended_whole"),
        ({"ended_on": date(2023, 6, 1), "result": DisputeResult.UPHELD}, "days_in_order"),
        ({"ended_on": date(2023, 7, 1), "result": DisputeResult.CHANGED}, "change_says_fine"),
        ({"stayed_until": date(2023, 7, 1)}, "stay_whole"),
    ],
    ids=["half_ended", "order", "no_fine", "stay"],
)
def test_the_database_keeps_disputes_whole(session: Session, changes: dict[str, object], name: str) -> None:
    bureau, case = served_case(session)
    facts: dict[str, object] = {
        "county_code": case.county_code,
        "case_id": case.id,
        "party_id": case.party_id,
        "kind": DisputeKind.REVIEW,
        "organ": "冠县人民政府",
        "number": "1",
        "begun_on": date(2023, 6, 20),
        "received_on": date(2023, 6, 20),
        "recorded_by_id": bureau.visit.lead.id,
        "recorded_at": SERVED,
    }
    session.add(Dispute(**{**facts, **changes}))
    with pytest.raises(IntegrityError, match=name):
        session.flush()

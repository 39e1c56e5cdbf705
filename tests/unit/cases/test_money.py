"""What is owed after a decision: payments, plans, surcharge, against an independent model by the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.acts import CashGround, Debt
from casebook.cases.rules.performing import (
    Account,
    Due,
    Receipt,
    check_cash,
    check_payment,
    check_plan,
    check_refund,
    day_by_day,
    late_days,
    late_from,
    line_of,
    lines,
    pieces,
    surcharge_on,
    unpaid_fen,
)
from casebook.deadlines.rules import Span
from casebook.kernel.errors import RuleBroken

PARTY = UUID(int=1)
DUE = date(2023, 10, 20)
DAY = timedelta(days=1)


def account(fine: int = 2_000_000, *receipts: Receipt, **changes: object) -> Account:
    facts: dict[str, Any] = {"fine_fen": fine, "parts": (Due(DUE, fine),), "receipts": receipts}
    return Account(PARTY, **{**facts, **changes})


def paid(days: int, fen: int, debt: Debt = Debt.FINE) -> Receipt:
    return Receipt(DUE + days * DAY, debt, fen)


@pytest.mark.parametrize(
    ("days", "fen"),
    [(-3, 0), (0, 0), (1, 60_000), (10, 600_000), (33, 1_980_000), (34, 2_000_000), (40, 2_000_000)],
)
def test_a_fine_of_20000_that_nobody_pays(days: int, fen: int) -> None:
    """Trap 2 of rules.md 15: ten days late are 6,000 yuan, forty days no more than the fine."""
    assert surcharge_on(account(), DUE + days * DAY) == fen


def test_days_of_review_and_suit_cost_nothing() -> None:
    paused = account(pauses=(Span(DUE + 3 * DAY, DUE + 7 * DAY), Span(DUE + 7 * DAY, DUE + 9 * DAY)))
    assert surcharge_on(paused, DUE + 10 * DAY) == 3 * 60_000
    assert late_days(paused, DUE + 10 * DAY) == (10, 7)


def test_what_was_paid_costs_up_to_its_day_and_the_rest_goes_on() -> None:
    part = account(2_000_000, paid(5, 500_000))
    assert surcharge_on(part, DUE + 10 * DAY) == 500_000 * 15 // 100 + 1_500_000 * 30 // 100
    assert [(one.fen, one.paid_on) for one in pieces(part)] == [(500_000, DUE + 5 * DAY), (1_500_000, None)]


def test_a_refund_undoes_what_came_in_last() -> None:
    back = account(
        2_000_000, paid(-1, 2_000_000), paid(2, 500_000), Receipt(DUE + 9 * DAY, Debt.FINE, -500_000)
    )
    assert surcharge_on(back, DUE + 20 * DAY) == 0
    assert line_of(back, Debt.FINE, DUE).over_fen == 0


def test_instalments_are_late_each_by_itself() -> None:
    plan = account(parts=(Due(DUE, 1_000_000), Due(DUE + 30 * DAY, 1_000_000)))
    assert surcharge_on(plan, DUE + 10 * DAY) == 300_000
    assert surcharge_on(plan, DUE + 40 * DAY) == 1_000_000 + 300_000
    assert late_from(plan, DUE) is None


def test_the_days_are_told_one_by_one_and_pauses_as_one_line() -> None:
    told = day_by_day(account(pauses=(Span(DUE + 2 * DAY, DUE + 5 * DAY),)), DUE + 7 * DAY)
    assert [(one.first - DUE, (one.last - one.first).days, one.is_paused, one.total_fen) for one in told] == [
        (1 * DAY, 0, False, 60_000),
        (2 * DAY, 3, True, 60_000),
        (6 * DAY, 0, False, 120_000),
        (7 * DAY, 0, False, 180_000),
    ]


def test_the_days_stop_when_the_surcharge_has_reached_the_fine() -> None:
    told = day_by_day(account(), DUE + 300 * DAY)
    assert len(told) == 34
    assert told[-1].total_fen == 2_000_000


amounts = st.integers(min_value=1, max_value=50_000_000)
offsets = st.integers(min_value=-20, max_value=120)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    parts = draw(st.lists(amounts, min_size=1, max_size=4))
    days = sorted(draw(st.lists(st.integers(0, 90), min_size=len(parts), max_size=len(parts), unique=True)))
    fine, left, receipts = sum(parts), sum(parts), []
    for offset in draw(st.lists(offsets, max_size=4)):
        fen = draw(st.integers(0, left))
        left -= fen
        receipts += [paid(offset, fen)] if fen else []
    spans = [
        Span(DUE + a * DAY, DUE + (a + b) * DAY)
        for a, b in draw(st.lists(st.tuples(offsets, st.integers(0, 40)), max_size=3))
    ]
    dues = tuple(Due(DUE + day * DAY, fen) for day, fen in zip(days, parts, strict=True))
    return Account(PARTY, fine_fen=fine, parts=dues, receipts=tuple(receipts), pauses=tuple(spans))


def by_the_day(known: Account, on: date) -> tuple[int, int]:
    """Walk from day to day with every fen laid on its part anew; hundredths of a fen, how often to round."""
    grown: dict[int, int] = {}
    day = DUE - 30 * DAY
    while day <= on:
        money, number = sorted((one.on, one.fen) for one in known.receipts), 0
        is_paused = any(day in span for span in known.pauses)
        for part in known.parts:
            need = part.fen
            while need:
                paid_on, fen = money.pop(0) if money else (date.max, need)
                taken = min(need, fen)
                need, number = need - taken, number + 1
                if fen > taken:
                    money.insert(0, (paid_on, fen - taken))
                if part.due_on < day <= paid_on and not is_paused:
                    grown[number] = min(100 * taken, grown.get(number, 0) + 3 * taken)
        day += DAY
    return sum(grown.values()), len(known.receipts) + len(known.parts)


@given(accounts(), st.integers(-10, 150))
def test_the_surcharge_is_that_of_a_model_that_walks_through_the_days(known: Account, offset: int) -> None:
    on = DUE + offset * DAY
    hundredths, rounded = by_the_day(known, on)
    assert hundredths - 100 * rounded <= 100 * surcharge_on(known, on) <= hundredths


@given(accounts(), st.integers(-10, 150))
def test_it_never_exceeds_the_fine_and_never_shrinks(known: Account, offset: int) -> None:
    on = DUE + offset * DAY
    today = surcharge_on(known, on)
    assert 0 <= today <= known.fine_fen
    assert today <= surcharge_on(known, on + DAY)
    told = day_by_day(known, on)
    assert (told[-1].total_fen if told else 0) == today
    assert sum(one.added_fen for one in told) == today


@given(accounts())
def test_every_fen_of_the_fine_lies_in_one_piece(known: Account) -> None:
    assert sum(one.fen for one in pieces(known)) == known.fine_fen
    unpaid = sum(one.fen for one in pieces(known) if one.paid_on is None)
    assert unpaid == line_of(known, Debt.FINE, DUE).left_fen == unpaid_fen([known])


@given(st.integers(0, 5_000_000), st.lists(st.tuples(st.sampled_from(list(Debt)), amounts), max_size=12))
def test_payments_are_never_silently_above_what_is_owed(fine: int, wishes: list[tuple[Debt, int]]) -> None:
    known, on = account(fine, cost_fen=300_000, confiscated_fen=70_000), DUE + 20 * DAY
    for debt, fen in wishes:
        line = line_of(known, debt, on)
        if fen > line.left_fen:
            with pytest.raises(RuleBroken, match="payment_over"):
                check_payment(line, fen, "")
            continue
        check_payment(line, fen, "")
        known = account(
            fine, *known.receipts, Receipt(on, debt, fen), cost_fen=300_000, confiscated_fen=70_000
        )
    assert all(one.over_fen == 0 for one in lines(known, on))
    assert sum(one.fen for one in known.receipts) <= 2 * fine + 370_000


def test_more_than_is_owed_needs_a_reason_and_is_shown_to_go_back() -> None:
    with pytest.raises(RuleBroken, match="payment_over"):
        check_payment(line_of(account(), Debt.FINE, DUE), 2_000_001, " ")
    check_payment(line_of(account(), Debt.FINE, DUE), 2_000_001, "银行重复扣款")
    over = account(2_000_000, paid(0, 2_000_001))
    assert line_of(over, Debt.FINE, DUE).over_fen == 1
    check_refund(line_of(over, Debt.FINE, DUE), 1, "退还多缴")
    for fen, reason, code in (
        (2, "退", "refund_above_over"),
        (1, "", "refund_needs_reason"),
        (0, "退", "payment_empty"),
    ):
        with pytest.raises(RuleBroken, match=code):
            check_refund(line_of(over, Debt.FINE, DUE), fen, reason)


def test_a_surcharge_nobody_decided_on_does_not_hold_the_case_open() -> None:
    late = account(2_000_000, paid(10, 2_000_000))
    assert line_of(late, Debt.SURCHARGE, DUE + 40 * DAY).left_fen == 600_000
    assert unpaid_fen([late]) == 0
    assert unpaid_fen([account(2_000_000, paid(10, 2_000_000), decided_fen=600_000)]) == 600_000
    assert unpaid_fen([account(2_000_000, paid(10, 2_000_000), decided_fen=600_000, cut_fen=600_000)]) == 0


@pytest.mark.parametrize(
    ("ground", "fen", "on_spot", "code"),
    [
        (None, 5_000, True, "cash_needs_ground"),
        (CashGround.SMALL, 10_000, True, None),
        (CashGround.SMALL, 10_001, True, "cash_too_much"),
        (CashGround.SMALL, 5_000, False, "cash_only_on_spot"),
        (CashGround.HARD_LATER, 300_000, True, None),
        (CashGround.HARD_LATER, 300_000, False, "cash_only_on_spot"),
        (CashGround.REMOTE, 300_000, False, None),
    ],
)
def test_cash_only_where_the_law_allows_it(
    ground: CashGround | None, fen: int, *, on_spot: bool, code: str | None
) -> None:
    """处罚法 68, 69."""
    if code is None:
        check_cash(ground, fen=fen, on_spot=on_spot)
        return
    with pytest.raises(RuleBroken, match=code):
        check_cash(ground, fen=fen, on_spot=on_spot)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((), "plan_parts"),
        (((5, 600), (10, 400)), None),
        (((5, 1000),), None),
        (((5, 600), (10, 500)), "plan_sum"),
        (((10, 600), (5, 400)), "plan_days"),
        (((5, 600), (5, 400)), "plan_days"),
        (((0, 1000),), "plan_days"),
        (((5, 0), (6, 1000)), "payment_empty"),
        (tuple((n, 1) for n in range(1, 26)), "plan_parts"),
    ],
)
def test_a_plan_pays_what_is_left_on_days_ahead(parts: tuple[tuple[int, int], ...], code: str | None) -> None:
    """处罚法 66."""
    wish = tuple(Due(DUE + day * DAY, fen) for day, fen in parts)
    if code is None:
        check_plan(wish, left_fen=1000, after=DUE)
        return
    with pytest.raises(RuleBroken, match=code):
        check_plan(wish, left_fen=1000, after=DUE)


def test_a_county_may_count_the_whole_fine_until_it_is_paid() -> None:
    """10 000 yuan, half of it paid five days late: the rest costs, or all of it until the last payment."""
    half = Receipt(DUE + 5 * DAY, Debt.FINE, 500_000)
    rest, whole = (replace(account(1_000_000, half), on_whole=one) for one in (False, True))
    on = DUE + 10 * DAY
    assert surcharge_on(rest, on) == 500_000 * 3 * 5 // 100 + 500_000 * 3 * 10 // 100
    assert surcharge_on(whole, on) == 1_000_000 * 3 * 10 // 100
    assert sum(one.added_fen for one in day_by_day(whole, on)) == surcharge_on(whole, on)

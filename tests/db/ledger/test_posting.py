"""Posting and reversing: what stands on the ledger afterwards, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import orjson
import pytest

from casebook.access import Role
from casebook.kernel.chains import GENESIS
from casebook.kernel.errors import NotFound, Refused, RuleBroken
from casebook.kernel.hashing import matches
from casebook.kernel.ids import new_id
from casebook.ledger import queries
from casebook.ledger.rules import PostingKind
from tests.factories.accounts import make_actor, make_agency
from tests.factories.ledger import (
    COUNTY,
    OPERATOR,
    OTHER_TOWNSHIP,
    PAPER,
    TOWNSHIP,
    make_subject,
    post_closed_well,
    post_reduction,
    reverse,
    well_code,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def refused(error: pytest.ExceptionInfo[RuleBroken]) -> tuple[str, dict[str, object]]:
    return error.value.code, error.value.facts


def test_a_posting_stands_in_the_chain_as_it_was_made(session: Session) -> None:
    subject = make_subject()
    first = post_closed_well(session)
    second = post_reduction(session, subject=subject)
    found = queries.get_entry(session, 2, OPERATOR)
    assert found == second
    assert (found.sequence, found.previous_hash) == (2, first.hash)
    assert first.previous_hash == GENESIS
    assert found.subject == subject
    assert found.booked_on == date(2023, 10, 9)
    assert found.posting.full_year_m3 == Decimal("36500.000")
    assert (found.posting.method, found.posting.grade, found.posting.papers) == ("B1", "A", (PAPER,))
    assert found.actor_name == OPERATOR.name
    assert queries.verify(session, COUNTY).is_whole


def test_the_body_is_what_was_hashed_and_says_all(session: Session) -> None:
    entry = post_reduction(session)
    facts = orjson.loads(entry.body)
    assert matches(entry.body, entry.hash)
    assert facts["full_year_l"] == 36_500_000
    assert facts["chain"] == f"ledger:{COUNTY}"
    assert facts["subject"] == {"kind": "closure", "title": "371525-2023-FJ-00001"}
    assert facts["at"] == "2023-10-09T02:00:00.000000+00:00"


def test_the_booking_day_is_the_chinese_day(session: Session) -> None:
    entry = post_closed_well(session, now=datetime(2023, 10, 9, 16, 30, tzinfo=UTC))
    assert entry.booked_on == date(2023, 10, 10)


def test_what_breaks_a_rule_leaves_no_trace(session: Session) -> None:
    with pytest.raises(Refused):
        post_closed_well(session, count=2)
    assert queries.head(session, COUNTY).count == 0
    assert queries.totals(session, COUNTY, 2023).count == 0


def test_the_same_well_is_not_closed_twice_not_even_by_another_closure(session: Session) -> None:
    post_closed_well(session, 1)
    with pytest.raises(RuleBroken) as caught:
        post_closed_well(session, 1, on=date(2023, 10, 5))
    assert refused(caught) == ("posting_twice", {"sequence": 1})
    assert post_closed_well(session, 2).sequence == 2


def test_the_same_matter_is_not_posted_twice(session: Session) -> None:
    subject = make_subject()
    post_reduction(session, subject=subject)
    with pytest.raises(RuleBroken) as caught:
        post_reduction(session, subject=subject)
    assert refused(caught) == ("posting_twice", {"sequence": 1})
    assert post_closed_well(session, subject=subject).sequence == 2


def test_a_problem_without_a_well_is_struck_off_once(session: Session) -> None:
    subject = make_subject("371525-2023-WT-00001", "problem")
    facts = {"kind": PostingKind.PROBLEM_STRUCK_OFF, "well_code": None, "subject": subject}
    post_closed_well(session, **facts)
    with pytest.raises(RuleBroken) as caught:
        post_closed_well(session, **facts)
    assert caught.value.code == "posting_twice"


def test_a_reversal_names_what_it_takes_back_and_why(session: Session) -> None:
    closed = post_closed_well(session)
    back = reverse(session, closed)
    found = queries.get_entry(session, back.sequence, OPERATOR)
    assert (found.posting.kind, found.posting.count, found.reverses) == (PostingKind.WELL_REOPENED, -1, 1)
    assert found.subject == closed.subject
    assert queries.get_entry(session, 1, OPERATOR).reversed_by == back.sequence
    assert queries.reason_of(session, found) == "巡查发现私自启封"
    assert "私自启封".encode() not in found.body
    assert queries.reason_of(session, closed) == ""


def test_a_reopened_well_keeps_what_it_saved_until_the_day_before(session: Session) -> None:
    closed, reduction = post_closed_well(session), post_reduction(session)
    reverse(session, closed)
    reverse(session, reduction, this_year_m3_kept=Decimal("4900.000"))
    totals = queries.totals(session, COUNTY, 2023)
    assert totals == queries.Totals(0, Decimal("0.000"), Decimal("4900.000"))
    assert queries.verify(session, COUNTY).is_whole


def test_an_entry_is_taken_back_once_and_a_reversal_never(session: Session) -> None:
    closed = post_closed_well(session)
    back = reverse(session, closed)
    with pytest.raises(RuleBroken) as caught:
        reverse(session, closed)
    assert refused(caught) == ("reversed_already", {"sequence": 1, "by": 2})
    with pytest.raises(RuleBroken) as caught:
        reverse(session, back)
    assert refused(caught) == ("reversal_of_reversal", {"sequence": 2})


def test_after_a_reversal_the_well_can_be_closed_anew(session: Session) -> None:
    reverse(session, post_closed_well(session))
    again = post_closed_well(session, on=date(2023, 12, 1), now=datetime(2023, 12, 9, tzinfo=UTC))
    assert again.sequence == 3
    assert queries.totals(session, COUNTY, 2023).count == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reversal_without_a_reason_is_refused(session: Session, reason: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        reverse(session, post_closed_well(session), reason=reason)
    assert refused(caught) == ("reversal_reason", {})


def test_what_does_not_exist_cannot_be_taken_back(session: Session) -> None:
    closed = post_closed_well(session)
    with pytest.raises(NotFound):
        reverse(session, closed, entry_id=new_id())


def test_nobody_posts_or_reads_outside_their_jurisdiction(session: Session) -> None:
    agency = make_agency(session, name="清泉镇人民政府", division_code=OTHER_TOWNSHIP)
    neighbour = make_actor(session, Role.TOWNSHIP_LEAD, agency=agency)
    closed = post_closed_well(session)
    with pytest.raises(NotFound):
        post_closed_well(session, 2, actor=neighbour)
    with pytest.raises(NotFound):
        reverse(session, closed, actor=neighbour)
    with pytest.raises(NotFound):
        queries.get_entry(session, closed.sequence, neighbour)
    assert queries.page_entries(session, queries.Filter(), neighbour).items == []
    assert queries.list_entries_of_well(session, well_code(1), neighbour) == []


def test_lists_go_by_subject_well_and_figure(session: Session) -> None:
    subject = make_subject()
    first = post_closed_well(session, subject=subject)
    second = post_reduction(session, subject=subject)
    other = post_closed_well(session, 2)
    assert queries.list_entries_of_subject(session, subject.id, OPERATOR) == [first, second]
    assert queries.list_entries_of_well(session, well_code(2), OPERATOR) == [other]
    narrow = queries.Filter(year=2023, kinds=frozenset({PostingKind.WELL_CLOSED}), division=TOWNSHIP)
    assert queries.page_entries(session, narrow, OPERATOR).items == [other, first]
    assert queries.page_entries(session, queries.Filter(as_of=date(2023, 10, 8)), OPERATOR).items == []


def test_pages_follow_one_another_without_gap(session: Session) -> None:
    for number in range(60):
        post_closed_well(session, number)
    first = queries.page_entries(session, queries.Filter(), OPERATOR)
    second = queries.page_entries(session, queries.Filter(), OPERATOR, first.next_cursor)
    assert [entry.sequence for entry in (*first.items, *second.items)] == list(range(60, 0, -1))
    assert second.next_cursor is None


def test_an_unknown_number_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.get_entry(session, 1, OPERATOR)

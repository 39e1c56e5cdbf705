"""What an old file is said to lack: only of the way it went, and only what no paper of it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from casebook.cases.acts import Handling, Proposal
from casebook.cases.rules.facts import CaseFacts, OfficerFact
from casebook.cases.rules.history import SHOWN_BY, gaps_of_history
from casebook.cases.rules.lacks import Lack
from casebook.cases.rules.status import CaseStatus as S

TWO = (OfficerFact(UUID(int=1), "周明"), OfficerFact(UUID(int=2), "李雪"))
OLD = CaseFacts(status=S.CLOSED, on=date(2024, 6, 3), investigators=TWO)
FINED = Proposal(outcome=Handling.PENALTY, reason="事实清楚", basis="748号 56")
SPARED = Proposal(outcome=Handling.NO_PENALTY, reason="初次违法")


def lacks(facts: CaseFacts, *forms: str) -> set[Lack]:
    return {one.lack for _step, one in gaps_of_history(facts, forms)}


@pytest.mark.parametrize(
    ("status", "later"),
    [
        (S.INVESTIGATING, {Lack.NOT_NOTIFIED, Lack.NOT_SERVED}),
        (S.DECIDED, {Lack.MEASURE_OPEN}),
        (S.SERVED, set()),
    ],
    ids=["investigating", "decided", "served"],
)
def test_nothing_is_said_of_what_comes_later(status: S, later: set[Lack]) -> None:
    found = lacks(replace(OLD, status=status, proposal=FINED))
    assert Lack.FILING_NOT_APPROVED in found
    assert not found & later


def test_a_closed_file_is_asked_for_its_whole_way() -> None:
    found = lacks(replace(OLD, proposal=FINED))
    assert {Lack.FILING_NOT_APPROVED, Lack.NOT_NOTIFIED, Lack.NOT_SERVED, Lack.ID_NOT_SHOWN} <= found


def test_who_was_spared_needed_no_notice() -> None:
    found = lacks(replace(OLD, proposal=SPARED))
    assert Lack.FILING_NOT_APPROVED in found
    assert not found & {Lack.NOT_NOTIFIED, Lack.STATEMENT_RUNS, Lack.HEARING_NOT_OFFERED, Lack.UNPAID}


@pytest.mark.parametrize("lack", sorted(SHOWN_BY), ids=str)
def test_a_paper_closes_its_gap(lack: Lack) -> None:
    whole = replace(OLD, proposal=FINED)
    for form in SHOWN_BY[lack]:
        assert lack not in lacks(whole, form)


def test_each_lack_is_told_once() -> None:
    found = [one.lack for _step, one in gaps_of_history(replace(OLD, proposal=FINED), ())]
    assert len(found) == len(set(found))

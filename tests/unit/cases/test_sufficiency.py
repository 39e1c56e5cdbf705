"""What each problem has to prove, the workflow as a table, and what comes next."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.acts import PAYLOADS, ActKind, Fine, Handling, Needs, Proposal, decode, encode
from casebook.cases.rules import CASE_TRANSITIONS, CODES, FINISHED, WORKFLOW, CaseStatus, CaseStep
from casebook.cases.rules.asking import CHAINS, TITLES
from casebook.cases.rules.course import next_step
from casebook.cases.rules.facts import CaseFacts
from casebook.cases.rules.papers import STARTS, starts
from casebook.cases.rules.step_acts import STEP_ACTS
from casebook.cases.rules.sufficiency import MATRIX, Piece, gaps_of, proves
from casebook.cases.rules.workflow import GateId, find_move
from casebook.deadlines.rules import RULES
from casebook.documents.rules import FORMS, FormCode
from casebook.evidence.rules import EvidenceKind

SITE = Piece(EvidenceKind.SITE_RECORD)
PIECES = [Piece(kind, item) for kind in EvidenceKind for item in ("", "C03", "C10")]


def test_every_code_has_its_facts() -> None:
    assert set(MATRIX) == set(CODES)
    for code, facts in MATRIX.items():
        assert any(fact.is_essential for fact in facts), code
        assert all(fact.kinds for fact in facts), code


def test_without_evidence_everything_is_a_gap() -> None:
    for code, facts in MATRIX.items():
        found = gaps_of([code], [])
        assert len(found) == len(facts)
        assert [gap.is_essential for gap in found] == sorted((f.is_essential for f in facts), reverse=True)


@pytest.mark.parametrize(
    ("code", "pieces", "left"),
    [
        ("P10", (SITE,), set()),
        ("P03", (SITE,), {"许可水量", "实际取水量"}),
        ("P03", (SITE, Piece(EvidenceKind.DOCUMENTARY)), set()),
        ("P22", (SITE,), {"许可证与发证机关存根不符"}),
        ("P22", (SITE, Piece(EvidenceKind.DOCUMENTARY, "C10")), {"许可证与发证机关存根不符"}),
        ("P22", (SITE, Piece(EvidenceKind.DOCUMENTARY, "C03")), set()),
    ],
    ids=["site", "over-permit-bare", "over-permit", "forged-bare", "other-item", "forged"],
)
def test_essential_gaps(code: str, pieces: tuple[Piece, ...], left: set[str]) -> None:
    assert {gap.title for gap in gaps_of([code], pieces) if gap.is_essential} == left


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from(PIECES), st.sampled_from(sorted(MATRIX)))
def test_more_evidence_never_opens_a_gap(pieces: list[Piece], more: Piece, code: str) -> None:
    before, after = gaps_of([code], pieces), gaps_of([code], [*pieces, more])
    assert set(after) <= set(before)
    closed = set(before) - set(after)
    facts = {fact.title: fact for fact in MATRIX[code]}
    assert all(proves(more, facts[gap.title]) for gap in closed)


def test_each_status_has_one_row_for_a_step() -> None:
    for status in CaseStatus:
        for procedure in {move.procedure for move in WORKFLOW} - {None}:
            rows = [m.step for m in WORKFLOW if status in m.from_ and m.procedure in {None, procedure}]
            assert len(rows) == len(set(rows)), status


def test_every_status_is_reached_and_ends_somewhere() -> None:
    reached = {CaseStatus.FILING} | {to for after in CASE_TRANSITIONS.values() for to in after}
    assert reached == set(CaseStatus)
    assert {one for one, after in CASE_TRANSITIONS.items() if not after} <= FINISHED


def test_each_step_knows_its_act_and_its_forms() -> None:
    assert set(STEP_ACTS) == set(CaseStep)
    assert {form for move in WORKFLOW for form in move.forms} <= {form.value for form in FORMS}
    assert set(PAYLOADS) == set(ActKind)


def test_what_rests_on_an_approval_names_its_chain() -> None:
    gated = {m.step for m in WORKFLOW if {GateId.APPROVED, GateId.G4} & set(m.gates)}
    assert set(CHAINS) == set(TITLES) == gated


def test_papers_start_rules_of_the_table() -> None:
    assert {rule for rules in STARTS.values() for rule in rules} <= set(RULES)
    assert starts(FormCode.F27, has_fine=True) == ("D-10", "D-13", "D-14")
    assert starts(FormCode.F27, has_fine=False) == ("D-13", "D-14")
    assert starts(FormCode.F30B, has_fine=True) == ()


def test_the_main_line_follows_the_table() -> None:
    for status in CaseStatus:
        facts = CaseFacts(status=status, on=date(2024, 6, 3))
        step = next_step(facts)
        if step is None:
            assert status in FINISHED
        else:
            assert find_move(step, status) is not None, status


@given(
    st.sampled_from(list(Handling)),
    st.text(max_size=40),
    st.lists(st.integers(0, 10**9), max_size=3),
    st.booleans(),
)
def test_a_payload_reads_as_it_was_written(
    outcome: Handling,
    reason: str,
    fens: list[int],
    flag: bool,
) -> None:
    fines = tuple(Fine(party=UUID(int=n), fen=fen) for n, fen in enumerate(fens))
    written = Proposal(outcome=outcome, reason=reason, fines=fines, is_complex=flag, needs=Needs(review=flag))
    text = encode(written)
    assert decode(ActKind.PROPOSED, text) == written
    assert encode(decode(ActKind.PROPOSED, text)) == text

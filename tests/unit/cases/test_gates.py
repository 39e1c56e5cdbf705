"""The gates G1 … G21, one by one, and the traps of the trade that they have to stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.acts import Fine, Handling, Needs, Proposal
from casebook.cases.rules.facts import (
    CaseFacts,
    ClosingFact,
    EnforcementFact,
    HearingFact,
    NoticeFact,
    OfficerFact,
    ReviewFact,
    VisitFact,
)
from casebook.cases.rules.gates import GATES, missing
from casebook.cases.rules.lacks import Lack
from casebook.cases.rules.status import CaseStatus as S
from casebook.cases.rules.workflow import WORKFLOW, CaseStep, GateId, Procedure

ON = date(2024, 6, 3)
LEAD, SECOND, LEGAL, HEAD, PARTY = (UUID(int=n) for n in range(1, 6))
TWO = (OfficerFact(LEAD, "周明"), OfficerFact(SECOND, "李雪"))
VISIT = VisitFact(ON, TWO)


def proposal(fen: int = 10_000_000, **needs: bool) -> Proposal:
    return Proposal(
        outcome=Handling.PENALTY,
        reason="事实清楚",
        pen_id="PEN-07",
        basis="748号 56",
        fines=(Fine(party=PARTY, fen=fen),),
        needs=Needs(**needs),
    )


def facts(status: S, **changes: object) -> CaseFacts:
    """Facts of a case that may take any step: nothing is missing unless a test takes it away."""
    whole = CaseFacts(
        status=status,
        on=ON,
        investigators=TWO,
        ever_investigated=frozenset({LEAD, SECOND}),
        visits=(VISIT,),
        approved=frozenset(CaseStep),
        proposal=proposal(),
        review=ReviewFact(ON, LEGAL, is_qualified=True),
        is_deliberated=True,
        notice=NoticeFact(ON, offers_hearing=True, fines={PARTY: 10_000_000}),
        statement_waived=True,
        hearing=HearingFact(is_asked=True, is_waived=True),
        pay_to="代收专户",
        papers_served=frozenset({"F22", "F23", "F27", "F34A"}),
        closing=ClosingFact(transfer_accepted=True),
        actor=HEAD,
    )
    return replace(whole, **changes)


def lacks(step: CaseStep, found: CaseFacts) -> set[Lack]:
    return {one.lack for one in missing(step, found)}


EXPIRED = (OfficerFact(LEAD, "周明", is_certified=False), TWO[1])
RECUSED = (OfficerFact(LEAD, "周明", is_recused=True), TWO[1])
NO_PENALTY = Proposal(outcome=Handling.NO_PENALTY, reason="初次违法")
TOLD = NoticeFact(ON, offers_hearing=True, fines={PARTY: 10_000_000}, statement_until=ON, hearing_until=ON)
ASKED = HearingFact(is_asked=True, held_on=ON, presider=LEGAL)

CASES = [
    (GateId.G1, CaseStep.REPORT, S.INVESTIGATING, {"investigators": TWO[:1]}, Lack.ONE_OFFICER),
    (GateId.G1, CaseStep.REPORT, S.INVESTIGATING, {"investigators": EXPIRED}, Lack.UNCERTIFIED),
    (GateId.G1, CaseStep.REPORT, S.INVESTIGATING, {"investigators": RECUSED}, Lack.RECUSED),
    (
        GateId.G1,
        CaseStep.REPORT,
        S.INVESTIGATING,
        {"visits": (replace(VISIT, officers=EXPIRED),)},
        Lack.UNCERTIFIED,
    ),
    (
        GateId.G2,
        CaseStep.REPORT,
        S.INVESTIGATING,
        {"visits": (replace(VISIT, id_shown=False),)},
        Lack.ID_NOT_SHOWN,
    ),
    (GateId.G2, CaseStep.REPORT, S.INVESTIGATING, {"visits": ()}, Lack.ID_NOT_SHOWN),
    (
        GateId.G3,
        CaseStep.REPORT,
        S.INVESTIGATING,
        {"visits": (replace(VISIT, recusal_asked=False),)},
        Lack.RECUSAL_NOT_ASKED,
    ),
    (GateId.G3, CaseStep.REPORT, S.INVESTIGATING, {"recusals_open": ("周明",)}, Lack.RECUSAL_UNDECIDED),
    (GateId.G4, CaseStep.FILE, S.FILING, {"approved": frozenset()}, Lack.FILING_NOT_APPROVED),
    (GateId.G4, CaseStep.FILE, S.FILING, {"filing_lacks": ("facts",)}, Lack.FILING_CONDITION),
    (GateId.G5, CaseStep.FILE, S.FILING, {"is_out_of_time": True}, Lack.OUT_OF_TIME),
    (GateId.G6, CaseStep.FILE, S.FILING, {"has_power": False}, Lack.POWER_ELSEWHERE),
    (
        GateId.G7,
        CaseStep.REPORT,
        S.INVESTIGATING,
        {"visits": (replace(VISIT, is_submitted=False),)},
        Lack.RECORD_UNSIGNED,
    ),
    (GateId.G8, CaseStep.NOTIFY, S.PROPOSED, {"papers_served": frozenset()}, Lack.NOT_NOTIFIED),
    (
        GateId.G8,
        CaseStep.CONSIDER,
        S.NOTIFIED,
        {"notice": TOLD, "statement_waived": False},
        Lack.STATEMENT_RUNS,
    ),
    (GateId.G8, CaseStep.CONSIDER, S.NOTIFIED, {"unanswered": ("没有取水",)}, Lack.STATEMENT_UNANSWERED),
    (GateId.G8, CaseStep.DECIDE, S.CONSIDERED, {"must_notify_again": True}, Lack.MUST_NOTIFY_AGAIN),
    (GateId.G8, CaseStep.DECIDE, S.CONSIDERED, {"proposal": proposal(10_000_001)}, Lack.HEAVIER),
    (
        GateId.G9,
        CaseStep.NOTIFY,
        S.PROPOSED,
        {"proposal": proposal(hearing=True), "papers_served": frozenset({"F22"})},
        Lack.HEARING_NOT_OFFERED,
    ),
    (
        GateId.G9,
        CaseStep.CONSIDER,
        S.NOTIFIED,
        {"notice": TOLD, "hearing": HearingFact()},
        Lack.HEARING_RUNS,
    ),
    (GateId.G9, CaseStep.OPEN_HEARING, S.NOTIFIED, {"hearing": HearingFact()}, Lack.HEARING_NOT_ASKED),
    (
        GateId.G9,
        CaseStep.CONSIDER,
        S.HEARING,
        {"hearing": HearingFact(is_asked=True)},
        Lack.HEARING_NOT_HELD,
    ),
    (
        GateId.G9,
        CaseStep.CONSIDER,
        S.HEARING,
        {"hearing": replace(ASKED, presider=LEAD)},
        Lack.PRESIDER_INVESTIGATED,
    ),
    (
        GateId.G9,
        CaseStep.CONSIDER,
        S.HEARING,
        {"hearing": replace(ASKED, notice_days_kept=False)},
        Lack.HEARING_CALLED_LATE,
    ),
    (GateId.G9, CaseStep.CONSIDER, S.HEARING, {"hearing": replace(ASKED, agents=3)}, Lack.TOO_MANY_AGENTS),
    (
        GateId.G10,
        CaseStep.PROPOSE,
        S.REPORTED,
        {"proposal": proposal(review=True), "review": None},
        Lack.NOT_REVIEWED,
    ),
    (GateId.G10, CaseStep.REVIEW, S.REPORTED, {"actor": LEAD}, Lack.REVIEWER_INVESTIGATED),
    (
        GateId.G10,
        CaseStep.DECIDE,
        S.CONSIDERED,
        {"proposal": proposal(review=True), "review": ReviewFact(ON, LEGAL, is_qualified=False)},
        Lack.REVIEWER_UNQUALIFIED,
    ),
    (
        GateId.G10,
        CaseStep.DECIDE,
        S.CONSIDERED,
        {"hearing": ASKED, "review": ReviewFact(date(2024, 5, 1), LEGAL, is_qualified=True)},
        Lack.REVIEW_BEFORE_HEARING,
    ),
    (
        GateId.G11,
        CaseStep.PROPOSE,
        S.REVIEWED,
        {"proposal": proposal(deliberation=True), "is_deliberated": False},
        Lack.NOT_DELIBERATED,
    ),
    (GateId.G12, CaseStep.DECIDE, S.CONSIDERED, {"decision_lacks": ("remedies",)}, Lack.CONTENT_EMPTY),
    (GateId.G12, CaseStep.DECIDE, S.CONSIDERED, {"actor": LEAD}, Lack.DECIDER_INVESTIGATED),
    (GateId.G13, CaseStep.DECIDE, S.CONSIDERED, {"unordered_wells": ("W1",)}, Lack.NO_ORDER),
    (
        GateId.G13,
        CaseStep.PROPOSE,
        S.REVIEWED,
        {"proposal": proposal(needs_overdue=True)},
        Lack.ORDER_NOT_LAPSED,
    ),
    (
        GateId.G13,
        CaseStep.PROPOSE,
        S.REVIEWED,
        {"proposal": proposal(authority=True), "has_authority": False},
        Lack.NO_AUTHORITY,
    ),
    (
        GateId.G14,
        CaseStep.DECIDE,
        S.CONSIDERED,
        {"proposal": proposal(), "fined_before": ("WT-1",)},
        Lack.FINED_BEFORE,
    ),
    (GateId.G15, CaseStep.REPORT, S.INVESTIGATING, {"essential_gaps": ("许可水量",)}, Lack.EVIDENCE_GAP),
    (GateId.G15, CaseStep.REPORT, S.INVESTIGATING, {"supports_leads_only": True}, Lack.LEADS_ONLY),
    (GateId.G16, CaseStep.REPORT, S.INVESTIGATING, {"has_record": False}, Lack.NOT_RECORDED),
    (GateId.G17, CaseStep.DECIDE, S.CONSIDERED, {"proposal": proposal(), "pay_to": " "}, Lack.NO_PAYEE),
    (
        GateId.G18,
        CaseStep.ENFORCE,
        S.SERVED,
        {"enforcement": EnforcementFact(is_night_or_holiday=True)},
        Lack.NIGHT_OR_HOLIDAY,
    ),
    (
        GateId.G18,
        CaseStep.ENFORCE,
        S.SERVED,
        {"enforcement": EnforcementFact(is_urgent=True, cuts_livelihood=True)},
        Lack.LIVELIHOOD,
    ),
    (
        GateId.G19,
        CaseStep.ENFORCE,
        S.SERVED,
        {"enforcement": EnforcementFact(is_urged=False)},
        Lack.NOT_URGED,
    ),
    (
        GateId.G19,
        CaseStep.ENFORCE,
        S.SERVED,
        {"enforcement": EnforcementFact(is_substitute=True, has_cost_estimate=False)},
        Lack.NO_ESTIMATE,
    ),
    (
        GateId.G19,
        CaseStep.ENFORCE,
        S.SERVED,
        {"enforcement": EnforcementFact(is_substitute=True, is_supervised=False)},
        Lack.NOT_SUPERVISED,
    ),
    (
        GateId.G19,
        CaseStep.ENFORCE,
        S.SERVED,
        {"enforcement": EnforcementFact(is_substitute=True, signatures=2)},
        Lack.NOT_SIGNED,
    ),
    (
        GateId.G20,
        CaseStep.REPORT,
        S.INVESTIGATING,
        {"visits": (replace(VISIT, is_enterprise=True, is_announced=False),)},
        Lack.INSPECTION_UNANNOUNCED,
    ),
    (
        GateId.G21,
        CaseStep.DECIDE,
        S.CONSIDERED,
        {"proposal": Proposal(outcome=Handling.PENALTY, reason="x", crime_suspected=True)},
        Lack.CRIME,
    ),
    (GateId.APPROVED, CaseStep.SUSPEND, S.INVESTIGATING, {"approved": frozenset()}, Lack.NO_APPROVAL),
    (GateId.SERVED, CaseStep.SERVE, S.DECIDED, {"papers_served": frozenset()}, Lack.NOT_SERVED),
    (GateId.CLOSABLE, CaseStep.CLOSE, S.SERVED, {"closing": ClosingFact(open_measures=1)}, Lack.MEASURE_OPEN),
    (GateId.CLOSABLE, CaseStep.CLOSE, S.SERVED, {"closing": ClosingFact(unpaid_fen=1)}, Lack.UNPAID),
    (GateId.CLOSABLE, CaseStep.CLOSE, S.TRANSFERRED, {"closing": ClosingFact()}, Lack.NO_RECEIPT),
]


@pytest.mark.parametrize(
    ("gate", "step", "status", "change", "lack"),
    CASES,
    ids=[f"{gate}-{lack}-{step}-{number}" for number, (gate, step, _s, _c, lack) in enumerate(CASES)],
)
def test_each_gate_names_what_is_missing(
    gate: GateId, step: CaseStep, status: S, change: dict[str, object], lack: Lack
) -> None:
    whole = facts(status)
    assert lack not in lacks(step, whole)
    found = [one for one in missing(step, replace(whole, **change)) if one.lack is lack]
    assert [one.gate for one in found] == [gate]
    assert found[0].article == GATES[gate].article


def test_every_gate_is_in_the_table() -> None:
    assert set(GATES) == set(GateId)
    numbered = {gate for gate in GateId if gate.value.startswith("G")}
    assert numbered == {GateId(f"G{n}") for n in range(1, 22)}
    assert {gate for move in WORKFLOW for gate in move.gates} == set(GateId)


def test_a_gate_that_holds_lets_the_step_pass() -> None:
    main = [
        (S.FILING, CaseStep.FILE),
        (S.INVESTIGATING, CaseStep.REPORT),
        (S.REPORTED, CaseStep.REVIEW),
        (S.REVIEWED, CaseStep.DELIBERATE),
        (S.PROPOSED, CaseStep.NOTIFY),
        (S.NOTIFIED, CaseStep.CONSIDER),
        (S.CONSIDERED, CaseStep.DECIDE),
        (S.DECIDED, CaseStep.SERVE),
        (S.SERVED, CaseStep.CLOSE),
        (S.CLOSED, CaseStep.ARCHIVE),
    ]
    assert [missing(step, facts(status)) for status, step in main] == [[]] * len(main)


@pytest.mark.parametrize("status", list(S), ids=str)
@pytest.mark.parametrize("step", list(CaseStep), ids=str)
def test_a_step_out_of_order_is_missing_its_turn(status: S, step: CaseStep) -> None:
    allowed = any(step is move.step and status in move.from_ for move in WORKFLOW)
    found = facts(status, procedure=Procedure.GENERAL)
    if step is CaseStep.DECIDE_ON_SPOT or not allowed:
        assert lacks(step, found) == {Lack.OUT_OF_ORDER}
    else:
        assert Lack.OUT_OF_ORDER not in lacks(step, found)


def test_a_crime_has_one_way_on() -> None:
    """G21: no fine and no other ending in place of the transfer."""
    crime = Proposal(outcome=Handling.PENALTY, reason="x", crime_suspected=True)
    for step in (CaseStep.PROPOSE, CaseStep.DELIBERATE):
        assert Lack.CRIME in lacks(step, facts(S.REVIEWED, proposal=crime))
    moved = Proposal(outcome=Handling.TRANSFER, reason="x", crime_suspected=True)
    assert Lack.CRIME not in lacks(CaseStep.PROPOSE, facts(S.REVIEWED, proposal=moved))


def test_a_case_that_is_out_of_time_may_still_be_dropped() -> None:
    """Trap 30: too late to punish, not too late to say so."""
    late = facts(S.REVIEWED, is_out_of_time=True)
    assert Lack.OUT_OF_TIME in lacks(CaseStep.PROPOSE, late)
    dropped = replace(late, proposal=Proposal(outcome=Handling.WITHDRAW, reason="超过时效"))
    assert lacks(CaseStep.PROPOSE, dropped) == set()


def test_a_decision_of_another_kind_than_proposed_waits() -> None:
    mild = facts(S.PROPOSED, proposal=NO_PENALTY)
    assert Lack.OTHER_OUTCOME in lacks(CaseStep.NOTIFY, mild)
    assert lacks(CaseStep.DECIDE_NO_PENALTY, mild) == set()


TAKEN_AWAY = [(gate, step, status, change) for gate, step, status, change, _lack in CASES]
"""Each row names all that its gate looks at: without a fine, say, nobody asks where it is paid."""


@given(st.lists(st.sampled_from(range(len(TAKEN_AWAY))), min_size=1, max_size=6))
def test_no_step_with_a_missing_gate_ever_passes(chosen: list[int]) -> None:
    """Whatever else is missing or there: what one gate asks for, no combination makes up for."""
    for number in chosen:
        gate, step, status, change = TAKEN_AWAY[number]
        base = facts(status)
        for other in chosen:
            kept = {name: value for name, value in TAKEN_AWAY[other][3].items() if name not in change}
            base = replace(base, **kept)
        found = missing(step, replace(base, **change))
        assert found
        assert gate in {one.gate for one in found}

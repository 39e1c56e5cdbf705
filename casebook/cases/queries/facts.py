"""The facts that the gates look at, out of a case's file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.cases.acts import ActKind, ExceptionGround, ExceptionNoted, Substitute
from casebook.cases.rules.books import books, cash_at_hand, disputes_of
from casebook.cases.rules.codes import get_code
from casebook.cases.rules.facts import CaseFacts, ClosingFact, EnforcementFact, VisitFact
from casebook.cases.rules.folding import fold, last
from casebook.cases.rules.performing import unpaid_fen
from casebook.cases.rules.status import FoundHow, MeasureStatus
from casebook.cases.rules.sufficiency import gaps_of
from casebook.documents.rules import FormCode
from casebook.parties.rules import PartyKind
from casebook.penalties.rules import is_out_of_time

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from casebook.cases.queries.file import CaseFile
    from casebook.cases.rules.performing import Account
    from casebook.cases.rules.sufficiency import Gap

PAY_RULE = "D-10"
NEEDS_NO_NOTICE = frozenset(FoundHow) - {FoundHow.INSPECTION}
"""Ways in which a problem was found that need no notice before the visit (G20): reports, alarms, orders."""


def facts_of(file: CaseFile, *, on: date, actor: UUID | None = None) -> CaseFacts:
    """Return a case's facts on a day, for whoever would take a step; one gate asks only what stands here."""
    case = file.case
    gaps = evidence_gaps(file)
    lapsed = [one for one in file.measures if one.id in file.unmet]
    facts = CaseFacts(
        status=case.status,
        on=on,
        procedure=case.procedure,
        investigators=tuple(one.on(on) for one in file.investigators),
        ever_investigated=frozenset(one.id for one in file.investigators) | _visitors(file),
        visits=_visits(file),
        is_out_of_time=_out_of_time(file),
        essential_gaps=tuple(gap.title for gap in gaps if gap.is_essential),
        supports_leads_only=not file.pieces and file.doubtful > 0,
        has_record=bool(file.pieces),
        unordered_wells=_unordered(file),
        is_order_lapsed=bool(lapsed),
        has_authority=bool(case.authorisation.strip()),
        closing=ClosingFact(open_measures=_open_measures(file)),
        enforcement=_enforcement(file, on),
        actor=actor,
    )
    return _with_money(fold(facts, file.entries, dues=file.dues), file)


def evidence_gaps(file: CaseFile) -> list[Gap]:
    """Return the facts to prove that no piece of the file proves."""
    return gaps_of((one.code for one in file.problems), file.pieces)


def _visitors(file: CaseFile) -> frozenset[UUID]:
    return frozenset(one.id for visit in file.visits for one in visit.officers)


def _visits(file: CaseFile) -> tuple[VisitFact, ...]:
    is_unit = file.party.kind is PartyKind.ORGANISATION
    told = {one.subject_id for one in file.papers if one.form is FormCode.F03}
    excepted = any(isinstance(one.act, ExceptionNoted) and one.act.gate == "G20" for one in file.entries)
    freely = {one.inspection_id for one in file.problems if one.found_how in NEEDS_NO_NOTICE}
    return tuple(
        VisitFact(
            on=one.on,
            officers=one.officers,
            id_shown=one.id_shown,
            recusal_asked=one.recusal_asked,
            is_submitted=one.is_submitted,
            is_enterprise=is_unit,
            is_announced=excepted or one.id in freely or one.id in told,
        )
        for one in file.visits
    )


def _out_of_time(file: CaseFile) -> bool:
    ended_on = file.act_ended_on
    if ended_on is None or not file.problems:
        return False
    return is_out_of_time(ended_on, min(one.found_on for one in file.problems))


def _unordered(file: CaseFile) -> tuple[str, ...]:
    ordered = {one.well_id for one in file.measures}
    penal = {one.well_id for one in file.problems if get_code(one.code).is_penal}
    return tuple(sorted(file.well_codes[well] for well in penal - ordered))


def accounts_of(file: CaseFile, *, on: date) -> tuple[Account, ...]:
    """Return what each party of the case owes and paid."""
    dues = {one.id: file.dues_of(one.id).get(PAY_RULE) for one in file.parties}
    pay_by = {party: due for party, due in dues.items() if due is not None}
    return books(
        file.entries, parties=[one.id for one in file.parties], pay_by=pay_by, on=on, on_whole=file.on_whole
    )


def _with_money(facts: CaseFacts, file: CaseFile) -> CaseFacts:
    closing = replace(
        facts.closing,
        unpaid_fen=unpaid_fen(accounts_of(file, on=facts.on)),
        cash_unbanked=bool(cash_at_hand(file.entries)),
    )
    return replace(
        facts, closing=closing, must_remake=any(one.must_remake for one in disputes_of(file.entries))
    )


def _open_measures(file: CaseFile) -> int:
    return sum(one.status is MeasureStatus.ORDERED for one in file.measures)


def _enforcement(file: CaseFile, on: date) -> EnforcementFact:
    served = {one.form for one in file.papers if one.is_served(on)}
    works = last(file.entries, ActKind.SUBSTITUTE)
    urgent = any(
        isinstance(one.act, ExceptionNoted) and one.act.ground is ExceptionGround.URGENT
        for one in file.entries
    )
    found = EnforcementFact(
        is_urgent=urgent,
        is_urged=bool(served & {FormCode.F34A, FormCode.F34B}),
        is_substitute=FormCode.F35 in served,
        urge_until=file.dues.get("D-17" if FormCode.F35 in served else "D-15"),
    )
    if works is None or not isinstance(works.act, Substitute):
        return found
    return replace(
        found,
        has_cost_estimate=works.act.cost_fen > 0,
        is_supervised=bool(works.act.supervisor.strip()),
        signatures=len(works.act.signed_by),
    )

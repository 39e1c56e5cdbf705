"""What a decision rests on in law, judged anew: provision, range, thresholds, the simple procedure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from casebook.cases.acts import ActKind, Decided, Handling, Needs, Notified, Proposal
from casebook.cases.rules.folding import last, proposal_of
from casebook.dossier.rules.file_facts import FineFact, LawFact
from casebook.kernel.errors import RuleBroken
from casebook.parties.rules import PartyKind
from casebook.penalties import queries as penalties
from casebook.penalties import rules as penal
from casebook.penalties.rules.leniency import Weight

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.penalties.rules import Basis, Range


@dataclass(frozen=True)
class Judged:
    """The law of a decision, as the rules take it."""

    law: LawFact | None = None
    needs: Needs = field(default_factory=Needs)
    fines: tuple[FineFact, ...] = ()
    is_simple_allowed: bool = True


def judge(session: Session, file: CaseFile, decided: Decided | None, *, on: date) -> Judged:
    """Return what the decision of a file rests on; nothing where none was made or no penalty was."""
    if decided is None or decided.proposal.outcome is not Handling.PENALTY:
        return Judged(needs=decided.proposal.needs if decided else Needs())
    proposal = decided.proposal
    kinds = {one.id: _kind(one.kind) for one in file.parties}
    return Judged(
        law=_law(session, file, proposal, on),
        needs=_needs(session, file.case.county_code, proposal, kinds, on),
        fines=_fines(file, proposal),
        is_simple_allowed=all(
            penal.simple_allowed(
                one.fen, kinds.get(one.party, penal.PartyKind.UNIT), on, revokes=proposal.revokes_permit
            )
            for one in proposal.fines
        ),
    )


def _kind(kind: PartyKind) -> penal.PartyKind:
    return penal.PartyKind.CITIZEN if kind is PartyKind.CITIZEN else penal.PartyKind.UNIT


def _law(session: Session, file: CaseFile, proposal: Proposal, on: date) -> LawFact | None:
    flags = penalties.flags_of(session, file.case.county_code)
    try:
        bases = flags.find(proposal.pen_id).bases
    except RuleBroken:
        return LawFact(citation=proposal.basis or proposal.pen_id, holds=False)
    acted_on = file.act_ended_on or min((one.found_on for one in file.problems), default=on)
    if file.case.is_history:  # cited as the old paper words it
        basis = next((one for one in bases if flags.holds(one, acted_on) or flags.holds(one, on)), None)
    else:
        basis = next((one for one in bases if one.citation == proposal.basis), None)
    if basis is None:
        return LawFact(citation=proposal.basis, holds=False)
    band = _band(basis, proposal.tier)
    return LawFact(
        citation=basis.citation,
        least_fen=band.min_fen if band else 0,
        most_fen=band.max_fen if band else None,
        is_reduced=proposal.weight == Weight.REDUCED,
        holds=flags.holds(basis, acted_on) or flags.holds(basis, on),
    )


_EVERYTHING = penal.Range(0, 10**15)


def _band(basis: Basis, condition: str) -> Range | None:
    """Return the fines of a step; where the law counts by what is owed any fine may be right."""
    tier = next((one for one in basis.tiers if one.condition == condition), None)
    if tier is None:
        return basis.span
    try:
        return tier.range_for()
    except RuleBroken:
        return _EVERYTHING


def _needs(
    session: Session, county: str, proposal: Proposal, kinds: dict[UUID, penal.PartyKind], on: date
) -> Needs:
    """Return what was judged to be needed, and what the thresholds of the day ask for besides."""
    limits = penalties.thresholds_of(session, county, on)
    fines = [(one.fen, kinds.get(one.party, penal.PartyKind.UNIT)) for one in proposal.fines]
    revokes = proposal.revokes_permit
    hearing = any(penal.hearing_needed(fen, kind, on, limits, revokes=revokes) for fen, kind in fines)
    together = any(penal.deliberation_needed(fen, kind, on, limits) for fen, kind in fines)
    found = proposal.needs
    return msgspec.structs.replace(
        found,
        hearing=found.hearing or hearing,
        deliberation=found.deliberation or together or proposal.is_complex,
        review=found.review or hearing or proposal.is_complex or proposal.is_public,
    )


def _fines(file: CaseFile, proposal: Proposal) -> tuple[FineFact, ...]:
    names = {one.id: one.name for one in file.parties}
    notice = last(file.entries, ActKind.NOTIFIED)
    told = None
    if notice is not None and isinstance(notice.act, Notified):
        told = {one.party: one.fen for one in notice.act.fines}
    agreed_on = last(file.entries, ActKind.PROPOSED, ActKind.DELIBERATED)
    agreed = proposal_of(agreed_on.kind, agreed_on.act) if agreed_on else None
    meant = None if agreed is None else {one.party: one.fen for one in agreed.fines}
    return tuple(
        FineFact(
            party=names.get(one.party, ""),
            fen=one.fen,
            told_fen=None if told is None else told.get(one.party, 0),
            agreed_fen=None if meant is None else meant.get(one.party, 0),
        )
        for one in proposal.fines
    )

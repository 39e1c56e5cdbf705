"""What is to be done about a case: the provision, the fines in its range, what the law then asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.cases.acts import Fine, Handling, Measured, Needs, Proposal
from casebook.cases.rules.codes import get_code
from casebook.kernel.errors import RuleBroken
from casebook.parties.rules import PartyKind
from casebook.penalties import queries as penalties
from casebook.penalties import rules as penal
from casebook.penalties.rules import Authority, Condition, GateKind, Range
from casebook.penalties.rules.amounts import check_amount, illegal_gains
from casebook.penalties.rules.leniency import OF_CITIZENS, Leniency, Weight, mildest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.parties.models import Party
    from casebook.penalties.models import DiscretionLevel
    from casebook.penalties.rules import Match, Matches, Tier
    from casebook.penalties.rules.leniency import Factor


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody would do about a case; amounts in fen for each party by id."""

    outcome: Handling
    reason: str
    match_key: str = ""
    """The provision that was chosen, as `Match.key` names it; empty for the proposed one."""
    condition: Condition = Condition.NORMAL
    provision_reason: str = ""
    fines: Mapping[UUID, int] | None = None
    level_id: UUID | None = None
    """The version of a level of the 裁量基准; None where none is applied."""
    weight: Weight = Weight.NORMAL
    factors: tuple[Factor, ...] = ()
    gains_fen: int = 0
    """What the act brought in, and what of it was paid back by law (处罚法 28)."""
    refunded_fen: int = 0
    owed_fen: int | None = None
    """What a fine is a multiple of, where the law counts by what is owed."""
    revokes_permit: bool = False
    is_complex: bool = False
    is_public: bool = False
    crime_suspected: bool = False


def list_matches(session: Session, file: CaseFile, *, on: date) -> list[Matches]:
    """Return all that fits the problems of a case, problem by problem, on the day of the act."""
    county = file.case.county_code
    flags, thresholds = penalties.flags_of(session, county), penalties.thresholds_of(session, county, on)
    return [
        penal.match(
            problem.code,
            on=file.act_ended_on or problem.found_on,
            party=penal_kind(file.party),
            flags=flags,
            found_on=max(problem.found_on, file.act_ended_on or problem.found_on),
            decided_on=max(on, problem.found_on),
            thresholds=thresholds,
        )
        for problem in file.problems
        if get_code(problem.code).is_penal
    ]


def penal_kind(party: Party) -> penal.PartyKind:
    """Return whom the thresholds take a party for: a person, or a unit of any kind."""
    is_person = party.kind is PartyKind.CITIZEN
    return penal.PartyKind.CITIZEN if is_person else penal.PartyKind.UNIT


def proposed_match(matches: Sequence[Matches]) -> Match | None:
    """Return the provision to use for the whole act: one act, one fine, the higher (处罚法 29)."""
    found = [one.proposed for one in matches if one.proposed is not None]
    return max(found, key=lambda one: one.fine.max_fen if one.fine else -1, default=None)


def make_proposal(session: Session, file: CaseFile, wish: Wish, *, on: date) -> Proposal:
    """Return the proposal that a wish comes to, held against the catalogue; refused where it does not fit.

    RuleBroken for a provision that does not match, another than the proposed one without a reason, a fine
    outside the range, a fine for somebody who is no party, and what else the amounts rules refuse.
    """
    if not wish.reason.strip():
        raise RuleBroken("proposal_needs_reason", field="reason", article="处罚法 59")
    if wish.outcome is not Handling.PENALTY:
        return Proposal(**_said(wish), needs=Needs(review=wish.is_complex or wish.is_public))
    chosen, is_own = _choose(list_matches(session, file, on=on), wish)
    tier = _tier(chosen, wish.condition)
    _check_factors(file, wish)
    level = _level(session, file, chosen, wish, on=on)
    fines = _fines(file, chosen, tier, wish, level)
    return Proposal(
        **_said(wish),
        pen_id=chosen.provision.id,
        tier=wish.condition,
        basis=chosen.basis.citation,
        level=str(level.id) if level else "",
        weight=wish.weight,
        factors=wish.factors,
        violated="；".join(chosen.basis.violated),
        provision_reason="" if is_own else wish.provision_reason.strip(),
        fines=fines,
        confiscated_fen=illegal_gains(wish.gains_fen, wish.refunded_fen),
        gains_fen=wish.gains_fen,
        refunded_fen=wish.refunded_fen,
        measured=_measured(tier, wish, level),
        revokes_permit=wish.revokes_permit,
        needs=_needs(session, file, chosen, tier, fines, wish, on=on),
    )


def _said(wish: Wish) -> dict[str, Any]:
    """Return what a proposal says whatever comes out of it."""
    return {
        "outcome": wish.outcome,
        "reason": wish.reason.strip(),
        "is_complex": wish.is_complex,
        "is_public": wish.is_public,
        "crime_suspected": wish.crime_suspected,
    }


def _choose(matches: Sequence[Matches], wish: Wish) -> tuple[Match, bool]:
    """Return the chosen provision and whether it is the proposed one."""
    proposed = proposed_match(matches)
    known = {one.key: one for each in matches for one in (*each.ranked, *each.later)}
    chosen = known.get(wish.match_key) if wish.match_key else proposed
    if chosen is None:
        raise RuleBroken("provision_does_not_match", field="match_key")
    if chosen.is_transfer:
        raise RuleBroken("provision_of_others", field="match_key", article=chosen.basis.citation)
    is_own = proposed is not None and chosen.key == proposed.key
    if not is_own and not wish.provision_reason.strip():
        raise RuleBroken("provision_needs_reason", field="provision_reason", article="处罚法 29、37")
    return chosen, is_own


def _tier(chosen: Match, condition: Condition) -> Tier:
    found = next((one for one in chosen.basis.tiers if one.condition is condition), None)
    if found is None:
        raise RuleBroken("provision_without_tier", field="condition", article=chosen.basis.citation)
    return found


def _check_factors(file: CaseFile, wish: Wish) -> None:
    """Refuse a person's factor in a case of units only, and a penalty where the law allows none."""
    kinds = {penal_kind(one) for one in file.parties}
    if OF_CITIZENS & set(wish.factors) and penal.PartyKind.CITIZEN not in kinds:
        raise RuleBroken("factor_of_citizens", field="factors", article="处罚法 30、31")
    if mildest(wish.factors) is Leniency.NONE_MUST and len(file.parties) == 1:
        raise RuleBroken("factor_demands_none", field="outcome", article="处罚法 30、31、33")


def _level(
    session: Session, file: CaseFile, chosen: Match, wish: Wish, *, on: date
) -> DiscretionLevel | None:
    """Return the chosen level; it is one of this provision and tier that holds on the day."""
    if wish.level_id is None:
        return None
    offered = penalties.discretion_of(
        session, file.case.county_code, pen_id=chosen.provision.id, condition=wish.condition, on=on
    )
    found = next((one for one in offered if one.id == wish.level_id), None)
    if found is None:
        raise RuleBroken("level_of_another_tier", field="level", article="处罚法 34")
    return found


def _measured(tier: Tier, wish: Wish, level: DiscretionLevel | None) -> Measured | None:
    span = tier.range_for(wish.owed_fen) if tier.fine is not None else None
    if span is None:
        return None
    return Measured(
        least_fen=span.min_fen,
        most_fen=span.max_fen,
        level=f"{level.level}（{level.doc_no}）" if level else "",
        level_least_fen=level.min_fen if level else 0,
        level_most_fen=level.max_fen if level else 0,
        owed_fen=wish.owed_fen,
    )


def _fines(
    file: CaseFile, chosen: Match, tier: Tier, wish: Wish, level: DiscretionLevel | None
) -> tuple[Fine, ...]:
    parties = {one.id for one in file.parties}
    bench = Range(level.min_fen, level.max_fen) if level else None
    how: dict[str, Any] = {"weight": wish.weight, "factors": wish.factors, "bench": bench}
    found = []
    for party, fen in (wish.fines or {}).items():
        if party not in parties:
            raise RuleBroken("fine_for_no_party", field="fine")
        if fen:
            check_amount(chosen.basis, tier, fen, owed_fen=wish.owed_fen, **how)
            found.append(Fine(party=party, fen=fen))
    if not found and not wish.revokes_permit and not wish.gains_fen:
        raise RuleBroken("decision_needs_fine", field="fine", article="处罚法 59")
    return tuple(found)


def _needs(
    session: Session,
    file: CaseFile,
    chosen: Match,
    tier: Tier,
    fines: Sequence[Fine],
    wish: Wish,
    *,
    on: date,
) -> Needs:
    """Judge, with the thresholds of the day and for each party by itself, what this proposal asks for."""
    limits = penalties.thresholds_of(session, file.case.county_code, on)
    kinds = {one.id: penal_kind(one) for one in file.parties}
    gates = {gate.kind for gate in chosen.gates}
    hearing = wish.revokes_permit or any(
        penal.hearing_needed(one.fen, kinds[one.party], on, limits) for one in fines
    )
    together = wish.is_complex or any(
        penal.deliberation_needed(one.fen, kinds[one.party], on, limits) for one in fines
    )
    contested = GateKind.LEGAL_REVIEW in gates
    return Needs(
        hearing=hearing,
        deliberation=together,
        review=hearing or contested or wish.is_complex or wish.is_public,
        needs_overdue=tier.needs_overdue or GateKind.ORDER_LAPSED in gates,
        authority=chosen.basis.authority is Authority.GOVERNMENT_AUTHORISED,
    )


def key_of(matches: Sequence[Matches], proposal: Proposal) -> str:
    """Return the key of the provision that a proposal applies; empty where it fits no longer."""
    every = [one for each in matches for one in (*each.ranked, *each.later)]
    found = (one for one in every if one.provision.id == proposal.pen_id)
    return next((one.key for one in found if one.basis.citation == proposal.basis), "")

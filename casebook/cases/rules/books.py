"""From the acts of a case to what its parties owe: the one way in which page and gates know the money."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.cases import acts
from casebook.cases.acts import ActKind, CourtState
from casebook.cases.rules.disputes import Dispute, fine_after, is_revoked, pauses
from casebook.cases.rules.folding import fresh, last
from casebook.cases.rules.performing import Account, Due, Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from casebook.cases.acts import Decided
    from casebook.cases.rules.folding import Entry


def decision_of(entries: Sequence[Entry]) -> Entry | None:
    """Return the decision that stands, as long as it was not sent back to be made anew."""
    return last(fresh(entries), ActKind.DECIDED)


def disputes_of(entries: Sequence[Entry]) -> tuple[Dispute, ...]:
    """Return the reviews and suits about the decision that stands, in the order in which they began."""
    found: dict[UUID, Dispute] = {}
    for one in fresh(entries):
        act = one.act
        if isinstance(act, acts.Sought):
            found[act.dispute] = Dispute(act.dispute, act.party, act.kind, act.begun_on)
        if isinstance(act, acts.DisputeEnded):
            known = found.get(act.dispute) or Dispute(act.dispute, act.party, act.kind, act.ended_on)
            found[act.dispute] = known.ended(
                act.ended_on, act.result, act.fine_fen, must_remake=act.must_remake
            )
    return tuple(found.values())


def books(
    entries: Sequence[Entry],
    *,
    parties: Sequence[UUID],
    pay_by: Mapping[UUID, date],
    on: date,
    on_whole: bool = False,
) -> tuple[Account, ...]:
    """Return the account of every party that the decision names, or that money came in from.

    `parties` begins with the case's first party; `pay_by` are the last days to pay by party.
    """
    decided = decision_of(entries)
    act = decided.act if decided and isinstance(decided.act, acts.Decided) else None
    fines = {one.party: one.fen for one in act.proposal.fines} if act else {}
    found = [_account(entries, party, act, fines, pay_by, on, first=parties[0]) for party in parties]
    found = [replace(one, on_whole=on_whole) for one in found]
    return tuple(one for one in found if one.fine_fen or one.confiscated_fen or one.cost_fen or one.receipts)


def _account(
    entries: Sequence[Entry],
    party: UUID,
    decided: Decided | None,
    fines: Mapping[UUID, int],
    pay_by: Mapping[UUID, date],
    on: date,
    *,
    first: UUID,
) -> Account:
    disputes, present = disputes_of(entries), fresh(entries)
    revoked = is_revoked(disputes, party)
    fine = fine_after(disputes, party, fines.get(party, 0))
    taken = decided.proposal.confiscated_fen if decided and party == first and not revoked else 0
    plan = _plan(present, party)
    return Account(
        party=party,
        fine_fen=fine,
        confiscated_fen=taken,
        cost_fen=_costs(present, party),
        parts=_fit(plan, fine, pay_by.get(party)),
        receipts=_receipts(entries, party, first),
        pauses=pauses(disputes, party, on),
        decided_fen=0 if revoked else _decided(present, party, fine),
        cut_fen=_cut(present, party),
        is_deferred=bool(plan),
        is_revoked=revoked,
    )


def _cut(entries: Sequence[Entry], party: UUID) -> int:
    cuts = [one.act for one in entries if isinstance(one.act, acts.SurchargeCut)]
    return sum(one.fen for one in cuts if one.party == party)


def _plan(entries: Sequence[Entry], party: UUID) -> tuple[Due, ...]:
    plans = [one.act for one in entries if isinstance(one.act, acts.Deferred) and one.act.party == party]
    return tuple(Due(part.due_on, part.fen) for part in plans[-1].parts) if plans else ()


def _fit(plan: tuple[Due, ...], fine: int, due_on: date | None) -> tuple[Due, ...]:
    """Return the parts of a fine: those of the plan, what was paid before it, and no more than the fine."""
    before = fine - sum(one.fen for one in plan)
    found = [Due(due_on, before)] if due_on is not None and before > 0 else []
    left = fine - sum(one.fen for one in found)
    for part in plan:
        taken = min(part.fen, left)
        left -= taken
        found += [Due(part.due_on, taken)] if taken else []
    return tuple(found)


def _receipts(entries: Sequence[Entry], party: UUID, first: UUID) -> tuple[Receipt, ...]:
    return tuple(
        Receipt(one.act.paid_on, one.act.debt, -one.act.fen if one.act.is_refund else one.act.fen)
        for one in entries
        if isinstance(one.act, acts.Paid) and (one.act.party or first) == party
    )


def _costs(entries: Sequence[Entry], party: UUID) -> int:
    spent: dict[UUID, int] = {}
    for one in entries:
        act = one.act
        if isinstance(act, acts.Cost) and act.party == party and not act.is_estimate:
            spent[act.cost] = act.fen
            if act.corrects is not None:
                spent.pop(act.corrects, None)
                spent.pop(act.cost)
    return sum(spent.values())


def _decided(entries: Sequence[Entry], party: UUID, fine: int) -> int:
    """Return the surcharge of the newest decision on it; never above the fine as it stands (处罚法 72)."""
    known = [one.act for one in entries if isinstance(one.act, acts.Surcharged) and one.act.party == party]
    return min(known[-1].amount_fen, fine) if known else 0


def cash_at_hand(entries: Sequence[Entry]) -> frozenset[UUID]:
    """Return the payments in cash that are not in the bank yet (处罚法 71)."""
    held = {one.act.payment for one in entries if isinstance(one.act, acts.Paid) and one.act.on_spot}
    gone = {one.act.payment for one in entries if isinstance(one.act, acts.CashHanded) and one.act.to_bank}
    undone = {one.act.payment for one in entries if isinstance(one.act, acts.Paid) and one.act.is_refund}
    return frozenset(one for one in held - gone - undone if one is not None)


def estimated(entries: Sequence[Entry]) -> int:
    """Return the estimate of 代履行 in fen."""
    found = [one.act for one in fresh(entries) if isinstance(one.act, acts.Cost)]
    return sum(one.fen for one in found if one.is_estimate)


def court_state(entries: Sequence[Entry]) -> CourtState | None:
    """Return where the application to the court stands; None where there is none."""
    found = last(fresh(entries), ActKind.COURT)
    return found.act.state if found and isinstance(found.act, acts.Court) else None

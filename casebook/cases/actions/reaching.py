"""Whom the papers of a case have to reach, and since when they have reached all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.acts import Handling, PaperServed
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.folding import fresh

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from casebook.cases.acts import Proposal
    from casebook.cases.queries.file import CaseFile


def reached_on(file: CaseFile, forms: Collection[str], *, by: date) -> date | None:
    """Return the day on which the last party was served with one of these papers; None while one waits.

    A paper to nobody by itself reaches all; whom the decision or proposal has nothing for needs none.
    """
    served = [
        (one.act.party, one.act.served_on or one.on)
        for one in fresh(file.entries)
        if isinstance(one.act, PaperServed) and one.act.form in forms
    ]
    days = {party: on for party, on in served if on <= by}
    if None in days:
        return days[None]
    proposal = facts_of(file, on=by).proposal
    wanted = addressed(file, proposal) if proposal is not None else {one.id for one in file.parties}
    return max(days.values(), default=None) if wanted <= days.keys() else None


def addressed(file: CaseFile, proposal: Proposal) -> set[UUID]:
    """Return the parties that a proposal is about: the fined, and the first where there is more or nothing.

    Without a penalty the decision is about all of them.
    """
    fined = {one.party for one in proposal.fines}
    if not proposal.fines and proposal.outcome is not Handling.PENALTY:
        return {one.id for one in file.parties}
    more = proposal.confiscated_fen or proposal.revokes_permit or not fined
    return fined | ({file.case.party_id} if more else set())

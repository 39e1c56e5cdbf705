"""Reclaimed water and cuts as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.parties.presenters import masked
from casebook.plans import queries
from casebook.plans.actions import reckon
from casebook.plans.rules import (
    CUT_TRANSITIONS,
    MONTHS,
    Availability,
    Condition,
    CutState,
    Shortfall,
    availability,
    shortfall,
)

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.plans.models import (
        PlanCut,
        PlanCutEvent,
        PlanNode,
        ReclaimedMinimum,
        ReclaimedOffer,
        ReclaimedUse,
    )
    from casebook.plans.rules import Answer, Reckoned


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user with a least use in a year."""

    party: Party
    name: str
    minimum_m3: Decimal
    missed: Shortfall
    availability: Availability
    cut: PlanCut | None


def user_lines(session: Session, county_code: str, year: int) -> list[UserLine]:
    """Return the users of a year by name; a fixed number of statements."""
    minimums = queries.minimums_of(session, county_code, year)
    offers, uses = queries.offers_of(session, county_code, year), queries.uses_of(session, county_code, year)
    cuts = {cut.party_id: cut for cut in reversed(queries.list_cuts(session, county_code, year))}
    return [
        UserLine(
            party=party,
            name=masked(party).name,
            minimum_m3=minimums[party.id].minimum_m3,
            missed=shortfall(minimums[party.id].minimum_m3, queries.months_of(uses.get(party.id, {}))),
            availability=availability(queries.answers_of(offers.get(party.id))),
            cut=cuts.get(party.id),
        )
        for party in queries.list_users(session, county_code, year)
    ]


@dataclass(frozen=True, slots=True)
class UserPage:
    """A user's reclaimed water of a year, and the cut that follows."""

    party: Party
    name: str
    year: int
    minimum: ReclaimedMinimum
    offer: ReclaimedOffer | None
    answers: tuple[tuple[Condition, Answer | None], ...]
    months: tuple[tuple[int, ReclaimedUse | None], ...]
    plans: tuple[PlanNode, ...]
    reckoned: tuple[tuple[PlanNode, Reckoned], ...]
    without_plan: Reckoned
    cut: PlanCut | None
    may_edit: bool
    may_draft: bool


def user_page(session: Session, party: Party, year: int, actor: Actor, today: date) -> UserPage:
    """Return a user's page of a year."""
    county = party.county_code
    offer = queries.offers_of(session, county, year).get(party.id)
    uses = queries.uses_of(session, county, year).get(party.id, {})
    told = queries.answers_of(offer)
    plans = queries.plans_to_cut(session, party.id, year + 1)
    reckoned = [(node, reckon(session, party=party, year=year, node=node, on=today)) for node in plans]
    cut = queries.find_open_cut(session, party.id, year)
    may_edit = actor.can(Permission.PLAN_EDIT) and actor.reaches(county)
    return UserPage(
        party=party,
        name=masked(party).name,
        year=year,
        minimum=queries.minimums_of(session, county, year)[party.id],
        offer=offer,
        answers=tuple((condition, told.get(condition)) for condition in Condition),
        months=tuple((month, uses.get(month)) for month in range(1, MONTHS + 1)),
        plans=tuple(plans),
        reckoned=tuple(reckoned),
        without_plan=reckon(session, party=party, year=year, node=None, on=today),
        cut=cut,
        may_edit=may_edit,
        may_draft=may_edit
        and cut is None
        and today.year > year
        and any(found.reason is None for _node, found in reckoned),
    )


@dataclass(frozen=True, slots=True)
class CutPage:
    """A cut with its course and what can be done next."""

    cut: PlanCut
    name: str
    events: tuple[PlanCutEvent, ...]
    next: tuple[CutState, ...]


_APPROVES = frozenset({CutState.APPROVED, CutState.REVERSED})


def cut_page(session: Session, cut: PlanCut, actor: Actor) -> CutPage:
    """Return a cut as its page shows it."""
    may = actor.reaches(cut.county_code)
    return CutPage(
        cut=cut,
        name=masked(cut.party).name,
        events=tuple(queries.list_cut_events(session, cut.id)),
        next=tuple(
            state
            for state in CutState
            if may
            and state in CUT_TRANSITIONS[cut.state]
            and actor.can(Permission.PLAN_APPROVE if state in _APPROVES else Permission.PLAN_EDIT)
            and not (state is CutState.APPROVED and actor.officer_id == cut.drafted_by_id)
        ),
    )

"""Positions that visits propose, and what whoever keeps the register decides about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.coordinates import CrsSource, distance_m
from casebook.kernel.errors import RuleBroken
from casebook.wells.actions.edit import update_well
from casebook.wells.models import PositionProposal, subject_of
from casebook.wells.queries import find_open_proposal, list_declined
from casebook.wells.rules import PROPOSAL_TRANSITIONS, ProposalState
from casebook.wells.rules.agreeing import TOGETHER_M

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well
    from casebook.wells.rules import Agreement


def propose_position(
    session: Session, *, actor: Actor, now: datetime, well: Well, found: Agreement | None
) -> PositionProposal | None:
    """Keep what a well's visits agree on as its one open proposal; without it an open one stays.

    A position close to one that was declined is not proposed again.
    """
    present = find_open_proposal(session, well.id)
    if found is None or any(
        distance_m(old.lon, old.lat, found.lon, found.lat) <= TOGETHER_M
        for old in list_declined(session, well.id)
    ):
        return present
    proposal = present or PositionProposal(
        county_code=well.county_code,
        well=well,
        well_id=well.id,
        division_code=well.division_code,
        state=ProposalState.PROPOSED,
        proposed_at=now,
    )
    proposal.lon, proposal.lat = found.lon, found.lat
    proposal.distance_m, proposal.spread_m = found.distance_m, found.spread_m
    proposal.visits = [str(one) for one in found.visits]
    session.add(proposal)
    session.flush()
    if present is None:
        after = {"lon": found.lon, "lat": found.lat, "visits": proposal.visits}
        record(
            session,
            actor=actor,
            now=now,
            action="well:propose_position",
            subject=subject_of(well),
            after=after,
        )
    return proposal


def decide_position(
    session: Session, *, actor: Actor, now: datetime, proposal: PositionProposal, is_accepted: bool, note: str
) -> None:
    """Accept a proposed position into the register, or decline it with a reason."""
    actor.need(Permission.WELL_EDIT)
    actor.need_reach(proposal.division_code, "proposal", proposal.id)
    session.refresh(proposal, with_for_update=True)
    to = ProposalState.ACCEPTED if is_accepted else ProposalState.DECLINED
    if to not in PROPOSAL_TRANSITIONS[proposal.state]:
        raise RuleBroken("position_decided")
    if not is_accepted and not note.strip():
        raise RuleBroken("position_note", field="note")
    proposal.state, proposal.decided_at = to, now
    proposal.decided_by, proposal.decided_note = actor.name, note.strip()
    session.flush()
    well = proposal.well
    record(
        session,
        actor=actor,
        now=now,
        action="well:decide_position",
        subject=subject_of(well),
        after={"state": to, "lon": proposal.lon, "lat": proposal.lat},
        reason=note.strip() or None,
    )
    if is_accepted:
        update_well(
            session,
            actor=actor,
            now=now,
            well=well,
            base_version=well.version,
            facts={"lon": proposal.lon, "lat": proposal.lat, "crs_source": CrsSource.CGCS2000},
            reason=note,
        )

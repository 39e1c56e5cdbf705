"""Changes of a permit in force (变更, 转让), and what happens to it when one of its wells closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.kernel.errors import RuleBroken
from casebook.parties.actions import find_or_create
from casebook.quotas.actions.life import Act, Move, hold, move, need_permit, wells_of
from casebook.quotas.actions.register import change_facts, link_wells, unlink_wells
from casebook.quotas.rules import PermitStep, check_step, volume_after_cut

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.actions import PartyFacts
    from casebook.quotas.models import Permit
    from casebook.quotas.rules import WaterSource
    from casebook.regions.rules import Aquifer
    from casebook.wells.models import Well
    from casebook.wells.rules import WellUse


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitChanges:
    """What a changed permit says; whatever stays is repeated."""

    volume_m3: Decimal | None
    use: WellUse | None
    aquifer: Aquifer | None
    source: WaterSource | None
    conditions: str
    list_paper: str
    well_ids: tuple[UUID, ...]

    def columns(self) -> dict[str, Any]:
        """Return the values of a row."""
        return {
            "permitted_m3": self.volume_m3,
            "use": self.use,
            "aquifer": self.aquifer,
            "source": self.source,
            "conditions": self.conditions.strip(),
            "list_paper": self.list_paper.strip()[:120],
        }


def change_permit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    permit: Permit,
    changes: PermitChanges,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Change what a permit says and covers (变更); more volume than before is a new application.

    RuleBroken `permit_volume_grows` (field `volume`), `permit_change_nothing`.
    """
    need_permit(permit, actor)
    hold(session, permit, base_version)
    check_step(permit.status, PermitStep.CHANGE)
    if _grows(permit.permitted_m3, changes.volume_m3):
        raise RuleBroken(
            "permit_volume_grows", field="volume", article="取水条例 26", volume=permit.permitted_m3
        )
    before = set(wells_of(session, permit))
    after = set(changes.well_ids)
    row = changes.columns()
    said = {name: str(value) for name, value in row.items() if getattr(permit, name) != value}
    if not said and before == after:
        raise RuleBroken("permit_change_nothing")
    change_facts(session, actor, now, permit, row, act.reason)
    link_wells(session, pairs=[(permit.id, one) for one in sorted(after - before)])
    unlink_wells(session, pairs=[(permit.id, one) for one in sorted(before - after)])
    facts = {
        **said,
        "wells_added": sorted(str(one) for one in after - before),
        "wells_removed": sorted(str(one) for one in before - after),
    }
    move(session, permit, Move(PermitStep.CHANGE, act, facts), actor=actor, now=now)


def _grows(before: Decimal | None, after: Decimal | None) -> bool:
    return before is not None and after is not None and after > before


def transfer_permit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    permit: Permit,
    holder: PartyFacts,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Let a permit pass to another holder (转让); of what was saved, and only as approved (27)."""
    need_permit(permit, actor)
    hold(session, permit, base_version)
    check_step(permit.status, PermitStep.TRANSFER)
    holder_id = find_or_create(session, county_code=permit.county_code, facts=holder).id
    if holder_id == permit.holder_id:
        raise RuleBroken("permit_same_holder", field="holder")
    facts = {"from": str(permit.holder_id), "to": str(holder_id)}
    change_facts(session, actor, now, permit, {"holder_id": holder_id}, act.reason)
    move(session, permit, Move(PermitStep.TRANSFER, act, facts), actor=actor, now=now)


def drop_well(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    permit: Permit,
    well: Well,
    cut_m3: Decimal | None,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Take a closed well off its permit: the volume is cut by its share; with the last well it is cancelled.

    RuleBroken `permit_cut_missing` and its kin (field `cut_m3`), `permit_well_not_on_it` (field `well`).
    """
    need_permit(permit, actor)
    hold(session, permit, base_version)
    wells = set(wells_of(session, permit))
    if well.id not in wells:
        raise RuleBroken("permit_well_not_on_it", field="well", well=well.code, number=permit.number)
    if len(wells) == 1:
        reason = act.reason.strip() or f"{well.code} 封停，许可证所列取水井已全部封停"
        last = Act(on=act.on, paper=act.paper, reason=reason)
        move(session, permit, Move(PermitStep.CANCEL, last, {"well": well.code}), actor=actor, now=now)
        return
    check_step(permit.status, PermitStep.CUT)
    left = volume_after_cut(permit.permitted_m3, cut_m3)
    facts = {"well": well.code, "cut_m3": str(cut_m3), "volume_m3": str(left)}
    change_facts(session, actor, now, permit, {"permitted_m3": left}, act.reason)
    unlink_wells(session, pairs=[(permit.id, well.id)])
    move(session, permit, Move(PermitStep.CUT, act, facts), actor=actor, now=now)

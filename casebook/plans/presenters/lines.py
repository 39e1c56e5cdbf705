"""The tree of plans as its pages show it; names of citizens are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.parties.presenters import masked
from casebook.plans import queries
from casebook.plans.actions.lines import APPROVERS, PLAIN
from casebook.plans.queries.tree import BASIS_YEARS
from casebook.plans.rules import Level, PlanState, PlanStep, next_plan_steps
from casebook.regions import queries as regions
from casebook.volumes.presenters.balance import composition
from casebook.volumes.queries import years_of
from casebook.volumes.rules.coverage import coverage_of, together
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.plans.models import PlanEvent, PlanNode, PlanTransfer
    from casebook.plans.queries import Basis
    from casebook.volumes.rules import YearVolume


@dataclass(frozen=True, slots=True)
class TownLine:
    """A line of the tree with what was dealt out from it."""

    node: PlanNode
    name: str
    dealt_m3: Decimal

    @property
    def left_m3(self) -> Decimal:
        """What can still be dealt out."""
        return self.node.planned_m3 - self.dealt_m3


def name_of(node: PlanNode, towns: Mapping[str, str]) -> str:
    """Return whose line it is; a citizen's name is hidden."""
    if node.level is Level.WELL and node.well is not None:
        return node.well.code
    if node.level is Level.USER and node.party is not None:
        return masked(node.party).name
    return towns.get(node.division_code, node.division_code)


def county_lines(session: Session, actor: Actor, nodes: Sequence[PlanNode]) -> list[TownLine]:
    """Return lines with their names and what was dealt out; two statements."""
    towns = regions.names(session, actor.county_code)
    dealt = queries.dealt_out(session, [node.id for node in nodes])
    return [TownLine(node, name_of(node, towns), dealt[node.id]) for node in nodes]


@dataclass(frozen=True, slots=True)
class BasisLine:
    """What a user took in a year, and what that figure is made of."""

    year: Basis
    made_of: str
    """The share of each grade where all months are known, and how many wells a register states or nobody."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that a plan line's page shows."""

    node: PlanNode
    name: str
    above: PlanNode | None
    above_name: str
    dealt_m3: Decimal
    below: tuple[TownLine, ...]
    months: tuple[dict[str, Any], ...]
    """As a chart takes them."""
    basis: tuple[BasisLine, ...]
    events: tuple[PlanEvent, ...]
    transfers: tuple[tuple[PlanTransfer, bool], ...]
    """With whether water left this line."""
    steps: tuple[PlanStep, ...]
    may_deal: bool

    @property
    def left_m3(self) -> Decimal:
        """What can still be dealt out."""
        return self.node.planned_m3 - self.dealt_m3


def plan_page(session: Session, node: PlanNode, below: Sequence[PlanNode], actor: Actor) -> PlanPage:
    """Return a plan line as its page shows it."""
    towns = regions.names(session, actor.county_code)
    above = queries.find_node(session, node.parent_id) if node.parent_id else None
    is_keeper = actor.can(Permission.PLAN_EDIT) and actor.reaches(node.county_code)
    return PlanPage(
        node=node,
        name=name_of(node, towns),
        above=above,
        above_name=name_of(above, towns) if above else "",
        dealt_m3=queries.dealt_out(session, [node.id])[node.id],
        below=tuple(county_lines(session, actor, below)),
        months=tuple(
            {"label": _("%(n)s月", n=number), "value": Decimal(month)}
            for number, month in enumerate(node.months, start=1)
        ),
        basis=tuple(_basis(session, node)),
        events=tuple(queries.list_events(session, node.id)),
        transfers=tuple((one, one.from_id == node.id) for one in queries.list_transfers(session, node.id)),
        steps=_steps(node, actor),
        may_deal=is_keeper and node.level is not Level.WELL and node.state is not PlanState.DROPPED,
    )


def _basis(session: Session, node: PlanNode) -> list[BasisLine]:
    if node.party_id is None:
        return []
    wells = queries.wells_of_parties(session, [node.party_id]).get(node.party_id, [])
    if node.well_id is not None:
        wells = [node.well_id]
    whole = {
        well_id: {year: water for year, water in of_well.items() if water.is_complete}
        for well_id, of_well in years_of(session, wells, range(node.year - BASIS_YEARS, node.year)).items()
    }
    totals = {
        well_id: {year: water.total_m3 for year, water in of_well.items()}
        for well_id, of_well in whole.items()
    }
    return [
        BasisLine(
            one, _made_of(one, [of_well[one.year] for of_well in whole.values() if one.year in of_well])
        )
        for one in queries.basis_of_wells(session, wells, node.year, totals)
    ]


def _made_of(basis: Basis, metered: Sequence[YearVolume]) -> str:
    parts = []
    if metered:
        shares = composition(together(coverage_of(one.months, ()) for one in metered))
        count = _("全年有月水量 %(n)s 眼", n=len(metered))
        parts.append(_("%(count)s：%(shares)s", count=count, shares=shares) if shares else count)
    if stated := basis.known - len(metered):
        parts.append(_("登记年水量 %(n)s 眼", n=stated))
    if missing := basis.wells - basis.known:
        parts.append(_("没有数 %(n)s 眼", n=missing))
    return clauses(parts)


def _steps(node: PlanNode, actor: Actor) -> tuple[PlanStep, ...]:
    """Return the steps that this officer may take on a page of theirs; cuts have their own way."""
    if not actor.reaches(node.county_code):
        return ()
    shown = PLAIN | {PlanStep.REVISE, PlanStep.ADJUST, PlanStep.TRANSFER}
    approving = APPROVERS | {PlanStep.ADJUST, PlanStep.TRANSFER}
    return tuple(
        step
        for step in next_plan_steps(node.state)
        if step in shown
        and actor.can(Permission.PLAN_APPROVE if step in approving else Permission.PLAN_EDIT)
        and (step is not PlanStep.TRANSFER or node.parent_id is not None)
    )

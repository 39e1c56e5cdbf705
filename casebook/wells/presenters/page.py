"""Everything that a well's page shows, asked for in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.closures import queries as closures
from casebook.inspections import queries as inspections
from casebook.intake.rules.fields import Field
from casebook.kernel.cells import DatePrecision
from casebook.parties.presenters import PartyView, masked, plain
from casebook.quotas import queries as quotas
from casebook.regions import queries as regions
from casebook.volumes.presenters import WellWater, YearlyFacts, well_water, yearly_facts
from casebook.web.formats import number
from casebook.web.labels import label
from casebook.web.wording import listed
from casebook.wells import queries
from casebook.wells.presenters.history import history
from casebook.wells.rules import AliasKind, Ground, PartyRole, next_statuses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Problem
    from casebook.closures.models import Closure
    from casebook.inspections.models import Inspection
    from casebook.quotas.models import Permit
    from casebook.regions.models import ControlZone
    from casebook.wells.models import Well, WellAlias, WellEvent
    from casebook.wells.rules import WellStatus


_BUILT = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%Y-%m", DatePrecision.DAY: "%Y-%m-%d"}
_COLUMNS = {field.value: field for field in Field}


@dataclass(frozen=True)
class WellPage:
    """A well and all that hangs on it, as far as the reader may see it."""

    well: Well
    actor: Actor
    today: date
    township: str
    parties: list[tuple[PartyRole, PartyView]]
    aliases: list[WellAlias]
    zones: list[ControlZone]
    permits: list[Permit]
    wells_on_permit: dict[Any, int]
    yearly: YearlyFacts
    events: list[WellEvent]
    next_statuses: list[WellStatus]
    problems: list[Problem] = field(default_factory=list)
    inspections: list[Inspection] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    water: WellWater | None = None
    """Its months against plan and permit; None where nothing is known of them, or the reader may not see."""

    @classmethod
    def load(
        cls,
        session: Session,
        well: Well,
        actor: Actor,
        today: date,
        *,
        show_personal: bool,
        year: int | None = None,
    ) -> WellPage:
        """Read what the page shows, of water the named year or the newest.

        `show_personal` unmasks the parties; the caller records the look.
        """
        shown = plain if show_personal else masked
        parties = queries.list_parties(session, well.id)
        permits = quotas.permits_of_well(session, well.id)
        wells_on_permit = quotas.count_wells(session, [permit.id for permit in permits])
        user = next((row.party for row in parties if row.role is PartyRole.USER), None)
        water = None
        if actor.can(Permission.VOLUME_SEE):
            own = own_permits(permits, wells_on_permit)
            water = well_water(session, well, user=user, permits=own, year=year, today=today)
        return cls(
            well=well,
            actor=actor,
            today=today,
            township=regions.name_of(session, well.division_code),
            parties=[(row.role, shown(row.party)) for row in parties],
            aliases=queries.list_aliases(session, well.id),
            zones=queries.list_zones(session, well, today),
            permits=permits,
            wells_on_permit=wells_on_permit,
            yearly=yearly_facts(session, [well], today),
            events=queries.list_events(session, well.id),
            next_statuses=next_statuses(well.status, Ground.REGISTER),
            water=water,
            **_of_upper_features(session, well, actor),
        )

    @property
    def has_masked(self) -> bool:
        """Whether something of the parties is hidden."""
        return any(view.is_masked for _role, view in self.parties)

    @property
    def parties_by_role(self) -> list[tuple[PartyRole, list[PartyView]]]:
        """Owner, manager and user, each with whoever holds the role."""
        return [(role, [view for part, view in self.parties if part is role]) for role in PartyRole]

    def record_url(self, party: PartyView) -> str | None:
        """Return the page of a party's water where it uses the well, else its compliance record."""
        uses = any(role is PartyRole.USER and view.id == party.id for role, view in self.parties)
        if uses and self.actor.can(Permission.VOLUME_SEE):
            return url_for("users.show", party_id=party.id)
        if party.id and self.actor.can(Permission.COMPLIANCE_SEE):
            return url_for("compliance.show", party_id=party.id)
        return None

    def holder(self, permit: Permit) -> str:
        """Return the name of a permit's holder, hidden where a citizen's."""
        return masked(permit.holder).name if permit.holder else ""

    @property
    def plate(self) -> str:
        """The number on the well's plate."""
        return next((alias.value for alias in self.aliases if alias.kind is AliasKind.PLATE), "")

    @property
    def built(self) -> str:
        """When it was built, as exactly as is known."""
        well = self.well
        if well.built_on is None or well.built_precision is None:
            return ""
        return f"{well.built_on:{_BUILT[well.built_precision]}}"

    @property
    def pump(self) -> str:
        """The pump's flow and power."""
        flow, power = number(self.well.pump_flow_m3h), number(self.well.pump_power_kw)
        return listed(
            part for part in (f"{flow} m³/h" if flow else "", f"{power} kW" if power else "") if part
        )

    @property
    def written(self) -> list[tuple[str, str]]:
        """What the register file says in other words, with the name of the column."""
        return [
            (label(_COLUMNS.get(name, name)), str(words))
            for name, words in self.well.written.items()
            if words
        ]

    @property
    def permitted_m3(self) -> Decimal | None:
        """What its permits allow per year, all their wells together; None without a figure."""
        known = [permit.permitted_m3 for permit in self.permits if permit.permitted_m3 is not None]
        return sum(known[1:], known[0]) if known else None

    @property
    def last_volume(self) -> tuple[int, Decimal] | None:
        """The newest year with a figure, and the figure as far as it is known."""
        points = [point for point in self.chart_points if point["value"] is not None]
        return (points[-1]["label"], points[-1]["value"]) if points else None

    @property
    def chart_points(self) -> list[dict[str, Any]]:
        """One bar per year, without a gap in the years."""
        years = self.yearly.years
        return [self._point(year) for year in range(years[0], years[-1] + 1)] if years else []

    def _point(self, year: int) -> dict[str, Any]:
        total = self.yearly.total([self.well], year)
        return {"label": year, "value": total.m3, "quality": total.made_of}

    @property
    def chart_lines(self) -> list[dict[str, Any]]:
        """The line of what is permitted now; the year above has what held in it."""
        limit = self.permitted_m3
        return [{"label": _("现许可"), "value": limit, "kind": "permit"}] if limit is not None else []

    @property
    def chart_note(self) -> str:
        """What the line means where other wells share the permit."""
        shared = max(self.wells_on_permit.values(), default=1)
        return _("许可水量由 %(n)s 眼井共用", n=shared) if shared > 1 else ""

    @property
    def action(self) -> dict[str, Any] | None:
        """The one step that most readers come for."""
        return next(iter(self._links()), None)

    @property
    def menu(self) -> list[dict[str, Any]]:
        """The other steps."""
        return self._links()[1:]

    def _links(self) -> list[dict[str, Any]]:
        code = self.well.code
        every = (
            (
                Permission.INSPECTION_RECORD,
                _("记录现场检查"),
                "inspection",
                url_for("inspections.start", well=code),
            ),
            (Permission.CLOSURE_REPORT, _("上报封停"), "closure", url_for("closures.new", well=code)),
            (Permission.WELL_EDIT, _("修改台账"), "edit", url_for("wells.edit", code=code)),
            (Permission.WELL_EDIT, _("变更状态"), "history", url_for("wells.change_status", code=code)),
            (Permission.PLATE_PRINT, _("井口标牌"), "file", url_for("plates.of_well", code=code)),
        )
        return [
            {"label": words, "url": url, "icon": icon}
            for permission, words, icon, url in every
            if self.actor.can(permission)
        ]

    @property
    def history(self) -> list[dict[str, Any]]:
        """All that happened to the well on one line, newest first."""
        return history(self.events, self.inspections, self.problems, self.cases, self.closures)


def own_permits(permits: Sequence[Permit], wells_on_permit: Mapping[Any, int]) -> Sequence[Permit]:
    """Return the permits of a well alone; none where others share one, for then its part is not known."""
    return () if any(wells_on_permit.get(permit.id, 1) > 1 for permit in permits) else permits


def _of_upper_features(session: Session, well: Well, actor: Actor) -> dict[str, Any]:
    """Return what the features above know of the well; each is one line, behind its permission."""
    sections = (
        ("problems", Permission.PROBLEM_SEE, cases.list_problems_by_well),
        ("inspections", Permission.INSPECTION_SEE, inspections.list_by_well),
        ("cases", Permission.CASE_SEE, cases.list_cases_by_well),
        ("closures", Permission.CLOSURE_SEE, closures.list_by_well),
    )
    return {name: read(session, well.id) for name, permission, read in sections if actor.can(permission)}

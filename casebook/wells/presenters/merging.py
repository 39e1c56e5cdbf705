"""Corrections that clash, and positions that visits propose, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casebook.regions.rules import Aquifer
from casebook.web.formats import number
from casebook.web.labels import label
from casebook.wells import queries
from casebook.wells.rules import EditState, MeterKind, WellUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from enum import StrEnum

    from sqlalchemy.orm import Session

    from casebook.wells.models import FieldEdit, Well
    from casebook.wells.rules import Value

FIELDS = {
    "village": _l("村（社区）"),
    "use": _l("取水用途"),
    "aquifer": _l("取水层位"),
    "depth_m": _l("井深"),
    "casing_mm": _l("井管内径"),
    "casing_material": _l("井管材料"),
    "static_level_m": _l("静水位埋深"),
    "pump_flow_m3h": _l("水泵额定流量"),
    "pump_power_kw": _l("水泵功率"),
    "irrigated_mu": _l("灌溉面积"),
    "people_served": _l("供水人口"),
    "meter_kind": _l("计量设施"),
    "meter_no": _l("水表编号"),
    "electricity_account": _l("电表户号"),
    "remark": _l("备注"),
}
"""What the fields are called that may be corrected on the spot."""
_ENUMS: dict[str, type[StrEnum]] = {"use": WellUse, "aquifer": Aquifer, "meter_kind": MeterKind}


@dataclass(frozen=True)
class Candidate:
    """A value that somebody wrote, and who it was."""

    edit: FieldEdit
    words: str


@dataclass(frozen=True)
class Clash:
    """One field of one well with the values that wait beside what the register says."""

    well: Well
    field: str
    label: str
    stored: str
    stored_by: str
    stored_at: datetime | None
    base: str
    candidates: list[Candidate]

    @property
    def first(self) -> FieldEdit:
        """The edit that names the clash in its address."""
        return self.candidates[0].edit


def clashes_of(session: Session, found: Sequence[FieldEdit]) -> list[Clash]:
    """Return the clashes that some waiting edits are part of, each once; all their values are shown."""
    waiting = queries.list_edits_of_wells(session, {one.well_id for one in found})
    open_ones = (one for one in found if one.state is EditState.CONFLICT)
    keys = dict.fromkeys((one.well_id, one.field) for one in open_ones)
    return [_clash([row for row in waiting if (row.well_id, row.field) == key]) for key in keys]


def _clash(rows: Sequence[FieldEdit]) -> Clash:
    candidates = [row for row in rows if row.state is EditState.CONFLICT]
    first = candidates[0]
    stored = getattr(first.well, first.field)
    merged = [row for row in rows if row.state is EditState.MERGED and row.is_live and row.written == stored]
    by = merged[-1] if merged else None
    return Clash(
        well=first.well,
        field=first.field,
        label=str(FIELDS[first.field]),
        stored=in_words(first.field, stored),
        stored_by=by.officer_name if by else _("登记册"),
        stored_at=by.at if by else first.well.changed_at,
        base=in_words(first.field, first.seen),
        candidates=[Candidate(row, in_words(row.field, row.written)) for row in candidates],
    )


def in_words(field: str, value: Value) -> str:
    """Return a register value as people read it."""
    if value is None or value == "":
        return str(_("空"))
    if field in _ENUMS:
        return label(_ENUMS[field](str(value)))
    return value if isinstance(value, str) else number(float(value))

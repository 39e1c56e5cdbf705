"""What a line says of its well, as plain values: kept with the batch, compared with the next file.

A saying is a dict by the names of `NAMES`, JSON throughout. A name that is not there was blank;
which names the file has columns for stands with the batch.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.intake.rules.fields import Field
from casebook.kernel.cells import DateReading
from casebook.wells.rules import CLOSED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.intake.rules.layout import Layout
    from casebook.intake.rules.reading import Line

Saying = dict[str, Any]

COLUMNS = {
    Field.VILLAGE: "village",
    Field.USE: "use",
    Field.AQUIFER: "aquifer",
    Field.DEPTH: "depth_m",
    Field.CASING: "casing_mm",
    Field.CASING_MATERIAL: "casing_material",
    Field.FLOW: "pump_flow_m3h",
    Field.POWER: "pump_power_kw",
    Field.AREA: "irrigated_mu",
    Field.METER_KIND: "meter_kind",
    Field.METER_NUMBER: "meter_no",
    Field.ELECTRICITY_ACCOUNT: "electricity_account",
    Field.REMARK: "remark",
}
"""Fields that are a column of the well's row, by that column's name."""

ROLES = ("owner", "manager", "user")
PARTY_PARTS = ("name", "identifier", "phone")

POSITION, BUILT, STATUS, PLATE, PERMIT, WRITTEN = "position", "built", "status", "plate", "permit", "written"

_PERMIT_PARTS = {
    Field.PERMIT_VOLUME: "permitted_m3",
    Field.PERMIT_ISSUED: "issued_on",
    Field.PERMIT_EXPIRY: "valid_to",
}
_BLANK = (None, "")
_DIGITS = 9
"""Decimals of a degree that are kept in a saying: 0.1 mm."""


def names_of(layout: Layout) -> list[str]:
    """Return the names that the columns of a register can say something about."""
    fields = set(layout.by_field)
    roles = [role for role in ROLES if _role_of(role, fields)]
    simple = {Field.BUILT: BUILT, Field.STATUS: STATUS, Field.PLATE: PLATE, Field.PERMIT_NUMBER: PERMIT}
    volumes = sorted(column.meaning.key for column in layout.volumes if column.meaning)
    columns = [name for of, name in COLUMNS.items() if of in fields]
    return [POSITION, *columns, *(name for of, name in simple.items() if of in fields), *roles, *volumes]


def _role_of(role: str, fields: set[Field]) -> str | None:
    """Return whose columns say who holds a role: its own, else the holder's for owner and user."""
    if Field(role) in fields:
        return role
    return "holder" if role in {"owner", "user"} and Field.HOLDER in fields else None


def say(line: Line, layout: Layout) -> Saying:
    """Return what an accepted line says."""
    assert line.lon is not None
    assert line.lat is not None
    assert line.crs_source is not None
    saying: Saying = {
        POSITION: [round(line.lon, _DIGITS), round(line.lat, _DIGITS), line.crs_source.value],
        **{
            name: _plain(line.facts[of.value])
            for of, name in COLUMNS.items()
            if line.facts.get(of.value) not in _BLANK
        },
        **_life(line),
        **_parties(line, set(layout.by_field)),
        **_permit(line),
    }
    for column in layout.volumes:
        assert column.meaning
        volume = line.facts.get(column.meaning.key)
        if volume is not None:
            saying[column.meaning.key] = str(volume)
    if line.kept:
        saying[WRITTEN] = dict(sorted(line.kept.items()))
    return saying


def _life(line: Line) -> Saying:
    found: Saying = {}
    built, closed = line.facts.get(Field.BUILT.value), line.facts.get(Field.CLOSED.value)
    if built is not None:
        found[BUILT] = [built.on.isoformat(), built.precision.value]
    status = line.facts.get(Field.STATUS.value)
    if status is not None:
        found[STATUS] = [status.value, closed.last.isoformat() if closed and status in CLOSED else None]
    if line.facts.get(Field.PLATE.value):
        found[PLATE] = line.facts[Field.PLATE.value]
    return found


def _parties(line: Line, fields: set[Field]) -> Saying:
    found: Saying = {}
    for role in ROLES:
        prefix = _role_of(role, fields)
        if prefix is None or not line.facts.get(prefix):
            continue
        names = {part: prefix if part == "name" else f"{prefix}_{part}" for part in PARTY_PARTS}
        found[role] = {part: line.facts.get(name, "") for part, name in names.items()}
    return found


def _permit(line: Line) -> Saying:
    number = line.facts.get(Field.PERMIT_NUMBER.value)
    if not number:
        return {}
    parts = {part: _plain(line.facts.get(of.value)) for of, part in _PERMIT_PARTS.items()}
    expiry = line.facts.get(Field.PERMIT_EXPIRY.value)
    if expiry is not None:
        parts["valid_to"] = expiry.last.isoformat()
    return {PERMIT: {"number": number, **parts}}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a line becomes its JSON form
    if isinstance(value, DateReading):
        return value.on.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.value if hasattr(value, "value") else value


def is_same(said: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    """Say whether two sayings agree on a name; a blank part is as good as none."""
    return bool(_comparable(said.get(name)) == _comparable(other.get(name)))


def _comparable(value: Any) -> Any:  # noqa: ANN401 - any value of a saying
    if isinstance(value, dict):
        return {part: inner for part, inner in value.items() if inner not in _BLANK} or None
    return None if value in _BLANK else value

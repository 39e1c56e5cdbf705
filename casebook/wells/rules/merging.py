"""How edits of the register from the field meet: field by field, with the same end in any order.

An edit says what its writer saw and what they wrote. Edits that build on each other join into a chain;
one that builds on what is no longer so waits for a person, with both values. Which of two that both
build on the same value comes first is decided by when they were written, never by when they arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.regions.rules import Aquifer
from casebook.wells.rules.life import LIMITS, MeterKind, WellUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from uuid import UUID

Value = str | float | int | None
"""A register value as the wire has it; enums by value."""


class EditState(StrEnum):
    """What became of one field of an edit."""

    MERGED = "merged"
    CONFLICT = "conflict"
    """It waits for a person, beside what the register says."""
    TAKEN = "taken"
    """A person chose it."""
    DROPPED = "dropped"
    """A person chose another value; this one stays readable."""


EDIT_TRANSITIONS: dict[EditState, frozenset[EditState]] = {
    EditState.MERGED: frozenset({EditState.CONFLICT}),
    EditState.CONFLICT: frozenset({EditState.MERGED, EditState.TAKEN, EditState.DROPPED}),
    EditState.TAKEN: frozenset(),
    EditState.DROPPED: frozenset(),
}
"""An edit that arrives late may turn a conflict into a chain, and a merged value into a conflict."""


@dataclass(frozen=True)
class Edit:
    """One field of an edit."""

    source: UUID
    seen: Value
    written: Value
    at: datetime
    """By the writer's clock."""


@dataclass(frozen=True)
class Outcome:
    """What a field's edits come to: the value, and the edits that wait for a person."""

    value: Value
    conflicts: frozenset[UUID]


def weigh_edits(base: Value, edits: Iterable[Edit]) -> Outcome:
    """Return what a field's edits come to, whatever their order; `base` is the value before all of them."""
    value = base
    waiting = sorted(edits, key=lambda edit: (edit.at, edit.source))
    while True:
        following = next((edit for edit in waiting if edit.seen == value and edit.written != value), None)
        if following is None:
            break
        waiting.remove(following)
        value = following.written
    return Outcome(value, frozenset(edit.source for edit in waiting if edit.written != value))


def _text(most: int) -> Callable[[str, Value], Value]:
    def read(field: str, value: Value) -> Value:
        if not isinstance(value, str) or len(value.strip()) > most:
            raise RuleBroken("well_edit_text", field=field, most=most)
        return value.strip()

    return read


def _one_of(kind: type[StrEnum]) -> Callable[[str, Value], Value]:
    def read(field: str, value: Value) -> Value:
        if value not in set(kind):
            raise RuleBroken("well_edit_choice", field=field)
        return value

    return read


def _measure(low: float, high: float) -> Callable[[str, Value], Value]:
    def read(field: str, value: Value) -> Value:
        if value is None:
            return None
        if isinstance(value, str | bool) or not low <= value <= high:
            raise RuleBroken("number_range", field=field, low=f"{low:g}", high=f"{high:g}")
        return float(value)

    return read


def _count(most: int) -> Callable[[str, Value], Value]:
    def read(field: str, value: Value) -> Value:
        found = _measure(0, most)(field, value)
        return None if found is None else int(found)

    return read


EDITABLE: dict[str, Callable[[str, Value], Value]] = {
    "village": _text(60),
    "use": _one_of(WellUse),
    "aquifer": _one_of(Aquifer),
    "depth_m": _measure(*LIMITS["depth_m"]),
    "casing_mm": _measure(*LIMITS["casing_mm"]),
    "casing_material": _text(40),
    "static_level_m": _measure(0, LIMITS["depth_m"][1]),
    "pump_flow_m3h": _measure(*LIMITS["pump_flow_m3h"]),
    "pump_power_kw": _measure(*LIMITS["pump_power_kw"]),
    "irrigated_mu": _measure(*LIMITS["irrigated_mu"]),
    "people_served": _count(10_000_000),
    "meter_kind": _one_of(MeterKind),
    "meter_no": _text(40),
    "electricity_account": _text(40),
    "remark": _text(1000),
}
"""What may be corrected in the field, and how a value is read; visits propose positions."""


def read_value(field: str, value: Value) -> Value:
    """Return a value as it is stored; RuleBroken for a field or value that the field may not set."""
    if field not in EDITABLE:
        raise RuleBroken("well_edit_field", field=field, name=field)
    return EDITABLE[field](field, value)

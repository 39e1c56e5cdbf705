"""The code tables of the register, and the life of a well as one table (rules.md 6.4)."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable


class WellStatus(StrEnum):
    """Where a well is in its life."""

    PROPOSED = "proposed"
    UNDER_CONSTRUCTION = "under_construction"
    IN_USE = "in_use"
    IDLE = "idle"
    PLUGGED = "plugged"
    MOTHBALLED = "mothballed"
    MONITORING = "monitoring"
    NOT_FOUND = "not_found"
    UNVERIFIED = "unverified"


class WellUse(StrEnum):
    """What the water is taken for."""

    IRRIGATION = "irrigation"
    INDUSTRY = "industry"
    PUBLIC_SUPPLY = "public_supply"
    RURAL_DOMESTIC = "rural_domestic"
    SPECIAL_TRADE = "special_trade"
    """特种行业: car washes, baths, golf."""
    LIVESTOCK = "livestock"
    OTHER = "other"


class MeterKind(StrEnum):
    """How the water taken is measured."""

    ONLINE = "online"
    MECHANICAL = "mechanical"
    POWER = "power"
    """以电折水: kWh times a coefficient."""
    NONE = "none"
    UNKNOWN = "unknown"


class PermitExemption(StrEnum):
    """Why a well needs no permit (取水条例 4; rules.md 3.1 and 9). It is registered all the same."""

    NONE = "none"
    COLLECTIVE = "collective"
    """Rural collectives and their members from their own ponds and reservoirs."""
    HOUSEHOLD = "household"
    """Family life and a few animals: a small amount."""


class PartyRole(StrEnum):
    """What a party is to a well; the party of a case is the user who abstracts."""

    OWNER = "owner"
    MANAGER = "manager"
    USER = "user"


class AliasKind(StrEnum):
    """Whose number an alias is."""

    PLATE = "plate"
    """一井一牌, the number on the well's plate or QR code."""
    CENSUS = "census"
    PLATFORM = "platform"
    """取水口编码 of the superior's platform."""
    OTHER = "other"


LIMITS: dict[str, tuple[float, float]] = {
    "depth_m": (1, 1_500),
    "casing_mm": (50, 1_500),
    "pump_flow_m3h": (0, 500),
    "pump_power_kw": (0, 500),
    "irrigated_mu": (0, 5_000),
    "volume_m3": (0, 5_000_000),
}
"""What a register can hold, both ends included; the setting CASEBOOK_WELL_LIMITS replaces single ones."""


def limits(setting: str) -> dict[str, tuple[float, float]]:
    """Return the limits with those of the setting, JSON such as {"depth_m": [1, 800]}.

    Raise ValueError when the setting is not such JSON or names a column that has no limits.
    """
    given = json.loads(setting) if setting else {}
    unknown = set(given) - set(LIMITS)
    if unknown:
        message = f"CASEBOOK_WELL_LIMITS names unknown columns: {sorted(unknown)}"
        raise ValueError(message)
    return LIMITS | {name: (float(low), float(high)) for name, (low, high) in given.items()}


class Ground(StrEnum):
    """What stands behind a step of a well's life."""

    REGISTER = "register"
    """An entry by whoever keeps the register."""
    VISIT = "visit"
    """An inspection saw it."""
    CLOSURE = "closure"
    """A closure was accepted or confirmed, or a closed well was opened again."""
    IMPORT = "import"
    """A register file says so; it posts nothing to the ledger."""


_S, _G = WellStatus, Ground
_SEEN = frozenset({_G.VISIT, _G.IMPORT})
_KEPT = frozenset({_G.REGISTER, _G.VISIT, _G.IMPORT})
_CLOSED_BY = frozenset({_G.CLOSURE, _G.IMPORT})
_OPENED_BY = frozenset({_G.CLOSURE})

TRANSITIONS: dict[WellStatus, dict[WellStatus, frozenset[Ground]]] = {
    _S.PROPOSED: {_S.UNDER_CONSTRUCTION: _KEPT},
    _S.UNDER_CONSTRUCTION: {_S.IN_USE: _KEPT, _S.IDLE: _KEPT, _S.PLUGGED: _CLOSED_BY},
    _S.IN_USE: {
        _S.IDLE: _KEPT,
        _S.NOT_FOUND: _SEEN,
        _S.UNVERIFIED: _KEPT,
        _S.PLUGGED: _CLOSED_BY,
        _S.MOTHBALLED: _CLOSED_BY,
        _S.MONITORING: _CLOSED_BY,
    },
    _S.IDLE: {
        _S.IN_USE: _KEPT,
        _S.NOT_FOUND: _SEEN,
        _S.UNVERIFIED: _KEPT,
        _S.PLUGGED: _CLOSED_BY,
        _S.MOTHBALLED: _CLOSED_BY,
        _S.MONITORING: _CLOSED_BY,
    },
    _S.UNVERIFIED: {_S.IN_USE: _SEEN, _S.IDLE: _SEEN, _S.NOT_FOUND: _SEEN},
    _S.NOT_FOUND: {_S.IN_USE: _SEEN},
    _S.MOTHBALLED: {_S.IN_USE: _OPENED_BY, _S.PLUGGED: _CLOSED_BY, _S.MONITORING: _CLOSED_BY},
    _S.MONITORING: {_S.IN_USE: _OPENED_BY, _S.PLUGGED: _CLOSED_BY},
    _S.PLUGGED: {_S.IN_USE: _OPENED_BY},
}
"""From each status to which others, and on what ground (rules.md 6.4; 地下水管理条例 49).

The one table: it draws the choices, validates steps and prints the diagram. Closing goes
through a closure, which counts it; a register import may only say that it has happened.
A closed well comes back into use when it is opened: lawfully, or found opened (P17).
"""

CLOSED = frozenset({WellStatus.PLUGGED, WellStatus.MOTHBALLED, WellStatus.MONITORING})
"""封停: what counts as closed."""

_GROUND_OF_SUBJECT = {
    "": Ground.REGISTER,
    "inspection": Ground.VISIT,
    "closure": Ground.CLOSURE,
    "closure_return_line": Ground.CLOSURE,
    "batch": Ground.IMPORT,
}


def ground_of(subject_kind: str) -> Ground:
    """Return the ground that a step's subject gives; what has no ground of its own counts as an entry."""
    return _GROUND_OF_SUBJECT.get(subject_kind, Ground.REGISTER)


def next_statuses(status: WellStatus, ground: Ground) -> list[WellStatus]:
    """Return the statuses that may follow on a ground."""
    return [to for to, grounds in TRANSITIONS[status].items() if ground in grounds]


def check_step(status: WellStatus, to: WellStatus, ground: Ground) -> None:
    """Raise RuleBroken when a step is not in the table, or not on this ground."""
    grounds = TRANSITIONS[status].get(to)
    if grounds is None:
        raise RuleBroken("well_step_unknown", field="to", before=status, after=to)
    if ground not in grounds:
        raise RuleBroken("well_step_ground", field="to", before=status, after=to)


class Step(Protocol):
    """What folding needs of an event."""

    @property
    def from_status(self) -> WellStatus | None:
        """Before; None for the first."""

    @property
    def to_status(self) -> WellStatus:
        """After."""


def fold(events: Iterable[Step]) -> WellStatus | None:
    """Return the status that a well's events, in their order, lead to; ValueError when they do not join."""
    status: WellStatus | None = None
    for event in events:
        if event.from_status is not status:
            message = f"step from {event.from_status} after {status}"
            raise ValueError(message)
        status = event.to_status
    return status

"""What an operation says of itself, read strictly from the bytes that the device signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - msgspec reads the annotations when it decodes

import msgspec

from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Collection

VERSION = 1
MOST_BYTES = 2 * 1024 * 1024
"""Of one body. Texts of a whole visit take some ten thousand bytes; files travel beside it."""
MOST_FILES = 400
LARGEST = 2**63 - 1
FIRST = "sha256:" + 64 * "0"
"""What the first operation of a device names as the one before."""

_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_EARLIEST, _LATEST = datetime(1969, 12, 31, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""A clock that lost its battery begins again in 1970, here and there by local time."""
FURTHEST_S = 1e10
"""No clock is more off than these centuries are long."""
_UUID_VERSION = 7
_NAME_LENGTH, _KIND_LENGTH = 300, 40
_PLACE = re.compile(r" - at `\$\.?([^`]*)`$")


class NamedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that the payload names."""

    hash: str
    size: int
    name: str
    type: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of an operation as the wire has it."""

    version: int
    id: UUID
    county: str
    device: UUID
    officer: UUID
    sequence: int
    previous: str
    kind: str
    record: UUID
    made_at: datetime
    package: UUID | None
    payload: msgspec.Raw
    files: tuple[NamedFile, ...]
    clock_ahead_s: float | None = None
    """Device clock minus server clock in seconds when last compared; None when they never were."""

    @property
    def hashes(self) -> list[str]:
        """The hashes of its files, each once, sorted as the receipt lists them."""
        return sorted({file.hash for file in self.files})


@dataclass(frozen=True)
class Place:
    """Where in a body something is wrong, and what is."""

    path: str
    problem: str


_decoder = msgspec.json.Decoder(Envelope)


def is_hash(text: str) -> bool:
    """Say whether a text is a SHA-256 hash as this protocol writes it."""
    return _HASH.fullmatch(text) is not None


def read(body: bytes) -> Envelope:
    """Return what the bytes say; RuleBroken, which names the place, for anything but an operation."""
    if len(body) > MOST_BYTES:
        raise RuleBroken("operation_too_large", most=MOST_BYTES // 1024)
    try:
        found = _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        place = place_of(error)
        raise RuleBroken("operation_unreadable", field=place.path, problem=place.problem) from None
    _check(found)
    return found


def place_of(error: Exception, above: str = "") -> Place:
    """Return where a decoding failed; `above` is the path of what was decoded."""
    if not isinstance(error, msgspec.ValidationError):
        return Place(above or "body", "JSON")
    text = str(error)
    found = _PLACE.search(text)
    below = found[1] if found else ""
    joined = above + (f".{below}" if above and below and not below.startswith("[") else below)
    return Place(joined or "body", _PLACE.sub("", text))


def check_about(found: Envelope, *, operation_id: UUID, county: str) -> None:
    """Refuse an operation that was handed over under another id, or was made for another county."""
    if found.id != operation_id:
        raise RuleBroken("operation_id_differs", field="id")
    if found.county != county:
        raise RuleBroken("operation_of_other_county", field="county", county=found.county[:6])


def check_owner(found: Envelope, officer_id: UUID | None) -> None:
    """Refuse somebody else's operation as if there were no such thing."""
    if found.officer != officer_id:
        raise NotFound("operation", found.id)


def check_hash(body: bytes, stated: str) -> None:
    """Refuse bytes that are not those of the hash: changed on the way, or cut off."""
    if digest(body) != stated:
        raise RuleBroken("operation_hash_wrong", field="Casebook-Body-Hash")


def is_plausible(moment: datetime) -> bool:
    """Say whether an instant names its zone and lies in these centuries; a clock may be reset or days off."""
    return moment.tzinfo is not None and _EARLIEST <= moment <= _LATEST


def _check(found: Envelope) -> None:
    broken = next((path for path, is_good in _conditions(found).items() if not is_good), None)
    if broken is not None:
        raise RuleBroken("operation_field_wrong", field=broken)


def _conditions(found: Envelope) -> dict[str, bool]:
    """Return what must hold, by the path that breaks it."""
    return {
        "version": found.version == VERSION,
        "id": found.id.version == _UUID_VERSION,
        "sequence": 0 < found.sequence <= LARGEST,
        "previous": is_hash(found.previous) and (found.sequence > 1 or found.previous == FIRST),
        "kind": 0 < len(found.kind) <= _KIND_LENGTH and found.kind.isprintable(),
        "made_at": is_plausible(found.made_at),
        "clock_ahead_s": abs(found.clock_ahead_s or 0.0) <= FURTHEST_S,
        "files": len(found.files) <= MOST_FILES and _are_files(found.files),
    }


def _are_files(files: Collection[NamedFile]) -> bool:
    return all(
        is_hash(file.hash) and 0 < file.size <= LARGEST and _is_text(file.name, file.type) for file in files
    )


def _is_text(*texts: str) -> bool:
    return all(len(text) <= _NAME_LENGTH and "\0" not in text for text in texts)

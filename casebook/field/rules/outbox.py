"""An exported outbox as docs/field-protocol.md writes it: its manifest, and what may stand in its ZIP."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations when it decodes
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - as above

import msgspec

from casebook.field.rules.envelope import MOST_BYTES, is_hash, is_plausible, place_of
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
"""The device's signature over the manifest's bytes, in base64url: what is not signed itself stands by it."""
MOST_SIGNATURE_BYTES = 200
MOST_MANIFEST_BYTES = 8 * 1024 * 1024
MOST_ENTRIES = 200_000
MOST_OUTBOX_BYTES = 8 * 1024**3
CHUNK = 256 * 1024
SEALED = 12 + 16
"""What a sealed entry is longer than its content: the iv and the tag."""
MOST_KEPT_BYTES = 2 * MOST_BYTES
"""Of the sealed entry of an operation (its body in base64url) or of a draft."""

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_CHUNK_NAME = re.compile(r"files/sha256:[0-9a-f]{64}/(0|[1-9]\d{0,5})")
_KEPT_NAME = re.compile(rf"(operations|drafts)/{_UUID}")


class ListedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file in the outbox: its hash, bytes and number of chunks."""

    hash: str
    size: int
    chunks: int

    @property
    def names(self) -> list[str]:
        """Names of its chunks, in order."""
        return [f"files/{self.hash}/{index}" for index in range(self.chunks)]


class ListedOperation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operation in the outbox."""

    id: UUID
    sequence: int
    files: tuple[ListedFile, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an outbox says it holds."""

    version: int
    county: str
    device: UUID
    officer: UUID
    made_at: datetime
    key: dict[str, str]
    operations: tuple[ListedOperation, ...]
    drafts: tuple[UUID, ...]
    loose: tuple[ListedFile, ...] = ()
    """Files that only drafts name."""


_decoder = msgspec.json.Decoder(Manifest)


def read_manifest(data: bytes, *, county: str) -> Manifest:
    """Return what a manifest says; RuleBroken for anything else and for another county's."""
    try:
        found = _decoder.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        place = place_of(error)
        raise RuleBroken("outbox_unreadable", field=place.path, problem=place.problem) from None
    if found.version != VERSION or not is_plausible(found.made_at):
        raise RuleBroken("outbox_unreadable", field=MANIFEST, problem="version, made_at")
    if found.county != county:
        raise RuleBroken("outbox_of_other_county", county=found.county[:6])
    files = [*found.loose, *(file for one in found.operations for file in one.files)]
    if not all(map(_is_listed_well, files)):
        raise RuleBroken("outbox_unreadable", field=MANIFEST, problem="files")
    return found


def _is_listed_well(file: ListedFile) -> bool:
    chunks = -(-file.size // CHUNK)
    return is_hash(file.hash) and 1 <= chunks <= MOST_ENTRIES and file.chunks == chunks


def most_bytes_of(name: str) -> int:
    """Return how many bytes an entry may have; fewer than none for a name that has no place in an outbox."""
    whole = {MANIFEST: MOST_MANIFEST_BYTES, SIGNATURE: MOST_SIGNATURE_BYTES}
    if name in whole:
        return whole[name]
    if _CHUNK_NAME.fullmatch(name):
        return CHUNK + SEALED
    return MOST_KEPT_BYTES if _KEPT_NAME.fullmatch(name) else -1


def check_entries(entries: Sequence[tuple[str, int]], whole: int) -> None:
    """Refuse an archive by its directory of (name, bytes); `whole` is the size of the file itself.

    Nothing in it is compressed, so that all entries together cannot be more than the file: one whose
    entries overlap would be.
    """
    if len(entries) > MOST_ENTRIES:
        raise RuleBroken("outbox_too_many_entries", most=MOST_ENTRIES)
    doubles = [name for name, times in Counter(name for name, _size in entries).items() if times > 1]
    if doubles:
        raise RuleBroken("outbox_entry_refused", name=doubles[0][:100])
    wrong = next((name for name, size in entries if not 0 <= size <= most_bytes_of(name)), None)
    if wrong is not None:
        raise RuleBroken("outbox_entry_refused", name=wrong[:100])
    if sum(size for _name, size in entries) > whole:
        raise RuleBroken("outbox_entry_refused", name=MANIFEST)

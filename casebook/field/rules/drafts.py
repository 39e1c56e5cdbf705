"""What the server reads of an unfinished form that a tablet kept: little, and nothing that it relies on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from casebook.field.rules.envelope import is_hash
from casebook.kernel.ids import parse_id

if TYPE_CHECKING:
    from uuid import UUID


class _Data(msgspec.Struct, frozen=True):
    record: str = ""


class _Draft(msgspec.Struct, frozen=True):
    data: _Data = _Data()


_decoder = msgspec.json.Decoder(_Draft)


def record_of(content: bytes) -> UUID | None:
    """Return the id that a draft's record will be filed under, or None where the form does not say."""
    try:
        return parse_id(_decoder.decode(content).data.record)
    except (msgspec.DecodeError, RecursionError):
        return None


def names_file(content: bytes, file_hash: str) -> bool:
    """Say whether a draft names a file, wherever in it."""
    return is_hash(file_hash) and b'"%s"' % file_hash.encode() in content

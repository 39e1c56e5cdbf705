"""What an archive contains and what speaks against one: pure decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from casebook.kernel.chains import Head
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
FILES, KEYS = "files/", "keys/"
MAX_MANIFEST_BYTES = 512 * 1024 * 1024

_NAMES = re.compile(
    r"database\.sqlite|database\.pgdump|manifest\.json"
    r"|files/[a-z0-9]+/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32,128}"
    r"|keys/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"
)


@dataclass(frozen=True)
class Entry:
    """One part of an archive: its name there, bytes, and `algorithm:hex` of them."""

    name: str
    size: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """What an archive must contain, and what stood where when it was made."""

    made_at: datetime
    program: str
    """Version of casebook that made it."""
    county_code: str
    backend: str
    """Name of the database's dialect; an archive goes back into the same kind."""
    revision: str
    """Schema of the database."""
    heads: tuple[Head, ...]
    entries: tuple[Entry, ...]

    def as_json(self) -> bytes:
        """Return the manifest's bytes."""
        facts = {name: value for name, value in vars(self).items() if name not in {"heads", "entries"}}
        parts = {
            "heads": [vars(head) for head in self.heads],
            "entries": [vars(entry) for entry in self.entries],
        }
        return canonical_json({"format": FORMAT, **facts, **parts})


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest in these bytes; RuleBroken when it is none, or of a newer format."""
    try:
        facts: dict[str, Any] = orjson.loads(data)
        if facts.pop("format") != FORMAT:
            raise RuleBroken("backup_format_unknown")
        return Manifest(
            made_at=datetime.fromisoformat(facts.pop("made_at")),
            heads=tuple(Head(**head) for head in facts.pop("heads")),
            entries=tuple(Entry(**entry) for entry in facts.pop("entries")),
            **facts,
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        raise RuleBroken("backup_unreadable") from None


def check_name(name: str) -> None:
    """Refuse an entry that would lie anywhere else than where archives put things."""
    if not _NAMES.fullmatch(name):
        raise RuleBroken("backup_entry_strange", name=name)


def check_entries(manifest: Manifest, found: Mapping[str, Entry]) -> None:
    """Refuse an archive that lacks a part, has one too many, or one whose bytes changed."""
    wanted = {entry.name: entry for entry in manifest.entries}
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            raise RuleBroken("backup_entry_missing", name=name)
        if name not in wanted:
            raise RuleBroken("backup_entry_strange", name=name)
        if wanted[name] != found[name]:
            raise RuleBroken("backup_entry_changed", name=name)
    if DATABASES.get(manifest.backend) not in found:
        raise RuleBroken("backup_entry_missing", name=DATABASES.get(manifest.backend, manifest.backend))


def differing_heads(wanted: Iterable[Head], found: Iterable[Head]) -> list[str]:
    """Return the chains that do not end where they ended when the archive was made."""
    ends = {head.chain: head for head in found}
    return [head.chain for head in wanted if ends.get(head.chain) != head]

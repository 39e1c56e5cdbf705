"""What a package states: its manifest, its seal, and where things lie in it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.kernel.hashing import canonical_json, digest

if TYPE_CHECKING:
    from datetime import datetime

VERSION = 1
MANIFEST = "manifest.json"
SEAL = "seal.json"
SIGNATURE = "seal.sig"
TIME_STAMP = "timestamp.tsr"
PRINT = "目录.pdf"
BOUND = "卷宗.pdf"
"""The one PDF of both volumes, in an archive bundle."""
VERIFIERS = ("verify.py", "verify.html")
"""Beside the evidence for convenience; who distrusts the package takes them from elsewhere."""
_UNSAFE = re.compile(r"[^\w.\-]", re.UNICODE)
_LONGEST_NAME = 80


class PackageKind(StrEnum):
    """What a package is about."""

    CASE = "case"
    CLOSURE = "closure"


@dataclass(frozen=True)
class ChainEnd:
    """Where a chain ended when the package was made."""

    name: str
    count: int
    head: str


@dataclass
class Contents:
    """What a manifest states besides its files."""

    kind: PackageKind
    number: str
    county: str
    made_at: datetime
    made_by: str
    keys: list[str]
    """Public keys of the house (SubjectPublicKeyInfo, base64url), the newest last."""
    chains: list[ChainEnd] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    """Card and facts of each original, with the path where it lies."""
    archive: dict[str, Any] | None = None
    """Of an archive bundle: archive number, pages and list of contents; None of a package."""


def manifest(contents: Contents, files: list[dict[str, Any]]) -> bytes:
    """Return the manifest's bytes; `files` are path, size and hash of each, in the order of the archive."""
    bound = {} if contents.archive is None else {"archive": contents.archive}
    return canonical_json(
        bound
        | {
            "version": VERSION,
            "kind": contents.kind,
            "number": contents.number,
            "county": contents.county,
            "made_at": contents.made_at.isoformat(timespec="seconds"),
            "made_by": contents.made_by,
            "keys": contents.keys,
            "chains": [vars(end) for end in contents.chains],
            "items": contents.items,
            "files": files,
        }
    )


def seal(manifest_bytes: bytes, *, printed: bytes, time_stamp: bytes | None, key: str) -> bytes:
    """Return what is signed: the hashes of manifest, printed list and time stamp, and the signing key."""
    return canonical_json(
        {
            "version": VERSION,
            "manifest": digest(manifest_bytes),
            "print": digest(printed),
            "time_stamp": None if time_stamp is None else digest(time_stamp),
            "key": key,
        }
    )


def original_path(position: int, file_hash: str, name: str) -> str:
    """Return where an original lies: its number in the list, the beginning of its hash, its own name."""
    plain = _UNSAFE.sub("_", name)[-_LONGEST_NAME:].lstrip(".") or "file"
    return f"originals/{position:03d}-{file_hash.partition(':')[2][:12]}-{plain}"


def custody_path(item_id: object) -> str:
    """Return where an item's custody lies."""
    return f"custody/{item_id}.json"


def signature_path(file_hash: str) -> str:
    """Return where a drawn signature lies."""
    return f"signatures/{file_hash.partition(':')[2][:16]}.png"


def record_path(what: str, key: object) -> str:
    """Return where a record of the case lies."""
    return f"records/{what}-{_UNSAFE.sub('_', str(key))}.json"


def operation_path(operation_id: object) -> str:
    """Return where what a tablet sent lies, with its receipt."""
    return f"operations/{operation_id}.json"


def paper_path(position: int, file_hash: str, name: str) -> str:
    """Return where the file of a paper lies in a bundle: its place, the beginning of its hash, its name."""
    plain = _UNSAFE.sub("_", name)[:_LONGEST_NAME].lstrip(".") or "paper"
    return f"papers/{position:03d}-{file_hash.partition(':')[2][:12]}-{plain}"

"""The signing key of this process: read once, and anew after it was changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook import config
from casebook.keys import manifest, signing

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.keys.signing import Signer


@dataclass(frozen=True)
class _Read:
    """The key as it was last read: where from, and when that file had changed."""

    path: Path
    changed_at: int
    signer: Signer


class _Place:
    last: _Read | None = None


def signer() -> Signer:
    """Return the key that signs now; RuleBroken as `signing.load`."""
    settings = config.in_force()
    path = manifest.manifest_path(settings)
    changed_at = path.stat().st_mtime_ns if path.exists() else 0
    last = _Place.last
    if last is None or (last.path, last.changed_at) != (path, changed_at):
        last = _Place.last = _Read(path, changed_at, signing.load(settings))
    return last.signer

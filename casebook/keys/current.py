"""The signing key of this process: read once, and anew after it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.keys import manifest, signing

if TYPE_CHECKING:
    from casebook.config import Settings
    from casebook.keys.signing import Signer


class _Place:
    """What the application was built with, and the key as it was last read; wiring names it once."""

    settings: Settings | None = None
    read_at: int = 0
    signer: Signer | None = None


def use(settings: Settings) -> None:
    """Sign with the keys of this data directory from now on."""
    _Place.settings, _Place.signer = settings, None


def signer() -> Signer:
    """Return the key that signs now; RuleBroken as `signing.load`."""
    if _Place.settings is None:
        message = "no keys: casebook.keys.current.use() was not called"
        raise RuntimeError(message)
    path = manifest.manifest_path(_Place.settings)
    changed_at = path.stat().st_mtime_ns if path.exists() else 0
    if _Place.signer is None or changed_at != _Place.read_at:
        _Place.signer, _Place.read_at = signing.load(_Place.settings), changed_at
    return _Place.signer

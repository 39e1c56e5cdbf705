"""The secret that signs cookies, made at first use where no setting gives one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from casebook.keys import files

if TYPE_CHECKING:
    from casebook.config import Settings

_BYTES = 48


def load_or_create(settings: Settings) -> str:
    """Return the kept secret, made now when there is none; two processes at once get the same one."""
    path = files.folder(settings.data_path) / "cookie.secret"
    if not path.exists():
        files.write_new(path, secrets.token_urlsafe(_BYTES).encode())
    return files.read(path).decode()

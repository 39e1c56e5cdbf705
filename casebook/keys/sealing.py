"""Secrets that the database keeps for us, sealed: who copies the database alone cannot read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken

from casebook.kernel.errors import RuleBroken
from casebook.keys import files

if TYPE_CHECKING:
    from pathlib import Path


def seal(data_path: Path, text: str) -> str:
    """Return a text sealed with this house's key, which is made at first use."""
    return _key(data_path).encrypt(text.encode()).decode()


def unseal(data_path: Path, sealed: str) -> str:
    """Return a sealed text; RuleBroken `seal_of_another_house` when another key sealed it."""
    try:
        return _key(data_path).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise RuleBroken("seal_of_another_house") from error


def _key(data_path: Path) -> Fernet:
    path = files.folder(data_path) / "settings.key"
    if not path.exists():
        files.write_new(path, Fernet.generate_key())
    return Fernet(files.read(path))

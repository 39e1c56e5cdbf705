"""Texts that pure modules keep as data and pages show in the reader's language."""

from __future__ import annotations


def msgid(text: str) -> str:
    """Return the text as it is; `make translations` finds it by this mark (gettext's `N_`)."""
    return text

"""What a paper may be set in, and how a character is shown that no such font has: pure decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

SERIF = "Noto Serif CJK SC"
SANS = "Noto Sans CJK SC"
FAMILIES = (SERIF, SANS)
"""The free fonts that papers are set in. GB/T 9704 asks for 仿宋 and 小标宋, which may not be handed on."""
PROBE = "井"
_MARKUP = frozenset("<>&\"'")


def spell_out(html: str, lacking: Collection[str]) -> str:
    """Return the page with every character that the fonts lack written as its number: 〔U+1F600〕.

    A paper is printed whatever somebody typed, and nothing is replaced unseen.
    """
    table = {ord(sign): f"〔U+{ord(sign):04X}〕" for sign in lacking if sign not in _MARKUP}
    return html.translate(table)

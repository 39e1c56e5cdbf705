"""Writing upon a copy of a picture: which well, where and when, in Chinese characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
_FONTS = (
    "*SansCJK-Regular*",
    "*SansCJK*",
    "*SourceHanSans*",
    "*wqy*",
    "*Noto*SC*",
    "*CJK*",
    "*HarmonyOS*SC*",
)
_LINES_HIGH = 26
"""How many lines of text the shorter side of a picture would hold."""
_LEAST_SIZE = 12
_BAND = (0, 0, 0, 140)


def marked(picture: Image.Image, lines: Sequence[str]) -> Image.Image:
    """Return a picture with a dark band at its foot that holds the lines, cut where they would not fit."""
    size = max(_LEAST_SIZE, min(picture.size) // _LINES_HIGH)
    font = ImageFont.truetype(_font_path(), size)
    step = round(size * 1.5)
    height = step * len(lines) + size
    base = picture.convert("RGBA")
    band = Image.new("RGBA", (base.width, min(height, base.height)), _BAND)
    pen = ImageDraw.Draw(band)
    for row, line in enumerate(lines):
        pen.text((size, size // 2 + row * step), line, font=font, fill="white")
    base.alpha_composite(band, (0, base.height - band.height))
    return base.convert("RGB")


@cache
def _font_path() -> str:
    """Return a font with Chinese characters; RuleBroken when this machine has none."""
    for pattern in _FONTS:
        for folder in _FOLDERS:
            found = sorted(folder.rglob(pattern))
            if found:
                return str(found[0])
    raise RuleBroken("copy_needs_font")

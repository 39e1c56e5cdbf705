"""Looking at papers, tables and layers. Archives are unpacked into nothing, with a limit."""

from __future__ import annotations

import codecs
import re
import zipfile
from typing import TYPE_CHECKING

import orjson

from casebook.kernel.errors import RuleBroken
from casebook.storage import rules
from casebook.storage.sniffing.reading import BROKEN_ZIP, PIECE, mapped

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.storage.rules import Media

_GEOJSON = frozenset({"FeatureCollection", "Feature", "Polygon", "MultiPolygon"})
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch)(?=[\s/(<\[])")
"""Names in a PDF (ISO 32000) that let it run programs."""


def look_at_pdf(path: Path, _media: Media) -> None:
    """Look for the end of a PDF, and for what would run when it is opened."""
    with mapped(path) as data:
        if data.rfind(b"%%EOF") < 0:
            raise RuleBroken("document_cut_off", field="file")
        if _ACTIVE.search(data):
            raise RuleBroken("document_active", field="file")


def look_at_workbook(path: Path, _media: Media) -> None:
    """Unpack every part into nothing: declared sizes may lie, but then the check sums fail."""
    left = rules.MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    while piece := part.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            most = rules.MAX_UNPACKED_BYTES // rules.MEBIBYTE
                            raise RuleBroken("spreadsheet_bomb", field="file", most=most)
    except BROKEN_ZIP:
        raise RuleBroken("spreadsheet_unreadable", field="file") from None


def look_at_old_workbook(path: Path, _media: Media) -> None:
    """Look for the workbook that the directory of a compound file must name."""
    with mapped(path) as data:
        if all(data.find(name.encode("utf-16-le")) < 0 for name in ("Workbook", "Book")):
            raise RuleBroken("spreadsheet_unreadable", field="file")


def look_at_table(path: Path, _media: Media) -> None:
    """Text tables come as UTF-8 or, from older offices, as GB 18030; neither holds a zero byte."""
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return
    raise RuleBroken("table_not_text", field="file")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(PIECE):
                if b"\0" in piece:
                    return False
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def look_at_geojson(path: Path, _media: Media) -> None:
    """Parse a layer."""
    try:
        content = orjson.loads(path.read_bytes().removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        raise RuleBroken("layer_unreadable", field="file") from None
    if not isinstance(content, dict) or content.get("type") not in _GEOJSON:
        raise RuleBroken("layer_unreadable", field="file")

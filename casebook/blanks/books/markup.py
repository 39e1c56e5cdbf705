"""XML as bytes with places: what is read tells where it stands, so that the rest can stay as it is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Reader(Protocol):
    """What is told of a part, in order; names are `namespace local`, places byte offsets."""

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        """Take the begin of an element."""

    def end(self, name: str, at: int) -> None:
        """Take the end of an element: where its closing tag begins, or behind an empty one's only tag."""

    def text(self, text: str) -> None:
        """Take characters."""


@dataclass(frozen=True)
class Part:
    """A part as UTF-8 without a mark, and how it was written."""

    utf8: bytes
    mark: bytes = b""
    codec: str = "utf-8"

    def written(self, utf8: bytes) -> bytes:
        """Return changed text in the way that the part was written; signs that it has not by number."""
        if self.codec == "utf-8":
            return self.mark + utf8
        return self.mark + utf8.decode().encode(self.codec, "xmlcharrefreplace")


@dataclass(frozen=True)
class Edit:
    """Bytes that take the place of those from `start` up to `end`; none are taken where both are equal."""

    start: int
    end: int
    new: bytes


def open_part(data: bytes) -> Part:
    """Return a part's text; RuleBroken `blank_unreadable` when it would not come out again as it came."""
    mark, codec = next((known for known in _MARKS if data.startswith(known[0])), (b"", ""))
    if not codec:
        declared = _DECLARED.match(data)
        codec = declared[1].decode("ascii").lower() if declared else "utf-8"
        if data.startswith((b"<\0", b"\0<")):
            codec = "utf-16-le" if data.startswith(b"<\0") else "utf-16-be"
    body = data[len(mark) :]
    if codec in {"utf-8", "utf8"}:
        return Part(body, mark)
    try:
        text = body.decode(codec)
        is_kept = text.encode(codec) == body
    except (LookupError, UnicodeError):
        is_kept = False
    if not is_kept:
        raise RuleBroken("blank_unreadable", field="file")
    return Part(text.encode(), mark, codec)


def read(part: Part, reader: Reader) -> None:
    """Walk through a part; RuleBroken `blank_unreadable` for what is no XML or declares a document type."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True

    def refuse(*_facts: object) -> None:
        raise RuleBroken("blank_unreadable", field="file")

    def begin(name: str, attributes: dict[str, str]) -> None:
        reader.start(name, attributes, parser.CurrentByteIndex)

    def end(name: str) -> None:
        reader.end(name, parser.CurrentByteIndex)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part.utf8, True)  # noqa: FBT003 - expat's own signature: this is all
    except expat.ExpatError:
        raise RuleBroken("blank_unreadable", field="file") from None


def local(name: str) -> str:
    """Return an element's or attribute's name without its namespace."""
    return name.rpartition(" ")[2]


def tag_end(utf8: bytes, at: int) -> int:
    """Return where the tag that begins at a place ends."""
    found = _TAG.match(utf8, at)
    if found is None:
        raise RuleBroken("blank_unreadable", field="file")
    return found.end()


def is_empty_tag(utf8: bytes, at: int, end: int) -> bool:
    """Say whether a tag is its element's only one."""
    return utf8.endswith(b"/>", at, end)


def tag_name(utf8: bytes, at: int) -> bytes:
    """Return a tag's name as it is written, with its prefix."""
    return re.split(rb"[\s/>]", utf8[at + 1 : at + 200], maxsplit=1)[0]


def opened(tag: bytes) -> bytes:
    """Return a begin tag for one that may be an element's only one."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """Return a tag with an attribute set, or without it (None); all else stays as it is."""
    pattern = re.compile(rb"""\s+""" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    bare = pattern.sub(b"", tag, count=1)
    if value is None:
        return bare
    close = len(bare) - (2 if bare.endswith(b"/>") else 1)
    return bare[:close].rstrip() + f' {name}="{value}"'.encode() + bare[close:]


def edited(utf8: bytes, edits: Iterable[Edit]) -> bytes:
    """Return text with edits made; they may not overlap, and those at one place stay in their order."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one.start):
        pieces += [utf8[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*pieces, utf8[at:]])


def as_text(text: str) -> bytes:
    """Return text as an XML writer writes it; what no XML may hold is left out."""
    plain = _ESCAPE_LIKE.sub("_x005F_", _NEVER_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return escape(plain).encode()

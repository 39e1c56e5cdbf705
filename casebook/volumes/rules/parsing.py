"""What a source sends, as readings: one parser for each way of writing, told by the source's settings.

A parser only takes a message apart. What its parts mean, and whether they can be used, is judged in
`judging` alike for all. A further way of writing is a further function in `PARSERS`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.kernel.errors import RuleBroken
from casebook.volumes.rules.kinds import ParserKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 20_000
LONGEST_ID = 100
MOST_EXPONENT = 20
_LONGEST_EXPONENT = len("+020")
"""Digits and sign; a longer one is no number that a meter shows, and is not even counted."""
ENCODINGS = ("utf-8", "gb18030")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "blank": " "}
UNITS = ("1", "0.001", "0.01", "0.1", "10", "100", "1000", "10000")
"""m³ for which one of the sender's unit stands, as the settings spell it."""
PARTS = ("meter", "well", "time", "dial", "mark", "-")
"""What a part of a line may be; a dash stands for one that is left out."""
NEEDED = frozenset({"time", "dial"})


class Said(NamedTuple):
    """A reading as the sender wrote it; nothing of it has been judged."""

    row: int
    """Its place in the message, from 1; of lines the number of the line."""
    meter: str
    well: str
    at: str
    dial: str
    mark: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was taken apart."""

    said: tuple[Said, ...]
    message_id: str | None = None
    sent_at: str = ""
    """The sender's time as it was written."""


def parse(kind: ParserKind, settings: Mapping[str, Any], body: bytes) -> Message:
    """Return a message's readings.

    RuleBroken: `message_charset_wrong`, `message_not_json`, `message_part_missing`, `message_id_unusable`,
    `message_rows_too_many`, `message_empty`.
    """
    try:
        message = PARSERS[kind](body, settings)
    except RecursionError:
        raise RuleBroken("message_not_json", line=1, column=1) from None
    if not message.said:
        raise RuleBroken("message_empty")
    if len(message.said) > MOST_ROWS:
        raise RuleBroken("message_rows_too_many", most=MOST_ROWS, rows=len(message.said))
    name = message.message_id
    if name is not None and not (0 < len(name) <= LONGEST_ID and name.isprintable()):
        raise RuleBroken("message_id_unusable", most=LONGEST_ID)
    return message


def _casebook_json(body: bytes, _settings: Mapping[str, Any]) -> Message:
    """Read our own format: message_id, sent_at, readings of meter, well, read_at, dial_m3 and mark."""
    found = _loaded(body)
    if not isinstance(found, dict) or not isinstance(found.get("readings"), list):
        raise RuleBroken("message_part_missing", part="readings")
    if "message_id" not in found:
        raise RuleBroken("message_part_missing", part="message_id")
    keys = {"meter": "meter", "well": "well", "time": "read_at", "dial": "dial_m3", "mark": "mark"}
    said = tuple(_said(row, one, keys) for row, one in enumerate(found["readings"], start=1))
    return Message(said, _text(found["message_id"]), _text(found.get("sent_at")))


def _named_json(body: bytes, settings: Mapping[str, Any]) -> Message:
    """Read a list of objects; the settings name the list's place and the keys, `a.b` for one in another."""
    found = _loaded(body)
    rows = _at(found, settings["list"]) if settings["list"] else found
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        raise RuleBroken("message_part_missing", part=settings["list"] or "[]")
    said = tuple(_said(row, one, settings["keys"]) for row, one in enumerate(rows, start=1))
    named = _text(_at(found, settings["message_id"])) if settings["message_id"] else None
    sent_at = _text(_at(found, settings["sent_at"])) if settings["sent_at"] else ""
    return Message(said, named or None, sent_at)


def _lines(body: bytes, settings: Mapping[str, Any]) -> Message:
    """Read a reading a line; empty lines and the first ones, as many as the settings say, are left out."""
    text = _decoded(body.removeprefix(b"\xef\xbb\xbf"), settings["encoding"])
    delimiter, columns = DELIMITERS[settings["delimiter"]], settings["columns"]
    places = {name: place for place, name in enumerate(columns) if name != "-"}

    def said(row: int, line: str) -> Said:
        parts = [part.strip().strip('"') for part in line.split(delimiter)]
        got = {name: parts[place] for name, place in places.items() if place < len(parts)}
        return Said(row, *(got.get(name, "") for name in ("meter", "well", "time", "dial", "mark")))

    lines = list(enumerate(text.splitlines(), start=1))[settings["skip"] :]
    return Message(tuple(said(row, line) for row, line in lines if line.strip()))


PARSERS: dict[ParserKind, Callable[[bytes, Mapping[str, Any]], Message]] = {
    ParserKind.CASEBOOK_JSON: _casebook_json,
    ParserKind.NAMED_JSON: _named_json,
    ParserKind.LINES: _lines,
}


def _decoded(body: bytes, encoding: str) -> str:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise RuleBroken("message_charset_wrong", encoding=encoding.upper(), place=error.start + 1) from None
    if "\0" in text:
        raise RuleBroken("message_charset_wrong", encoding=encoding.upper(), place=text.index("\0") + 1)
    return text


def _loaded(body: bytes) -> Any:  # noqa: ANN401 - whatever the JSON says
    """Return what the JSON says; numbers as they were written, so that no digit is lost."""
    text = _decoded(body.removeprefix(b"\xef\xbb\xbf"), "utf-8")
    try:
        return json.loads(text, parse_float=_plain, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise RuleBroken("message_not_json", line=error.lineno, column=error.colno) from None


def _plain(number: str) -> str:
    """Return a number without the exponent that some programs write from ten million on."""
    mantissa, _sign, exponent = number.lower().partition("e")
    if not exponent or len(exponent) > _LONGEST_EXPONENT or abs(int(exponent)) > MOST_EXPONENT:
        return number
    return f"{Decimal(mantissa).scaleb(int(exponent)):f}"


def _at(found: Any, path: str) -> Any:  # noqa: ANN401 - whatever stands there
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _said(row: int, one: Any, keys: Mapping[str, str]) -> Said:  # noqa: ANN401 - an entry of any kind
    def part(name: str) -> str:
        return _text(_at(one, keys[name])) if keys.get(name) else ""

    return Said(row, part("meter"), part("well"), part("time"), part("dial"), part("mark"))


def _text(value: Any) -> str:  # noqa: ANN401 - a value of JSON
    """Return a value as text; an object, a list, true or false as they would be written.

    Half a character (a lone surrogate, which JSON can spell) becomes a question mark: nothing can store it.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.strip().replace("\0", "").encode("utf-8", "replace").decode("utf-8")

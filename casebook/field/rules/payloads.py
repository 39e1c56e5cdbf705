"""Payloads of operations: decoded into what the trade's actions take, each refusal with its place."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from casebook.field.rules.envelope import LARGEST, is_plausible, place_of
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_PAYLOAD = "payload"
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_FILES = frozenset({"file", "image", "sketch", "pages"})
"""Fields that name files by their hash; empty when there is none."""
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def decode(data: bytes, kind: type[Any], known_files: Collection[str]) -> Any:  # noqa: ANN401 - of the given kind
    """Return the payload as `kind`; RuleBroken whose `field` is the path of what is wrong.

    Beyond types this refuses unknown fields, instants without a zone or outside these centuries,
    characters and numbers that no column can hold, and files that the operation does not list.
    """
    try:
        raw = msgspec.json.decode(data)
        found = _decoder(kind).decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        place = place_of(error, _PAYLOAD)
        raise RuleBroken("payload_unreadable", field=place.path, problem=place.problem) from None
    unknown = next(_unknown(raw, msgspec.to_builtins(found), _PAYLOAD), None)
    if unknown is not None:
        raise RuleBroken("payload_field_unknown", field=unknown)
    wrong = next(_unstorable(found, _PAYLOAD), None)
    if wrong is not None:
        raise RuleBroken("payload_value_impossible", field=wrong)
    unlisted = next((path for path, name in _files(found, _PAYLOAD) if name not in known_files), None)
    if unlisted is not None:
        raise RuleBroken("payload_file_unlisted", field=unlisted)
    return found


def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    return _decoders[kind]


def _unknown(raw: object, kept: object, path: str) -> Iterator[str]:
    """Yield the paths of what was sent but means nothing to us."""
    if isinstance(raw, dict) and isinstance(kept, dict):
        for name, value in raw.items():
            if name in kept:
                yield from _unknown(value, kept[name], f"{path}.{name}")
            else:
                yield f"{path}.{name}"
    elif isinstance(raw, list) and isinstance(kept, list | tuple):
        for index, (one, other) in enumerate(zip(raw, kept, strict=True)):
            yield from _unknown(one, other, f"{path}[{index}]")


def _unstorable(value: object, path: str) -> Iterator[str]:
    """Yield the paths of values that the two databases cannot hold or would hold differently."""
    if isinstance(value, str):
        if "\0" in value:
            yield path
    elif isinstance(value, datetime):
        if not is_plausible(value):
            yield path
    elif isinstance(value, date):
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            yield path
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            yield path
    else:
        for name, part in _parts(value):
            yield from _unstorable(part, path + name)


def _files(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield path and hash of each file that a payload names."""
    for name, part in _parts(value):
        named = (part,) if isinstance(part, str) else part
        if name.removeprefix(".") in _FILES and is_dataclass(value) and isinstance(named, tuple):
            yield from ((path + name, one) for one in named if isinstance(one, str) and one)
        else:
            yield from _files(part, path + name)


def _parts(value: object) -> Iterator[tuple[str, Any]]:
    """Yield what a value is made of, with the piece of the path that leads there."""
    if is_dataclass(value):
        yield from ((f".{field.name}", getattr(value, field.name)) for field in fields(value))
    elif isinstance(value, tuple | list):
        yield from ((f"[{index}]", part) for index, part in enumerate(value))
    elif isinstance(value, dict):
        yield from _entries(value)


def _entries(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, part in value.items():
        yield f".{name}", name
        yield f".{name}", part

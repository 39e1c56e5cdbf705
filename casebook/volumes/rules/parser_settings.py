"""What a source's parser is told, checked before it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from casebook.kernel.errors import RuleBroken
from casebook.volumes.rules.kinds import ParserKind
from casebook.volumes.rules.parsing import DELIMITERS, ENCODINGS, NEEDED, PARTS, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_SKIPPED = 50
LONGEST_PATH = 100
_PATH = re.compile(r"[^\s.]+(\.[^\s.]+)*")
_KEYS = ("meter", "well", "time", "dial", "mark")


def settings_of(kind: ParserKind, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a parser as they are kept: nothing but what it needs.

    RuleBroken with the field: `parser_columns_wrong`, `parser_path_wrong`, `choice_missing`.
    """
    if kind is ParserKind.LINES:
        return _of_lines(said)
    if kind is ParserKind.NAMED_JSON:
        return _of_named(said)
    return {}


def _of_lines(said: Mapping[str, Any]) -> dict[str, Any]:
    columns = [part for part in re.split(r"[,，、\s]+", str(said.get("columns", "")).strip()) if part]
    named = [part for part in columns if part != "-"]
    is_known = all(part in PARTS for part in columns) and len(named) == len(set(named))
    if not is_known or not set(named) >= NEEDED or not {"meter", "well"} & set(named):
        raise RuleBroken("parser_columns_wrong", field="columns")
    return {
        "encoding": _one_of(said, "encoding", ENCODINGS),
        "delimiter": _one_of(said, "delimiter", DELIMITERS),
        "columns": columns,
        "skip": min(max(int(said.get("skip") or 0), 0), MOST_SKIPPED),
        "unit": _one_of(said, "unit", UNITS),
    }


def _of_named(said: Mapping[str, Any]) -> dict[str, Any]:
    keys = {name: _path(said, f"key_{name}", is_needed=name in NEEDED) for name in _KEYS}
    if not keys["meter"] and not keys["well"]:
        raise RuleBroken("parser_path_wrong", field="key_meter")
    return {
        "list": _path(said, "list"),
        "keys": {name: path for name, path in keys.items() if path},
        "message_id": _path(said, "message_id"),
        "sent_at": _path(said, "sent_at"),
        "unit": _one_of(said, "unit", UNITS),
    }


def _path(said: Mapping[str, Any], name: str, *, is_needed: bool = False) -> str:
    path = str(said.get(name) or "").strip()
    if (not path and is_needed) or (path and (len(path) > LONGEST_PATH or not _PATH.fullmatch(path))):
        raise RuleBroken("parser_path_wrong", field=name)
    return path


def _one_of(said: Mapping[str, Any], name: str, known: Any) -> str:  # noqa: ANN401 - a tuple or a dict's keys
    value = str(said.get(name) or next(iter(known)))
    if value not in known:
        raise RuleBroken("choice_missing", field=name)
    return value

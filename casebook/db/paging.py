"""Keyset paging: pages stay as fast at a million rows as at ten."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Select, tuple_

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    Convert = Callable[[int, Any], Any]

Row = TypeVar("Row")
PAGE_SIZE = 50
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page and the cursors of its neighbours; a cursor is opaque text for a URL."""

    items: Sequence[Row]
    next_cursor: str | None
    previous_cursor: str | None


def _encode(direction: str, key: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([direction, *key], default=str).encode()).decode().rstrip("=")


def _decode(cursor: str, width: int) -> tuple[str, list[Any]]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise RuleBroken("cursor_invalid", field="after") from error
    if not isinstance(found, list) or len(found) != width + 1 or found[0] not in ("next", "previous"):
        raise RuleBroken("cursor_invalid", field="after")
    return found[0], found[1:]


def _bounds(columns: Sequence[Any], place: Sequence[Any], convert: Convert | None) -> list[Any]:
    """Return the key that a cursor names, each part of its column's type: anybody can write a cursor."""
    try:
        found = [convert(index, part) for index, part in enumerate(place)] if convert else list(place)
    except (ValueError, TypeError, AttributeError) as error:
        raise RuleBroken("cursor_invalid", field="after") from error
    if not all(map(_fits, columns, found)):
        raise RuleBroken("cursor_invalid", field="after")
    return found


def _fits(column: Any, value: Any) -> bool:  # noqa: ANN401 - any column, any value
    if not isinstance(value, column.type.python_type):
        return False
    if isinstance(value, str):
        return not _UNSTORABLE.search(value)
    if isinstance(value, int):
        return abs(value) <= _LARGEST
    if isinstance(value, datetime):
        return value.tzinfo is not None and MINYEAR < value.year < MAXYEAR
    return True


def page(
    session: Session,
    query: Select[Any],
    *,
    columns: Sequence[Any],
    key: Callable[[Any], Sequence[Any]],
    cursor: str | None = None,
    descending: bool = False,
    size: int = PAGE_SIZE,
    convert: Convert | None = None,
) -> Page[Any]:
    """Return the page after (or before) a cursor in the total order of `columns`.

    `key` reads the same columns from a row; the last must be unique. `convert` turns a
    key part that JSON can't keep (dates, ids) back: it gets its index and text.
    Raises RuleBroken("cursor_invalid") for a cursor that is not one.
    """
    direction, place = _decode(cursor, len(columns)) if cursor else ("next", [])
    backward = direction == "previous"
    downward = descending != backward
    if place:
        bound = _bounds(columns, place, convert)
        keys = tuple_(*columns)
        query = query.where(keys < tuple_(*bound) if downward else keys > tuple_(*bound))
    order = [column.desc() if downward else column.asc() for column in columns]
    found = list(session.execute(query.order_by(None).order_by(*order).limit(size + 1)).scalars().unique())
    more, items = len(found) > size, found[:size]
    if backward:
        items.reverse()
    has_next, has_previous = (True, more) if backward else (more, bool(cursor))
    return Page(
        items=items,
        next_cursor=_encode("next", key(items[-1])) if items and has_next else None,
        previous_cursor=_encode("previous", key(items[0])) if items and has_previous else None,
    )

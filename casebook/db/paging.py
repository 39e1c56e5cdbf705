"""Keyset paging: pages stay as fast at a million rows as at ten."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Select, tuple_

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

Row = TypeVar("Row")
PAGE_SIZE = 50


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
        direction, *key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise RuleBroken("cursor_invalid", field="after") from error
    if direction not in {"next", "previous"} or len(key) != width:
        raise RuleBroken("cursor_invalid", field="after")
    return direction, key


def page(
    session: Session,
    query: Select[Any],
    *,
    columns: Sequence[Any],
    key: Callable[[Any], Sequence[Any]],
    cursor: str | None = None,
    descending: bool = False,
    size: int = PAGE_SIZE,
    convert: Callable[[int, Any], Any] | None = None,
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
        bound = [convert(index, part) if convert else part for index, part in enumerate(place)]
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

"""Small JSON bodies of the API, read into dataclasses."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from flask import request

from casebook.kernel.errors import RuleBroken

MOST_BYTES = 256 * 1024
Body = TypeVar("Body")


def read(kind: type[Body]) -> Body:
    """Return the request's JSON as `kind`, a dataclass; RuleBroken when it is none."""
    request.max_content_length = MOST_BYTES
    data = request.get_data(cache=False)
    try:
        found = msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise RuleBroken("request_unreadable", field="body", problem=str(error)) from None
    if b"\\u0000" in data:
        raise RuleBroken("request_unreadable", field="body", problem="\\u0000")
    return found

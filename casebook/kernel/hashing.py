"""Hashes that carry their algorithm's name, so that SM3 can stand beside SHA-256 later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import orjson

ALGORITHM = "sha256"
"""What new hashes are made with; stored ones name their own."""

_MAKERS = {"sha256": hashlib.sha256}


class StreamDigest:
    """Hash of bytes that arrive in pieces."""

    def __init__(self, algorithm: str = ALGORITHM) -> None:
        self._algorithm = algorithm
        self._state = _MAKERS[algorithm]()

    def update(self, piece: bytes | memoryview) -> None:
        """Take the next bytes."""
        self._state.update(piece)

    def text(self) -> str:
        """Return `algorithm:hex` of all bytes so far."""
        return f"{self._algorithm}:{self._state.hexdigest()}"


def digest(data: bytes, algorithm: str = ALGORITHM) -> str:
    """Return `algorithm:hex` of the bytes."""
    return f"{algorithm}:{_MAKERS[algorithm](data).hexdigest()}"


def digests(data: Iterable[bytes]) -> list[str]:
    """Return `algorithm:hex` of each of many bytes, as `digest` does of one."""
    prefix, make = f"{ALGORITHM}:", _MAKERS[ALGORITHM]
    return [prefix + make(one).hexdigest() for one in data]


def algorithm_of(stored: str) -> str:
    """Return the algorithm named in a stored hash; KeyError when it is none we can compute."""
    name = stored.partition(":")[0]
    if name not in _MAKERS:
        raise KeyError(name)
    return name


def matches(data: bytes, stored: str) -> bool:
    """Say whether the bytes have the stored hash, by the algorithm that it names."""
    return digest(data, algorithm_of(stored)) == stored


_AS_IT_IS = frozenset({str, int, float, bool, type(None)})
"""Types that JSON has; asked first, because every act seals dozens of such values."""


def _plain(value: object) -> object:
    return value if type(value) in _AS_IT_IS else _turned(value)


def _turned(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if type(value) is dict or isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        items = [_plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    return value


def canonical_json(value: object) -> bytes:
    """Return one fixed spelling of a value: UTF-8 JSON, keys sorted, no spaces, decimals as strings.

    The bytes are stored beside their hash and never made again to verify it.
    """
    return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)

"""Hash chains: how an entry is sealed to the one before it, and how a broken place is found.

An entry's body is canonical JSON that names its chain, its sequence number and the hash of
the entry before it; the entry's hash is taken over exactly these bytes, which are stored.
Changing, removing, swapping or inserting an entry therefore shows at the place itself. Cutting
off the newest entries, or writing the whole history anew, shows only against a head that left
the house before: printed, exported, or in a receipt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import msgspec
import orjson

from casebook.kernel.hashing import canonical_json, digest, digests, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    _Turned = Sequence[tuple[int, Callable[[str], str]]]

GENESIS = "sha256:" + 64 * "0"
"""What stands in place of a previous hash in the first entry of every chain."""
LEAST_AT_ONCE = 16
"""Entries from which on looking at them column by column is worth its while."""


class FaultKind(StrEnum):
    """What is wrong at a place of a chain, or of what is kept beside it."""

    BODY = "body"
    """The stored bytes are no JSON object."""
    HASH = "hash"
    """The stored bytes do not have the stored hash."""
    GAP = "gap"
    """Sequence numbers are missing before this one, or this one comes twice."""
    LINK = "link"
    """The previous hash is not the hash of the entry before."""
    COLUMN = "column"
    """A typed column is not what the bytes say."""
    STRAY = "stray"
    """An entry stands outside the chain it belongs to."""
    HEAD = "head"
    """The chain does not contain the head that was exported: cut off, or written anew."""
    SIGNATURE = "signature"
    """The exported head is not signed by a key of this house."""
    ROLLUP = "rollup"
    """A kept sum is not the sum of its entries."""
    DETAILS = "details"
    """What is kept beside an entry is missing, or is not what the entry's hash was taken over."""


@dataclass(frozen=True)
class Fault:
    """One broken place: the chain, the sequence number where there is one, what, and more of it in words."""

    chain: str
    sequence: int | None
    what: FaultKind
    detail: str = ""

    @property
    def place(self) -> str:
        """Where it is, in one word."""
        return self.chain if self.sequence is None else f"{self.chain}#{self.sequence}"

    def __str__(self) -> str:
        """One line for a log."""
        return f"{self.place} {self.what}: {self.detail}"


@dataclass(frozen=True)
class Head:
    """Where a chain ends: number of entries and hash of the newest. Whoever keeps it can prove the rest."""

    chain: str
    count: int
    hash: str

    @classmethod
    def of_empty(cls, chain: str) -> Head:
        """Return the head of a chain without entries."""
        return cls(chain, 0, GENESIS)


@dataclass(frozen=True)
class Link:
    """One sealed entry: its place, the bytes and their hash."""

    chain: str
    sequence: int
    previous_hash: str
    hash: str
    body: bytes

    @property
    def head(self) -> Head:
        """The chain's end once this entry stands in it."""
        return Head(self.chain, self.sequence, self.hash)


@dataclass(frozen=True)
class Proof:
    """What a verification found: where the chain ends, and every broken place."""

    head: Head
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def seal(end: Head, facts: Mapping[str, Any]) -> Link:
    """Return the entry that states the facts after the present end of a chain."""
    sequence = end.count + 1
    body = canonical_json({**facts, "chain": end.chain, "sequence": sequence, "previous_hash": end.hash})
    return Link(end.chain, sequence, end.hash, digest(body), body)


def follow(
    chain: str,
    names: Sequence[str],
    chunks: Iterable[Sequence[Sequence[Any]]],
    *,
    after: Head | None = None,
    stored_as: Mapping[str, Callable[[str], str]] = MappingProxyType({}),
) -> Iterator[Fault]:
    """Walk a chain's stored entries in order of sequence; yield each broken place.

    A row is (body, hash, *values of the typed columns); `names` are the columns' names in the
    body, the first two `sequence` and `previous_hash`. Values are spelled as in the body, where
    null may be left out, or as `stored_as` turns the body's text by the column's name. `after` is the
    entry before the first of the rows; None is the beginning. Rows come in chunks: one that is whole is
    proven column by column, in any other each row is looked at by itself.
    """
    turned = [(place, stored_as[name]) for place, name in enumerate(names) if name in stored_as]
    end = Head.of_empty(chain) if after is None else after
    decode = _decoder(tuple(names)).decode
    for rows in chunks:
        if len(rows) >= LEAST_AT_ONCE and _are_whole(end, rows, decode, turned):
            end = Head(chain, end.count + len(rows), rows[-1][1])
            continue
        for row in rows:
            yield from _faults_of_row(end, names, row, turned)
            count = row[2] if isinstance(row[2], int) else end.count + 1
            end = Head(chain, count, row[1])


@cache
def _decoder(names: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
    """Return what reads the chain's name and the typed columns of a body, in this order, and nothing else."""
    fields = {f"field_{place}": name for place, name in enumerate(("chain", *names))}
    said = msgspec.defstruct("Said", [(name, Any, None) for name in fields], rename=fields, gc=False)
    return msgspec.json.Decoder(said)


def _are_whole(
    end: Head, rows: Sequence[Sequence[Any]], decode: Callable[[bytes], Any], turned: _Turned
) -> bool:
    """Say whether nothing at all is wrong with these entries, all columns of them at once."""
    bodies, hashes, sequences, backs, *others = zip(*rows, strict=True)
    try:
        if hashes != tuple(digests(bodies)):
            return False
        chains, *said = zip(*[msgspec.structs.astuple(decode(body)) for body in bodies], strict=True)
        for place, turn in turned:
            said[place] = _turned(said[place], turn)
    except (msgspec.DecodeError, TypeError, AttributeError):
        return False  # what exactly it is, is said row by row
    return (
        sequences == tuple(range(end.count + 1, end.count + 1 + len(rows)))
        and backs == (end.hash, *hashes[:-1])
        and chains.count(end.chain) == len(rows)
        and said == [sequences, backs, *others]
    )


def _turned(texts: tuple[str | None, ...], turn: Callable[[str], str]) -> tuple[str | None, ...]:
    """Turn texts of one column, all at once; one that has the separator in it makes too many, and differs."""
    if None in texts:
        return tuple([None if one is None else turn(one) for one in texts])
    return tuple(turn("\n".join(cast("tuple[str, ...]", texts))).split("\n"))


def _faults_of_row(end: Head, names: Sequence[str], row: Sequence[Any], turned: _Turned) -> Iterator[Fault]:
    body, stored, *values = row
    facts = _parse(body)
    is_whole = (
        values[0] == end.count + 1
        and values[1] == end.hash
        and facts
        and facts.get("chain") == end.chain
        and digest(body) == stored
        and _typed(facts, names, turned) == values
    )
    if not is_whole:
        yield from _faults(end, names, body, stored, values, turned)


def _typed(facts: dict[str, Any], names: Sequence[str], turned: _Turned) -> list[Any]:
    """Return what the body says of the typed columns, as they are stored."""
    found: list[Any] = list(map(facts.get, names))
    for place, turn in turned:
        said = found[place]
        if isinstance(said, str):
            found[place] = turn(said)
    return found


def _parse(body: bytes) -> dict[str, Any]:
    """Return the facts in stored bytes; empty when they are no JSON object, or no bytes at all."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) and isinstance(body, bytes) else {}


def _faults(
    before: Head, names: Sequence[str], body: bytes, stored: str, values: Sequence[Any], turned: _Turned
) -> Iterator[Fault]:
    """Name everything that is wrong with one entry, given the end of the chain before it."""
    chain, sequence = before.chain, values[0]
    facts = _parse(body)
    if not facts:
        yield Fault(chain, sequence, FaultKind.BODY)
    elif not _has_hash(body, stored):
        yield Fault(chain, sequence, FaultKind.HASH, stored)
    if sequence != before.count + 1:
        yield Fault(chain, sequence, FaultKind.GAP, f"{before.count + 1} != {sequence}")
    if values[1] != before.hash:
        yield Fault(chain, sequence, FaultKind.LINK, f"{before.hash} != {values[1]}")
    said = (facts.get("chain"), *_typed(facts, names, turned))
    for name, right, value in zip(("chain", *names), said, (chain, *values), strict=True):
        if facts and right != value:
            yield Fault(chain, sequence, FaultKind.COLUMN, f"{name}: {right!r} != {value!r}")


def _has_hash(body: bytes, stored: object) -> bool:
    try:
        return isinstance(stored, str) and matches(body, stored)
    except KeyError:
        return False

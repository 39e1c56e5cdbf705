"""Hash-chained tables: the columns they share, appending under a lock, verification from the stored bytes.

Whatever a typed column of such a table holds stands in the entry's body too, under the
column's name in the database (volumes as whole litres), so that `verify_chain` can compare
them; a new column needs nothing else. What is neither filtered nor summed needs no column.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    inspect,
    select,
    type_coerce,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import NullType

from casebook.db import append_only
from casebook.db.base import CountyRecord
from casebook.db.rows import insert_rows
from casebook.db.spelling import Spelling, spelling_of
from casebook.kernel.chains import Fault, FaultKind, Head, follow, seal
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Select
    from sqlalchemy.orm import Session

    _Rows = Sequence[Sequence[Any]]

HASH_LENGTH = 90
"""Room for an algorithm's name and 64 hexadecimal digits."""
MOST_FAULTS = 1000
"""A chain that is broken in more places than this is not listed further."""

_LOCK = int(digest(b"casebook chains").partition(":")[2][:15], 16)
_CHUNK = 500
_BESIDE = frozenset({"rowid", "chain", "hash", "body"})
"""Columns that are not in the body, and the chain's name, which is the same in all entries."""


class ChainEntry(CountyRecord):
    """An entry of a hash chain. A table made of it is append-only and cannot fork, without further words."""

    __abstract__ = True

    chain: Mapped[str] = mapped_column(String(60), sort_order=-1)
    sequence: Mapped[int] = mapped_column(BigInteger, sort_order=-1)
    """1, 2, 3 … within the chain, without holes."""
    previous_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), sort_order=-1)
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH), sort_order=-1)
    body: Mapped[bytes] = mapped_column(LargeBinary, sort_order=-1)
    """The very bytes that were hashed."""
    at: Mapped[datetime] = mapped_column(sort_order=-1)

    def __init_subclass__(cls, **options: Any) -> None:  # noqa: ANN401 - whatever declarative classes take
        """Add what keeps a chain a chain: no number and no previous hash twice, no change, no removal."""
        super().__init_subclass__(**options)
        table = cls.__dict__.get("__table__")
        if isinstance(table, Table):
            table.append_constraint(UniqueConstraint(table.c.chain, table.c.sequence))
            table.append_constraint(UniqueConstraint(table.c.chain, table.c.previous_hash))
            append_only.protect(table)


Entry = TypeVar("Entry", bound=ChainEntry)


@dataclass(frozen=True)
class Draft:
    """What one entry will say: when, typed columns by attribute name, and further facts."""

    at: datetime
    columns: Mapping[str, Any]
    payload: Mapping[str, Any] = field(default_factory=dict)


def lock(session: Session) -> None:
    """Let nobody else append until this transaction ends.

    One lock for all chains: entries of one transaction go to several chains, in an order that
    differs from act to act, and separate locks would end in deadlocks. On SQLite a writing
    transaction has the whole database already (BEGIN IMMEDIATE).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def head(session: Session, model: type[ChainEntry], chain: str) -> Head:
    """Return where a chain ends at present."""
    session.flush()
    found = session.connection().execute(_newest(model), {"its_chain": chain}).first()
    return Head.of_empty(chain) if found is None else Head(chain, found.sequence, found.hash)


@cache
def _newest(model: type[ChainEntry]) -> Select[int, str]:
    query = select(model.sequence, model.hash).where(model.chain == bindparam("its_chain"))
    return query.order_by(model.sequence.desc()).limit(1)


def append(
    session: Session,
    model: type[Entry],
    *,
    chain: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    **columns: Any,  # noqa: ANN401 - values of the model's columns
) -> Entry:
    """Seal one entry to the end of a chain and return what was written, as an object outside the session.

    `columns` are the model's typed columns, all of them but those of `ChainEntry`; those not
    named are null. `payload` holds further facts that only the body keeps.
    """
    lock(session)
    draft = Draft(at, columns, payload or {})
    row, _ = _seal(model, draft, head(session, model, chain))
    insert_rows(session, model, [row])
    return model(**row)


def append_many(session: Session, model: type[ChainEntry], *, chain: str, drafts: Iterable[Draft]) -> Head:
    """Seal many entries in one go, by bulk insert; return the chain's new end."""
    lock(session)
    end = head(session, model, chain)
    rows = []
    for draft in drafts:
        row, end = _seal(model, draft, end)
        rows.append(row)
    insert_rows(session, model, rows)
    return end


def append_each(
    session: Session,
    model: type[ChainEntry],
    drafts: Iterable[tuple[str, Draft]],
    *,
    are_new: bool = False,
) -> dict[str, Head]:
    """Seal entries to the ends of many chains in one go; return the new ends by chain.

    `are_new` spares looking for the ends of chains that begin in this transaction; where one has an
    entry after all, the database refuses the second first one.
    """
    lock(session)
    wanted = list(drafts)
    names = {chain for chain, _draft in wanted}
    ends = {name: Head.of_empty(name) for name in names} if are_new else heads(session, model, names)
    rows = []
    for chain, draft in wanted:
        row, ends[chain] = _seal(model, draft, ends[chain])
        rows.append(row)
    insert_rows(session, model, rows)
    return ends


def heads(session: Session, model: type[ChainEntry], names: Collection[str]) -> dict[str, Head]:
    """Return where each of these chains ends at present, those without entries too."""
    session.flush()
    found = {name: Head.of_empty(name) for name in names}
    ordered = sorted(names)
    for first in range(0, len(ordered), _CHUNK):
        some = ordered[first : first + _CHUNK]
        newest = (
            select(model.chain, func.max(model.sequence).label("sequence"))
            .where(model.chain.in_(some))
            .group_by(model.chain)
            .subquery()
        )
        is_newest = and_(model.chain == newest.c.chain, model.sequence == newest.c.sequence)
        rows = session.execute(select(model.chain, model.sequence, model.hash).join(newest, is_newest))
        found |= {row.chain: Head(row.chain, row.sequence, row.hash) for row in rows}
    return found


def _seal(model: type[ChainEntry], draft: Draft, end: Head) -> tuple[dict[str, Any], Head]:
    spelled = _spelled(model)
    columns = {**dict.fromkeys(spelled), "id": new_id(), "at": draft.at, **draft.columns}
    facts = {
        spelled[name][0]: spelled[name][1].of(value) for name, value in columns.items() if value is not None
    }
    link = seal(end, {**draft.payload, **facts})
    return {**columns, **vars(link)}, link.head


@cache
def _typed(model: type[ChainEntry]) -> dict[str, Column[Any]]:
    """Return the columns that the body repeats, by attribute name; the link's own first, for `follow`."""
    found: dict[str, Any] = {item.key: item.columns[0] for item in inspect(model).column_attrs}
    first = ("sequence", "previous_hash")
    return {name: found[name] for name in (*first, *found) if name not in _BESIDE}


@cache
def _spelled(model: type[ChainEntry]) -> dict[str, tuple[str, Spelling]]:
    """Return under which name each attribute stands in the body, and how its values are written there."""
    return {name: (column.name, spelling_of(column)) for name, column in _typed(model).items()}


def chains(session: Session, model: type[ChainEntry]) -> list[str]:
    """Return the names of a table's chains."""
    return list(session.scalars(select(model.chain).distinct().order_by(model.chain)))


def verify_chain(session: Session, model: type[ChainEntry], chain: str) -> list[Fault]:
    """Read a chain from its first entry and return every broken place, at most `MOST_FAULTS`."""
    chunks = _read(session, model, [], [model.sequence], model.chain == chain)
    return list(islice(_follow(session, model, chain, chunks), MOST_FAULTS))


@dataclass(frozen=True)
class Tally:
    """What is summed while a chain is read: numbers of two columns or more, by the values of others."""

    keys: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass
class Walked:
    """What reading a chain, or a part of it, found; sums are whole only where nothing was broken."""

    faults: list[Fault]
    entries: int = 0
    sums: dict[tuple[Any, ...], list[int]] = field(default_factory=dict)

    def add(self, other: Walked) -> None:
        """Take in what the next part found."""
        self.faults = [*self.faults, *other.faults][:MOST_FAULTS]
        self.entries += other.entries
        for key, figures in other.sums.items():
            known = self.sums.get(key) or [0] * len(figures)
            self.sums[key] = [one + more for one, more in zip(known, figures, strict=True)]


def walk(
    session: Session,
    model: type[ChainEntry],
    chain: str,
    tally: Tally,
    *,
    after: int = 0,
    last: int | None = None,
) -> Walked:
    """Read the entries after one sequence number up to another: every broken place, and their sums."""
    before = select(model.sequence, model.hash).where(model.chain == chain, model.sequence <= after)
    row = session.execute(before.order_by(model.sequence.desc(), model.rowid.desc()).limit(1)).first()
    end = None if row is None or after == 0 else Head(chain, row.sequence, row.hash)
    bounds = [] if last is None else [model.sequence <= last]
    bounds += [model.sequence > after] if after else []  # the first part has what stands below 1, too
    chunks = _read(session, model, [], [model.sequence], model.chain == chain, *bounds)
    found = Walked([])
    tallied = _tallied(chunks, model, tally, found)
    found.faults = list(islice(_follow(session, model, chain, tallied, end), MOST_FAULTS))
    return found


def _tallied(
    chunks: Iterable[_Rows], model: type[ChainEntry], tally: Tally, found: Walked
) -> Iterator[_Rows]:
    places = {column.name: place for place, column in enumerate(_typed(model).values(), start=2)}
    width = len(tally.keys)
    wanted = itemgetter(*(places[name] for name in (*tally.keys, *tally.figures)))
    for rows in chunks:
        found.entries += len(rows)
        for values, times in Counter(map(wanted, rows)).items():
            sums = found.sums.setdefault(values[:width], [0] * len(tally.figures))
            for place, value in enumerate(values[width:]):
                sums[place] += value * times if isinstance(value, int) else 0  # no number: a fault by itself
        yield rows


def verify_chains(session: Session, model: type[ChainEntry]) -> list[Fault]:
    """Read every chain of a table in one go and return every broken place, at most `MOST_FAULTS`."""
    chunks = _read(session, model, [model.chain], [model.chain, model.sequence])
    from_iterable = itertools.chain.from_iterable
    found = (
        fault
        for chain, entries in groupby(from_iterable(chunks), key=itemgetter(0))
        for fault in _follow(session, model, chain, _chunked(entry[1:] for entry in entries))
    )
    return list(islice(found, MOST_FAULTS))


def _chunked(rows: Iterator[Sequence[Any]]) -> Iterator[_Rows]:
    while some := list(islice(rows, _CHUNK)):
        yield some


def _follow(
    session: Session,
    model: type[ChainEntry],
    chain: str,
    chunks: Iterable[_Rows],
    after: Head | None = None,
) -> Iterator[Fault]:
    columns = _typed(model).values()
    return follow(
        chain,
        [str(column.name) for column in columns],
        chunks,
        after=after,
        stored_as=_stored_as(model, session.get_bind().dialect.name),
    )


@cache
def _stored_as(model: type[ChainEntry], dialect: str) -> dict[str, Callable[[str], str]]:
    """Return how columns are stored whose values are compared as they are stored."""
    if dialect != "sqlite":
        return {}
    spellings = {column.name: spelling_of(column).in_sqlite for column in _typed(model).values()}
    return {name: turn for name, turn in spellings.items() if turn is not None}


def find_fault_of_head(session: Session, model: type[ChainEntry], kept: Head) -> Fault | None:
    """Say what is wrong when a chain lacks a head that was kept elsewhere: cut off, or written anew."""
    if kept == Head.of_empty(kept.chain):
        return None
    query = select(model.hash).where(model.chain == kept.chain, model.sequence == kept.count)
    found = session.scalar(query)
    if found == kept.hash:
        return None
    return Fault(kept.chain, kept.count, FaultKind.HEAD, f"{kept.hash} != {found}")


def find_strays(session: Session, model: type[ChainEntry], chain: str, county_code: str) -> list[Fault]:
    """Return entries of a county that stand in another chain than its own."""
    other = select(model.chain, model.sequence).where(model.county_code == county_code, model.chain != chain)
    rows = session.execute(other.order_by(model.chain, model.sequence).limit(MOST_FAULTS))
    return [Fault(row.chain, row.sequence, FaultKind.STRAY, chain) for row in rows]


def _read(
    session: Session,
    model: type[ChainEntry],
    first: list[Any],
    order: list[Any],
    *wanted: ColumnElement[bool],
) -> Iterator[_Rows]:
    """Read columns, body, hash and typed columns in chunks, as the driver gives them: it must be fast."""
    session.flush()
    dialect = session.get_bind().dialect.name
    typed = [getattr(spelling_of(column), dialect)(column) for column in _typed(model).values()]
    raw = [type_coerce(column, NullType) for column in (*first, model.body, model.hash, *typed)]
    query = select(*raw).where(*wanted).order_by(*order)
    if dialect == "postgresql":
        yield from _by_server_cursor(session.connection(), query)
        return
    with session.connection().execute(query) as found:  # SQLite reads on as it is asked to
        while rows := found.cursor.fetchmany(_CHUNK):
            yield rows


def _by_server_cursor(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[_Rows]:
    """Read by a cursor of the server, which does not send everything at once, and in binary.

    The library above the driver has no word for the latter, which takes half of the client's time.
    """
    connection.exec_driver_sql("SET LOCAL datestyle TO ISO")  # how `spelling` has days written
    compiled = query.compile(dialect=connection.dialect)
    driver: Any = connection.connection.driver_connection
    with driver.cursor(name="chain", binary=True) as cursor:
        cursor.execute(str(compiled), compiled.params)
        while rows := cursor.fetchmany(_CHUNK):
            yield rows

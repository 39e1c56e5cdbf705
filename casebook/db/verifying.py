"""Walking through a long chain by several processes: each reads a part of it by a connection of its own.

A part begins where the one before it ends, so that together they find what one walk would. Only what
is committed is seen; whoever has just written asks for one process.
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from casebook.db.chain import Walked, walk
from casebook.db.session import engine_options

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from casebook.db.chain import ChainEntry, Tally

LEAST = 20_000
"""Entries for which another process is worth its start."""
_POOL = {"pool_size", "max_overflow", "pool_pre_ping"}


@dataclass(frozen=True)
class _Part:
    """Entries of a chain after one sequence number, up to and with another."""

    url: str
    model: type[ChainEntry]
    chain: str
    tally: Tally
    after: int
    last: int


def walk_in_parts(
    session: Session, model: type[ChainEntry], chain: str, tally: Tally, *, processes: int
) -> Walked:
    """Return every broken place of a chain, at most `MOST_FAULTS`, and its sums, as `walk` does."""
    bind: Engine = session.get_bind().engine
    last = session.scalar(select(func.max(model.sequence)).where(model.chain == chain)) or 0
    count = min(processes, last // LEAST)
    if count < 2:  # noqa: PLR2004 - one part is the whole
        return walk(session, model, chain, tally)
    url = bind.url.render_as_string(hide_password=False)
    bounds = [last * number // count for number in range(count + 1)]
    parts = [_Part(url, model, chain, tally, after, until) for after, until in pairwise(bounds)]
    whole = Walked([])
    with multiprocessing.get_context("fork").Pool(count) as pool:
        for found in pool.map(_walk, parts, chunksize=1):
            whole.add(found)
    return whole


def _walk(part: _Part) -> Walked:
    options = {name: value for name, value in engine_options(part.url).items() if name not in _POOL}
    engine = create_engine(part.url, poolclass=NullPool, **options)
    with Session(engine) as session:
        return walk(session, part.model, part.chain, part.tally, after=part.after, last=part.last)

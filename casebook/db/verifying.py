"""Verifying a long chain by several processes: each reads a part of it by a connection of its own.

A part begins where the one before it ends, so that together they find what one walk would. Only what
is committed is seen; whoever has just written verifies by `chain.verify_chain`.
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from casebook.db import chain as chains
from casebook.db.session import engine_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from casebook.db.chain import ChainEntry
    from casebook.kernel.chains import Fault

LEAST = 20_000
"""Entries for which another process is worth its start."""
_POOL = {"pool_size", "max_overflow", "pool_pre_ping"}


@dataclass(frozen=True)
class _Part:
    """Entries of a chain after one sequence number, up to and with another."""

    url: str
    model: type[ChainEntry]
    chain: str
    after: int
    last: int


def verify_in_parts(session: Session, model: type[ChainEntry], chain: str, *, processes: int) -> list[Fault]:
    """Return every broken place of a chain, at most `MOST_FAULTS`, as `verify_chain` does."""
    bind: Engine = session.get_bind().engine
    last = session.scalar(select(func.max(model.sequence)).where(model.chain == chain)) or 0
    count = min(processes, last // LEAST)
    if count < 2:  # noqa: PLR2004 - one part is the whole
        return chains.verify_chain(session, model, chain)
    url = bind.url.render_as_string(hide_password=False)
    bounds = [last * number // count for number in range(count + 1)]
    parts = [_Part(url, model, chain, after, until) for after, until in pairwise(bounds)]
    with multiprocessing.get_context("fork").Pool(count) as pool:
        found: Sequence[list[Fault]] = pool.map(_verify, parts, chunksize=1)
    return [fault for faults in found for fault in faults][: chains.MOST_FAULTS]


def _verify(part: _Part) -> list[Fault]:
    options = {name: value for name, value in engine_options(part.url).items() if name not in _POOL}
    engine = create_engine(part.url, poolclass=NullPool, **options)
    with Session(engine) as session:
        return chains.verify_part(session, part.model, part.chain, after=part.after, last=part.last)

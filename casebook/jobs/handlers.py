"""Which function does which kind of work; features register theirs in their own `handlers` module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.kernel import clock
from casebook.storage import actions as storage

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.jobs.context import JobContext

    Handler = Callable[[JobContext], dict[str, Any] | None]


@dataclass(frozen=True)
class Registered:
    """One kind of work: what does it, what people call it, and how often it comes by itself."""

    run: Handler
    title: object
    every: timedelta | None = None


_kinds: dict[str, Registered] = {}


def register(kind: str, run: Handler, *, title: object, every: timedelta | None = None) -> None:
    """Let `run` do the work of a kind. `title` is what the progress page calls it.

    With `every` the work also comes by itself, once in each span of that length, with an empty
    payload. `run` gets a JobContext; the dict that it returns is the job's result, and a `url`
    in it is where the requester finds what was made.
    """
    _kinds[kind] = Registered(run, title, every)


def handler_of(kind: str) -> Handler | None:
    """Return what does the work of a kind, or None."""
    found = _kinds.get(kind)
    return found.run if found else None


def title_of(kind: str) -> str:
    """Return what people call work of a kind."""
    found = _kinds.get(kind)
    return str(found.title) if found else kind


def periodic() -> list[tuple[str, timedelta]]:
    """Return (kind, length of a turn) of the work that comes by itself."""
    return [(kind, found.every) for kind, found in sorted(_kinds.items()) if found.every is not None]


def _sweep(context: JobContext) -> dict[str, Any]:
    now = clock.now()
    left = storage.sweep_incoming(context.session, now=now)
    return {"removed": left + storage.sweep_unclaimed(context.session, now=now)}


# storage lies below jobs and cannot register its own work
register("storage:sweep", _sweep, title=_l("清理未完成的上传"), every=timedelta(hours=6))

"""Making a package from one end to the other, for the command and for the worker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from casebook.cases.queries.file import load_file
from casebook.db.transaction import reading
from casebook.documents.rendering import render_pdf
from casebook.dossier import actions, binding, files, queries
from casebook.dossier.actions import House
from casebook.dossier.sheets import Press
from casebook.kernel.clock import local_day
from casebook.keys import manifest, signing, timestamps, wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.config import Settings
    from casebook.dossier.actions import Bound, Written


def _silent(_done: int, _total: int | None) -> None:
    """Tell nobody how far the work is."""


def house_of(settings: Settings) -> House:
    """Return what packages need of this house: its keys, its paper, its time stamp authority."""
    url = settings.timestamp_url
    return House(
        signer=signing.load(settings),
        keys=tuple(wire.public_text(key.public()) for key in manifest.read(settings)),
        print_list=_print,
        stamp=partial(timestamps.obtain, url) if url else None,
    )


def _print(facts: dict[str, Any]) -> bytes:
    return render_pdf("letters/package.html", **facts)


def write(
    session: Session, *, actor: Actor, now: datetime, number: str, settings: Settings, directory: Path
) -> tuple[Written, Path]:
    """Write the package of a case or a closure into a folder; the database is only read meanwhile."""
    with reading(session), files.writing(directory) as (target, path):
        material = queries.get_material(session, number, actor)
        written = actions.write_package(
            session, actor=actor, now=now, material=material, house=house_of(settings), target=target
        )
    return written, path


def write_bundle(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    settings: Settings,
    directory: Path,
    told: Callable[[int, int | None], None] = _silent,
) -> tuple[Written, Bound, Path]:
    """Bind the volumes of a case and write its archive bundle into a folder; the database is only read."""
    with reading(session), files.writing(directory) as (target, path):
        file = load_file(session, number, actor)
        material = queries.get_material(session, number, actor)
        found = queries.review_file(session, file, today=local_day(now))
        bound = binding.bind(Press(session, actor, now, file, settings.is_demo), found, told)
        written = actions.write_package(
            session,
            actor=actor,
            now=now,
            material=material,
            house=house_of(settings),
            target=target,
            bound=bound,
        )
    return written, bound, path

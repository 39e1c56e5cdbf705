"""What waits for an officer: every feature offers its own, and the desk shows all of it as one list.

A feature's `waiting.py` has `waiting(session, actor, today)`, which yields the tasks that this officer
can move, at most `MOST` of each kind and by a fixed number of statements. Where clocks run on records of
the feature it also has `PAGES`: subject kind to `Page`. Wiring hands both in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor, Permission

    Offer = Callable[[Session, Actor, date], Iterable["Task"]]
    Addresses = Callable[[Session, Collection[UUID]], Mapping[UUID, str]]

MOST = 50
"""How many of one kind a desk shows; the lists behind it show all."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits. `step` says what to do next and `url` is where it is done.

    What has a clock is made by `deadlines.presenters.task_of_clock`: `alarm_on` decides the group, and by
    its `term_id` the task stands in place of the bare line that deadlines offers for that clock.
    """

    step: str
    title: str
    url: str
    number: str = ""
    place: str = ""
    due_on: date | None = None
    alarm_on: date | None = None
    days_left: int | None = None
    state: str = "on_track"
    provisional: bool = False
    term_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Where records of one kind are shown: who may see them, and the addresses of some by their ids."""

    permission: Permission
    addresses: Addresses


_offers: list[Offer] = []
_pages: dict[str, Page] = {}


def register(offer: Offer, pages: Mapping[str, Page]) -> None:
    """Take what a feature offers, and the pages of its subject kinds."""
    if offer not in _offers:
        _offers.append(offer)
    _pages.update(pages)


def tasks_for(session: Session, actor: Actor, today: date) -> list[Task]:
    """Return all that waits for an officer, bottom feature first; an upper task stands for its clock."""
    found: dict[object, Task] = {}
    for offer in _offers:
        for task in offer(session, actor, today):
            found[task.term_id or object()] = task
    return list(found.values())


def addresses_of(
    session: Session, actor: Actor, subjects: Collection[tuple[str, UUID]]
) -> dict[tuple[str, UUID], str]:
    """Return where these subjects (kind, id) are shown, as far as the officer may see their pages.

    One statement for each kind.
    """
    found: dict[tuple[str, UUID], str] = {}
    for kind, page in _pages.items():
        ids = {subject_id for one, subject_id in subjects if one == kind}
        if ids and actor.can(page.permission):
            found |= {(kind, one): url for one, url in page.addresses(session, ids).items()}
    return found


def visible_kinds(actor: Actor) -> set[str]:
    """Return the kinds of subjects whose pages an officer may see."""
    return {kind for kind, page in _pages.items() if actor.can(page.permission)}


def may_see(actor: Actor, subject_kind: str) -> bool:
    """Say whether an officer may see the pages of a kind of subject; one without pages is nobody's."""
    page = _pages.get(subject_kind)
    return page is not None and actor.can(page.permission)

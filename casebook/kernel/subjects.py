"""What an act, a paper, a posting or a look is about, for features that know nothing of what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class Subject:
    """A record of some other feature.

    `title` is what people call it: a number or code. It enters hash chains, which nothing
    can be erased from, so it never holds a party's name. `division_code` says who may see it.
    """

    kind: str
    id: UUID
    title: str
    division_code: str

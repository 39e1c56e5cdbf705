"""What a file, a number, a term or an audit entry is about, without knowing the feature it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class Subject:
    """A record of any feature: its kind (well, case, …), id, title for people, and place."""

    kind: str
    id: UUID
    title: str
    division_code: str

"""What is to be done with the lines of a file: judged while reading, kept on disk, written afterwards.

So a large file is judged without holding the database's write lock, and without holding all of it
in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


@dataclass(slots=True)
class PlannedLine:
    """A line that is refused, warned, new or different; all others need nothing."""

    row: int
    code: str | None
    is_refused: bool
    findings: list[dict[str, Any]] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
    said: dict[str, Any] | None = None
    """What an accepted line says; None where nothing is to be written."""
    division_code: str | None = None
    zones: list[str] = field(default_factory=list)
    well_id: str | None = None
    """The well it is about; None for a new one."""
    version: int | None = None
    """The version of the well that it was compared with."""

    @property
    def is_new(self) -> bool:
        """Whether the line brings a well that the register does not have."""
        return self.said is not None and self.well_id is None

    @property
    def is_flagged(self) -> bool:
        """Whether somebody should look at the line."""
        return bool(self.findings or self.differences)

    @property
    def zone_ids(self) -> tuple[UUID, ...]:
        """The zones whose shape covers the position."""
        return tuple(UUID(zone) for zone in self.zones)


class Plan:
    """The planned lines of one file, in their order."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by __exit__, the plan outlives this call

    def __enter__(self) -> Self:
        """Hold the plan until the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the temporary file vanish."""
        self._file.close()

    def add(self, line: PlannedLine) -> None:
        """Append a line."""
        self._file.write(orjson.dumps(line) + b"\n")

    def lines(self) -> Iterator[PlannedLine]:
        """Yield the lines; only one such walk at a time."""
        self._file.seek(0)
        for line in self._file:
            yield PlannedLine(**orjson.loads(line))

"""Finding the same firm on two lists: by its number, else by its name as it is read, not as it is typed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

from casebook.kernel.cells import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

Entry = TypeVar("Entry")
_MARKS = str.maketrans("", "", " 　()（）【】[]·•.-—")


def name_key(name: str) -> str:
    """Return a name without blanks and brackets, full-width forms folded."""
    return fold(name).translate(_MARKS).lower()


class Matcher(Generic[Entry]):
    """Entries by number and by name. Two that both bear numbers, and other ones, are never the same."""

    def __init__(self, entries: Iterable[tuple[str, str, Entry]]) -> None:
        self._by_number: dict[str, list[Entry]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for number, name, entry in entries:
            if number:
                self._by_number[number.upper()].append(entry)
            if name:
                self._by_name[name_key(name)].append((number.upper(), entry))

    def find(self, number: str, name: str) -> list[Entry]:
        """Return the entries of the same firm: those of its number, then those of its name alone."""
        own = number.upper()
        found = list(self._by_number.get(own, ())) if own else []
        by_name = self._by_name.get(name_key(name), ()) if name else ()
        return found + [one for other, one in by_name if not (other and own)]

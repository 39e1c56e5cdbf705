"""Merging townships' returns on one form into one file, with a list of what does not agree.

What does not stand up is not merged: the list says so, and how to mend it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.blanks.rules import comparing
from casebook.blanks.rules.comparing import Mismatch, MismatchKind, Return, as_number
from casebook.blanks.rules.places import is_sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casebook.blanks.books.book import Book
    from casebook.blanks.rules.cells import Area, Place
    from casebook.blanks.rules.places import Places

    Values = dict[str, dict[Place, str | Decimal | None]]
    Areas = Sequence[tuple[str, Area]]

MOST_CONFLICTS = 2_000


class MergeMode(StrEnum):
    """How returns become one."""

    SUM = "sum"
    """Each cell is the sum of theirs."""
    OWN_ROW = "own_row"
    """Each township's row is taken from its own return."""
    ROWS = "rows"
    """Their rows are gathered below each other, in the order of townships."""


@dataclass
class Merged:
    """What a merge made."""

    values: Values = field(default_factory=lambda: defaultdict(dict))
    conflicts: list[Mismatch] = field(default_factory=list)
    used: list[Return] = field(default_factory=list)
    """The returns that went in."""


def merge(blank: Book, returns: Sequence[Return], places: Places, mode: MergeMode, areas: Areas) -> Merged:
    """Merge returns; `areas` are the cells that are merged, none lets casebook choose them (sums only)."""
    merged = Merged()
    ends = comparing.table_ends(blank, _chosen(blank, returns, mode, areas))
    whole = [one for one in returns if not _refused(blank, one, ends, merged)]
    cells = _chosen(blank, whole, mode, areas)
    merged.used = _once_each(whole, cells, merged)
    merged.conflicts += comparing.odd_units(merged.used, cells)
    sums = comparing.sums_of(blank, cells)
    for one in merged.used:
        merged.conflicts += comparing.wrong_totals(one, sums)
    if mode is MergeMode.SUM:
        _sum(merged, cells, blank)
    elif mode is MergeMode.OWN_ROW:
        _own_rows(merged, blank, areas, places)
    else:
        _gather(merged, blank, areas)
    sent = {one.division for one in returns}
    missing = [code for code in places.townships if code not in sent]
    merged.conflicts += [Mismatch(MismatchKind.TOWNSHIP_MISSING, division=code) for code in missing]
    del merged.conflicts[MOST_CONFLICTS:]
    return merged


def _refused(blank: Book, one: Return, ends: Mapping[str, int], merged: Merged) -> bool:
    """Say whether a return cannot be merged at all, and note why."""
    if not one.division:
        merged.conflicts.append(Mismatch(MismatchKind.TOWNSHIP_UNKNOWN, one.name))
        return True
    found = comparing.structure(blank, one, ends)
    merged.conflicts += found
    return bool(found)


def _chosen(blank: Book, returns: Sequence[Return], mode: MergeMode, areas: Areas) -> list[tuple[str, Place]]:
    """Return the cells that are merged; by themselves those that hold a figure in some return."""
    if not areas and mode is MergeMode.SUM:
        return comparing.figure_cells(blank, returns)
    found = []
    for name, area in areas:
        sheet = blank.sheet(name)
        found += [
            (name, place)
            for place in area
            if sheet.head_of(place) == place and not blank.content(sheet, place).is_formula
        ]
    return found


def _once_each(returns: Sequence[Return], cells: Sequence[tuple[str, Place]], merged: Merged) -> list[Return]:
    """Return one return of each township, in the order of codes; of two that differ none."""
    by_division: dict[str, list[Return]] = defaultdict(list)
    for one in returns:
        by_division[one.division].append(one)
    used = []
    for code in sorted(by_division):
        first, *others = by_division[code]
        differences = [conflict for other in others for conflict in comparing.unlike(first, other, cells)]
        merged.conflicts += differences
        if differences:
            continue
        merged.conflicts += [Mismatch(MismatchKind.SENT_TWICE, other.name, code) for other in others]
        used.append(first)
    return used


def _sum(merged: Merged, cells: Iterable[tuple[str, Place]], blank: Book) -> None:
    wanted = list(cells)
    sums: dict[tuple[str, Place], Decimal] = {}
    for one in merged.used:
        for name, place in wanted:
            content = one.content(name, place)
            number, is_blank = as_number(content)
            if number is not None:
                sums[name, place] = sums.get((name, place), Decimal(0)) + number
            elif not is_blank:
                merged.conflicts.append(
                    Mismatch(
                        MismatchKind.NOT_A_NUMBER, one.name, one.division, name, str(place), content.text
                    )
                )
        merged.conflicts += comparing.lost_texts(blank, one, set(wanted))
    for (name, place), number in sums.items():
        merged.values[name][place] = number


def _own_rows(merged: Merged, blank: Book, areas: Areas, places: Places) -> None:
    for name, area in areas:
        rows = range(area.first.row, area.last.row + 1)
        owners = {row: comparing.owner(blank, name, row, area.first.column, places) for row in rows}
        for one in merged.used:
            if one.division not in owners.values():
                merged.conflicts.append(
                    Mismatch(MismatchKind.ROW_MISSING, one.name, one.division, name, str(area))
                )
            for place in area:
                _take_own(merged, blank, one, name, place, owners[place.row])


def _take_own(merged: Merged, blank: Book, one: Return, name: str, place: Place, owner: str | None) -> None:
    empty, content = blank.content(blank.sheet(name), place), one.content(name, place)
    if content.text == empty.text or empty.is_formula or owner is None:
        return
    if owner == one.division:
        number, is_blank = as_number(content)
        merged.values[name][place] = None if is_blank else number if number is not None else content.text
    elif owner in {used.division for used in merged.used}:
        merged.conflicts.append(
            Mismatch(MismatchKind.FOREIGN_ROW, one.name, one.division, name, str(place), content.text)
        )


def _gather(merged: Merged, blank: Book, areas: Areas) -> None:
    for name, area in areas:
        target = area.first.row
        for one in merged.used:
            for cells in _rows_of(blank, one, name, area):
                if target > area.last.row:
                    merged.conflicts.append(
                        Mismatch(MismatchKind.NO_ROOM, one.name, one.division, name, str(area))
                    )
                    break
                for place, value in cells.items():
                    merged.values[name][place._replace(row=target)] = value
                target += 1


def _rows_of(blank: Book, one: Return, name: str, area: Area) -> list[dict[Place, Decimal | str]]:
    """Return the rows in which a return says something of its own; sums are not gathered."""
    empty, found = blank.sheet(name), []
    for row in range(area.first.row, area.last.row + 1):
        line = [place for place in area if place.row == row]
        contents = {place: one.content(name, place) for place in line}
        says = any(
            content.text and not content.is_formula and content.text != blank.content(empty, place).text
            for place, content in contents.items()
        )
        if not says or any(is_sum(content.text) for content in contents.values()):
            continue
        found.append(
            {
                place: content.number if content.number is not None else content.text
                for place, content in contents.items()
                if content.text and not empty.is_formula(place) and empty.head_of(place) == place
            }
        )
    return found

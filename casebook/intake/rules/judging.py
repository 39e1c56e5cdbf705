"""Lines of a register against the map and against each other.

`duplicate_code`: any earlier line with the same well-formed code makes the later one a duplicate,
whether or not the earlier is accepted. `possible_duplicate`: only accepted wells count as earlier,
those of the register that the file does not name included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from casebook.intake.rules.fields import Field
from casebook.intake.rules.reasons import ORDER, Reason
from casebook.kernel.cells import Unreadable, is_blank, written
from casebook.kernel.coordinates import CrsSource, Located, PlaceCell, Unlocated, locate_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.intake.rules.layout import Layout
    from casebook.intake.rules.nearby import Neighbours
    from casebook.intake.rules.reading import Line, LineReader
    from casebook.intake.rules.table import Row
    from casebook.intake.rules.townships import Townships
    from casebook.kernel.cells import Cell
    from casebook.kernel.coordinates import WrittenPlace
    from casebook.regions.locator import Place

_PAIR_MARKS = str.maketrans("，、；;/|", ",,,,,,")


class Map(Protocol):
    """What knows the county's areas."""

    def locate_many(self, lons: Sequence[float], lats: Sequence[float]) -> Sequence[Place]:
        """Return what each position lies in."""


class Judge:
    """Judges the lines of one register in their order."""

    def __init__(
        self, layout: Layout, reader: LineReader, county: Map, townships: Townships, neighbours: Neighbours
    ) -> None:
        self._layout = layout
        self._reader = reader
        self._county = county
        self._townships = townships
        self._neighbours = neighbours
        self._first_rows: dict[str, int] = {}
        self._of_cell = {PlaceCell.X: Field.LON, PlaceCell.Y: Field.LAT, PlaceCell.CRS: Field.CRS}
        if Field.PLACE in layout.by_field and Field.LON not in layout.by_field:
            self._of_cell |= {PlaceCell.X: Field.PLACE, PlaceCell.Y: Field.PLACE}

    def judge(self, rows: Sequence[Row]) -> list[Line]:
        """Return the next lines with all that is wrong with each, most serious first."""
        lines = [self._reader.read(row) for row in rows]
        self._place(rows, lines)
        for row, line in zip(rows, lines, strict=True):
            self._check_township(row, line)
            self._check_code(row, line)
            self._check_neighbours(row, line)
            if len(line.findings) > 1:
                line.findings.sort(key=lambda finding: ORDER[finding.reason])
        return lines

    def _place(self, rows: Sequence[Row], lines: Sequence[Line]) -> None:
        """Read the written places, and look up on the map those that could be read."""
        located: list[tuple[Row, Line]] = []
        answers = locate_many(self._written_place(row) for row in rows)
        for row, line, answer in zip(rows, lines, answers, strict=True):
            if isinstance(answer, Unlocated):
                self._tell_faults(row, line, answer)
                continue
            line.lon, line.lat, line.crs_source = answer.lon, answer.lat, answer.source
            self._keep_written(row, line, answer)
            located.append((row, line))
        lons, lats = [line.lon or 0.0 for _, line in located], [line.lat or 0.0 for _, line in located]
        for (row, line), place in zip(located, self._county.locate_many(lons, lats), strict=True):
            line.division_code, line.zones = place.township, place.zones
            if not place.is_inside:
                says = f"{line.lon:.6f}, {line.lat:.6f}"
                finding = self._reader.finding(row, Reason.OUTSIDE_COUNTY, self._of_cell[PlaceCell.X], says)
                line.findings.append(finding)

    def _written_place(self, row: Row) -> WrittenPlace:
        if self._of_cell[PlaceCell.X] is Field.PLACE:
            x, y = _pair(self._reader.cell(row, Field.PLACE))
        else:
            x, y = self._reader.cell(row, Field.LON), self._reader.cell(row, Field.LAT)
        crs = self._reader.cell(row, Field.CRS)
        return x, y, self._declared() if is_blank(crs) else crs

    def _declared(self) -> str | None:
        """Return the system that headers declare, or the notes above where no column is for it."""
        by_header = self._layout.by_field[self._of_cell[PlaceCell.X]].meaning
        source = by_header.crs if by_header else None
        if source is None and Field.CRS not in self._layout.by_field:
            source = self._layout.crs
        return source.value if source else None

    def _tell_faults(self, row: Row, line: Line, answer: Unlocated) -> None:
        told = dict.fromkeys((Reason(f.problem.value), self._of_cell[f.cell]) for f in answer.faults)
        line.findings += [self._reader.finding(row, reason, of) for reason, of in told]

    def _keep_written(self, row: Row, line: Line, place: Located) -> None:
        """Keep the register's own coordinates unless they are plain degrees in the stored system."""
        for of in dict.fromkeys(self._of_cell.values()):
            cell = self._reader.cell(row, of)
            is_plain = place.source is CrsSource.CGCS2000 and (of is Field.CRS or "." in written(cell)[:4])
            if not is_plain and not is_blank(cell):
                line.kept[of.value] = Unreadable.of(cell).written

    def _check_township(self, row: Row, line: Line) -> None:
        cell = self._reader.cell(row, Field.TOWNSHIP)
        if is_blank(cell):
            return
        named = self._townships.find(cell)
        if named is None:
            line.findings.append(self._reader.finding(row, Reason.TOWNSHIP_UNKNOWN, Field.TOWNSHIP))
        elif line.division_code is not None and named != line.division_code:
            located = self._townships.names.get(line.division_code, line.division_code)
            line.findings.append(self._reader.finding(row, Reason.TOWNSHIP_MISMATCH, Field.TOWNSHIP, located))
        if named is None or named != line.division_code:
            line.kept[Field.TOWNSHIP.value] = Unreadable.of(cell).written

    def _check_code(self, row: Row, line: Line) -> None:
        is_formed = not any(f.reason in {Reason.CODE_MISSING, Reason.CODE_MALFORMED} for f in line.findings)
        if line.code is None or not is_formed:
            return
        first = self._first_rows.setdefault(line.code, row.number)
        if first != row.number:
            line.findings.append(self._reader.finding(row, Reason.DUPLICATE_CODE, Field.CODE, str(first)))

    def _check_neighbours(self, row: Row, line: Line) -> None:
        if line.is_refused or line.lon is None or line.lat is None or line.code is None:
            return
        other = self._neighbours.nearest(line.lon, line.lat)
        self._neighbours.add(line.lon, line.lat, line.code)
        if other is not None:
            of = self._of_cell[PlaceCell.X]
            line.findings.append(self._reader.finding(row, Reason.POSSIBLE_DUPLICATE, of, other))


def _pair(cell: Cell) -> tuple[Cell, Cell]:
    """Return the two coordinates of one cell; what is not two of them stays whole, to be refused."""
    if is_blank(cell):
        return None, None
    text = written(cell).translate(_PAIR_MARKS)
    parts = text.split(",") if "," in text else text.split()
    return (parts[0], parts[1]) if len(parts) == 2 else (written(cell), None)  # noqa: PLR2004 - a pair

"""One line of the register, cell by cell: its facts, and what is wrong with its cells.

Where the well lies and how the line stands to others is judged for many lines at once, in `judging`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.intake.rules import words
from casebook.intake.rules.fields import UNITS, Field
from casebook.intake.rules.reasons import Finding, Reason
from casebook.intake.rules.table import address
from casebook.kernel.cells import (
    DateReading,
    Unreadable,
    is_blank,
    normalise,
    read_date,
    read_number,
    read_text,
    written,
)
from casebook.kernel.identifiers import PermitNumber, read_identifier, read_permit_number, read_well_code
from casebook.kernel.volumes import cubic_metres, litres
from casebook.regions.rules import Aquifer
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from casebook.intake.rules.layout import Column, Layout
    from casebook.intake.rules.table import Row
    from casebook.kernel.cells import Cell
    from casebook.kernel.coordinates import CrsSource

SHALLOW_MOST_M = 60
DEEP_LEAST_M = 180
"""Bases of the layers in Liaocheng, rules.md 1."""

LONGEST_PERMIT_YEARS = 10
"""取水条例 25."""

_TEXT_LIMITS = {
    Field.VILLAGE: 60,
    Field.HOLDER: 120,
    Field.OWNER: 120,
    Field.MANAGER: 120,
    Field.USER: 120,
    Field.HOLDER_PHONE: 40,
    Field.OWNER_PHONE: 40,
    Field.MANAGER_PHONE: 40,
    Field.USER_PHONE: 40,
    Field.CASING_MATERIAL: 40,
    Field.METER_NUMBER: 40,
    Field.ELECTRICITY_ACCOUNT: 40,
    Field.PLATE: 40,
    Field.REMARK: 1_000,
}
"""Characters that the register keeps of each text; a longer one is refused, not cut."""

_LIMITS = {
    Field.DEPTH: "depth_m",
    Field.CASING: "casing_mm",
    Field.FLOW: "pump_flow_m3h",
    Field.POWER: "pump_power_kw",
    Field.AREA: "irrigated_mu",
    Field.VOLUME: "volume_m3",
    Field.PERMIT_VOLUME: "volume_m3",
}
"""By which limit of the register (`wells.rules.LIMITS`) a number is held."""

_IDENTIFIERS = (
    Field.HOLDER_IDENTIFIER,
    Field.OWNER_IDENTIFIER,
    Field.MANAGER_IDENTIFIER,
    Field.USER_IDENTIFIER,
)
_IDENTIFIER_LIMIT = 40

_MEASURES = (Field.DEPTH, Field.CASING, Field.FLOW, Field.POWER, Field.AREA)

_CODED: tuple[tuple[Field, Callable[[Cell], Any], Any], ...] = (
    (Field.STATUS, words.read_status, WellStatus.UNVERIFIED),
    (Field.USE, words.read_use, WellUse.OTHER),
    (Field.AQUIFER, words.read_aquifer, Aquifer.UNKNOWN),
    (Field.METER_KIND, words.read_meter, MeterKind.UNKNOWN),
)


@dataclass(frozen=True)
class Register:
    """How one county's register is to be read."""

    layout: Layout
    code_pattern: re.Pattern[str]
    township_codes: frozenset[str]
    """Codes with which a well's code may begin; empty when any may, because the pattern alone decides."""
    limits: Mapping[str, tuple[float, float]]
    """`wells.rules.limits`."""


@dataclass(slots=True)
class Line:
    """What one row of the register says."""

    row: int
    """The row's number as the sheet shows it."""
    code: str | None = None
    """As read; as written where it is malformed."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Values by name, see `_read_*`; only of fields that the register has a column for."""
    kept: dict[str, str] = field(default_factory=dict)
    """The register's own words by field, where what is stored says it otherwise."""
    findings: list[Finding] = field(default_factory=list)
    lon: float | None = None
    lat: float | None = None
    """EPSG:4490; None where they cannot be computed."""
    crs_source: CrsSource | None = None
    division_code: str | None = None
    """The township that the position lies in."""
    zones: tuple[UUID, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether something forbids taking the line into the register."""
        return any(finding.is_refusing for finding in self.findings)


class LineReader:
    """Reads the rows of one register."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._columns = register.layout.by_field
        self._texts = [(f, n) for f, n in _TEXT_LIMITS.items() if f in self._columns]
        self._measures = [f for f in _MEASURES if f in self._columns]
        self._coded = [entry for entry in _CODED if entry[0] in self._columns]
        self._identifiers = [f for f in _IDENTIFIERS if f in self._columns]
        limits = {
            name: (Decimal(str(low)), Decimal(str(high))) for name, (low, high) in register.limits.items()
        }
        self._ranges = {f: limits[name] for f, name in _LIMITS.items()}

    def read(self, row: Row) -> Line:
        """Return what a row says, without its place."""
        line = Line(row.number)
        self._read_code(row, line)
        self._read_texts(row, line)
        self._read_identifiers(row, line)
        self._read_coded(row, line)
        self._read_measures(row, line)
        self._read_volumes(row, line)
        self._read_dates(row, line)
        self._read_permit(row, line)
        self._check_layer(row, line)
        return line

    def finding(self, row: Row, reason: Reason, of: Field, detail: str = "") -> Finding:
        """Return a reason with the cell of a field."""
        column = self._columns.get(of)
        return self._at(row, reason, column, detail) if column else Finding(reason, detail=detail)

    def _at(self, row: Row, reason: Reason, column: Column, detail: str = "") -> Finding:
        says = Unreadable.of(row.cell(column.index)).written
        return Finding(reason, address(row.index, column.index), column.header, says, detail)

    def cell(self, row: Row, of: Field) -> Cell:
        """Return the cell of a field, None when the register has no such column."""
        column = self._columns.get(of)
        return row.cell(column.index) if column else None

    def _read_code(self, row: Row, line: Line) -> None:
        cell = self.cell(row, Field.CODE)
        code = read_well_code(cell, self._register.code_pattern)
        if code is None:
            line.findings.append(self.finding(row, Reason.CODE_MISSING, Field.CODE))
        elif isinstance(code, Unreadable) or not self._begins_well(code):
            line.code = code.written if isinstance(code, Unreadable) else code
            line.findings.append(self.finding(row, Reason.CODE_MALFORMED, Field.CODE))
        else:
            line.code = code

    def _begins_well(self, code: str) -> bool:
        townships = self._register.township_codes
        return not townships or code[:9] in townships

    def _read_texts(self, row: Row, line: Line) -> None:
        for of, limit in self._texts:
            text = self._text(row, line, of, limit)
            line.facts[of.value] = text
        for of in (Field.HOLDER_PHONE,):
            extra = self._register.layout.every(of)[1:]
            if extra and not line.facts[of.value]:
                texts = (read_text(row.cell(column.index), limit=_TEXT_LIMITS[of]) for column in extra)
                line.facts[of.value] = next((text for text in texts if isinstance(text, str)), "")

    def _text(self, row: Row, line: Line, of: Field, limit: int) -> str:
        text = read_text(self.cell(row, of), limit=limit)
        if isinstance(text, Unreadable):
            line.findings.append(self.finding(row, Reason.TEXT_TOO_LONG, of))
            return ""
        return text or ""

    def _read_identifiers(self, row: Row, line: Line) -> None:
        for of in self._identifiers:
            columns = self._register.layout.every(of)
            column = next((c for c in columns if not is_blank(row.cell(c.index))), columns[0])
            identifier = read_identifier(row.cell(column.index))
            line.facts[of.value] = identifier.value if identifier else ""
            if identifier is None:
                continue
            if len(identifier.value) > _IDENTIFIER_LIMIT:
                line.findings.append(self._at(row, Reason.TEXT_TOO_LONG, column))
            elif not identifier.is_valid:
                line.findings.append(self._at(row, Reason.IDENTIFIER_CHECK_DIGIT, column))

    def _read_coded(self, row: Row, line: Line) -> None:
        for of, read, unknown in self._coded:
            cell = self.cell(row, of)
            if not words.is_word(cell, none_is_word=of is Field.METER_KIND):
                line.facts[of.value] = unknown
                continue
            value = read(cell)
            if value is None:
                line.kept[of.value] = Unreadable.of(cell).written
                line.findings.append(self.finding(row, Reason.VALUE_UNKNOWN, of))
            line.facts[of.value] = unknown if value is None else value

    def _read_measures(self, row: Row, line: Line) -> None:
        for of in self._measures:
            column = self._columns[of]
            number = self._number(row, line, column)
            line.facts[of.value] = None if number is None else float(number)
        if Field.DEPTH in self._columns and is_blank(self.cell(row, Field.DEPTH)):
            line.findings.append(self.finding(row, Reason.DEPTH_MISSING, Field.DEPTH))

    def _read_volumes(self, row: Row, line: Line) -> None:
        for column in self._register.layout.volumes:
            assert column.meaning
            number = self._number(row, line, column)
            line.facts[column.meaning.key] = None if number is None else _exact(number)

    def _number(self, row: Row, line: Line, column: Column) -> Decimal | None:
        """Return a cell's number in its field's unit; None, with the reason told, when it is none."""
        assert column.meaning
        of = column.meaning.field
        cell = row.cell(column.index)
        number = read_number(cell, UNITS[of], bare=column.meaning.factor)
        if number is None:
            return None
        if isinstance(number, Unreadable):
            line.findings.append(self._at(row, Reason.NUMBER_UNREADABLE, column))
            return None
        low, high = self._ranges[of]
        if not low <= number <= high:
            told = f"{low:f}–{high:f}"
            line.findings.append(self._at(row, Reason.NUMBER_OUT_OF_RANGE, column, told))
            return None
        if isinstance(cell, str) and normalise(cell) != f"{number.normalize():f}":
            line.kept[column.meaning.key] = Unreadable.of(cell).written
        return number

    def _read_dates(self, row: Row, line: Line) -> None:
        for of in (Field.BUILT, Field.CLOSED, Field.PERMIT_ISSUED):
            if of in self._columns:
                line.facts[of.value] = self._date(row, line, of)

    def _date(self, row: Row, line: Line, of: Field) -> DateReading | None:
        cell = self.cell(row, of)
        reading = read_date(cell)
        if isinstance(reading, Unreadable):
            line.findings.append(self.finding(row, Reason.DATE_UNREADABLE, of))
            line.kept[of.value] = reading.written
            return None
        return reading

    def _read_permit(self, row: Row, line: Line) -> None:
        if Field.PERMIT_NUMBER not in self._columns:
            return
        cell = self.cell(row, Field.PERMIT_NUMBER)
        number = read_permit_number(cell)
        if isinstance(number, Unreadable):
            line.facts[Field.PERMIT_NUMBER.value] = self._text(row, line, Field.PERMIT_NUMBER, 60)
        else:
            line.facts[Field.PERMIT_NUMBER.value] = number.value if number else ""
        column = self._columns.get(Field.PERMIT_VOLUME)
        if column is not None:
            volume = self._number(row, line, column)
            line.facts[Field.PERMIT_VOLUME.value] = None if volume is None else _exact(volume)
        if Field.PERMIT_EXPIRY in self._columns:
            line.facts[Field.PERMIT_EXPIRY.value] = self._expiry(row, line)
        issued = number.year if isinstance(number, PermitNumber) else None
        if issued is not None and _dates_clash(issued, line.facts):
            line.findings.append(self.finding(row, Reason.PERMIT_DATES, Field.PERMIT_NUMBER))

    def _expiry(self, row: Row, line: Line) -> DateReading | None:
        """Read the last day; where a column holds the whole term (2019-01-01至2024-01-01), its end."""
        cell = self.cell(row, Field.PERMIT_EXPIRY)
        if isinstance(cell, str) and "至" in cell:
            reading = read_date(cell.rpartition("至")[2])
            if isinstance(reading, DateReading):
                return reading
        return self._date(row, line, Field.PERMIT_EXPIRY)

    def _check_layer(self, row: Row, line: Line) -> None:
        depth, layer = line.facts.get(Field.DEPTH.value), line.facts.get(Field.AQUIFER.value)
        if depth is None:
            return
        too_deep = layer is Aquifer.SHALLOW and depth > SHALLOW_MOST_M
        too_shallow = layer is Aquifer.DEEP_CONFINED and depth < DEEP_LEAST_M
        if too_deep or too_shallow:
            says = written(self.cell(row, Field.AQUIFER))
            line.findings.append(self.finding(row, Reason.AQUIFER_DEPTH_CONFLICT, Field.DEPTH, says))


def _exact(number: Decimal) -> Decimal:
    """Return cubic metres in whole litres, with three decimals."""
    return cubic_metres(litres(number))


def _dates_clash(issued: int, facts: Mapping[str, Any]) -> bool:
    """Say whether a permit issued in this year cannot have its expiry, or its well's age."""
    expiry, built = facts.get(Field.PERMIT_EXPIRY.value), facts.get(Field.BUILT.value)
    if expiry is not None and not 0 <= expiry.on.year - issued <= LONGEST_PERMIT_YEARS:
        return True
    return built is not None and issued < built.on.year

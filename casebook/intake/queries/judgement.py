"""A register file against the county and what is known already: everything but the writing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from casebook.intake.queries.batches import layout_of, open_file
from casebook.intake.queries.known import Known, held, known_wells, positions
from casebook.intake.queries.pace import fewer_collections
from casebook.intake.queries.plan import Plan, PlannedLine
from casebook.intake.rules.differences import differences, spoken_otherwise
from casebook.intake.rules.fields import Field
from casebook.intake.rules.judging import Judge
from casebook.intake.rules.lines import lines
from casebook.intake.rules.nearby import Neighbours
from casebook.intake.rules.reading import LineReader, Register
from casebook.intake.rules.report import Report
from casebook.intake.rules.saying import PERMIT, names_of, say
from casebook.intake.rules.townships import Townships
from casebook.kernel.cells import Unreadable
from casebook.kernel.errors import RuleBroken
from casebook.kernel.identifiers import read_well_code
from casebook.regions.queries import find_division, list_divisions, load_locator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from casebook.intake.models import ImportBatch
    from casebook.intake.rules.layout import Layout
    from casebook.intake.rules.reading import Line
    from casebook.intake.rules.saying import Saying
    from casebook.intake.rules.settings import RegisterSettings
    from casebook.intake.rules.table import Row
    from casebook.intake.sheets.reader import SheetFile

    Progress = Callable[[int, int], None]

LINES_AT_ONCE = 2_000
"""How many lines are placed on the map, and compared with the register, in one go."""


@dataclass
class Judgement:
    """A register file, judged line by line."""

    layout: Layout
    names: list[str]
    """What the file has columns for, by the names of a saying."""
    report: Report
    plan: Plan


@contextmanager
def judge(
    session: Session,
    *,
    county_code: str,
    file: SheetFile,
    layout: Layout,
    settings: RegisterSettings,
    progress: Progress | None = None,
) -> Iterator[Judgement]:
    """Judge every line of a register and plan what to do with it. It only reads.

    Raises RuleBroken `county_not_loaded` when there is no map to judge by, `column_missing` when
    the header has no column for what every line needs.
    """
    if layout.missing:
        raise RuleBroken("column_missing", field="mapping", fields=layout.missing[0])
    with Plan() as plan:
        judgement = Judgement(layout, names_of(layout), Report(), plan)
        with fewer_collections():
            _judge_all(session, county_code, file, judgement, settings, progress)
        yield judgement


@contextmanager
def judge_batch(
    session: Session, batch: ImportBatch, settings: RegisterSettings, progress: Progress | None = None
) -> Iterator[Judgement]:
    """Judge the file of a batch by its mapping, against the register of now; see `judge`."""
    with (
        open_file(session, batch.file_hash) as file,
        judge(
            session,
            county_code=batch.county_code,
            file=file,
            layout=layout_of(batch, file),
            settings=settings,
            progress=progress,
        ) as judgement,
    ):
        yield judgement


def _judge_all(
    session: Session,
    county_code: str,
    file: SheetFile,
    judgement: Judgement,
    settings: RegisterSettings,
    progress: Progress | None,
) -> None:
    layout = judgement.layout
    codes = _codes(file, layout, settings, county_code)
    found = _judge_of(session, county_code, layout, settings, frozenset(codes))
    rows = lines(file.rows(layout.sheet), layout, file.heads[layout.sheet].merges)
    for some in _chunks(rows):
        _take(session, county_code, judgement, found.judge(some))
        if progress is not None:
            progress(judgement.report.rows, len(codes))


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, LINES_AT_ONCE)):
        yield some


def _codes(file: SheetFile, layout: Layout, settings: RegisterSettings, county_code: str) -> list[str]:
    """Return the well-formed code of each line, empty where there is none."""
    pattern, column = settings.pattern(county_code), layout.by_field[Field.CODE].index
    found = []
    for row in lines(file.rows(layout.sheet), layout):
        code = read_well_code(row.cell(column), pattern)
        found.append("" if code is None or isinstance(code, Unreadable) else code)
    return found


def _judge_of(
    session: Session,
    county_code: str,
    layout: Layout,
    settings: RegisterSettings,
    codes: frozenset[str],
) -> Judge:
    """Return the judge for a county's register; a well that the file names is nobody's neighbour before."""
    locator = load_locator(session, county_code)
    if not locator.knows_county:
        raise RuleBroken("county_not_loaded", county=county_code)
    county = find_division(session, county_code)
    townships = {division.code: division.name for division in list_divisions(session, county_code)}
    neighbours = Neighbours()
    for code, lon, lat in positions(session, county_code):
        if code not in codes:
            neighbours.add(lon, lat, code)
    first_parts = frozenset(townships) if settings.begins_with_township else frozenset()
    register = Register(layout, settings.pattern(county_code), first_parts, settings.ranges())
    names = Townships(townships, county.name if county else "")
    return Judge(layout, LineReader(register), locator, names, neighbours)


def _take(session: Session, county_code: str, judgement: Judgement, judged: Sequence[Line]) -> None:
    """Count judged lines, compare the accepted ones with the register, and plan."""
    accepted = {line.code: line for line in judged if line.code and not line.is_refused}
    known = known_wells(session, county_code, sorted(accepted))
    sayings = {code: say(line, judgement.layout) for code, line in accepted.items()}
    otherwise = _spoken_otherwise(sayings, known, judgement.names)
    asked = {known[code].well_id: (sayings[code].get(PERMIT) or {}).get("number", "") for code in otherwise}
    holdings = held(session, asked)
    for line in judged:
        judgement.report.take(line)
        planned = _planned(line)
        if line.code in sayings and not line.is_refused:
            code = line.code
            well = known.get(code)
            if well is None:
                planned.said = sayings[code]
            else:
                changes = differences(sayings[code], holdings.get(well.well_id, {}), otherwise.get(code, ()))
                planned.differences = [change.as_json() for change in changes]
                planned.said = sayings[code] if changes else None
                planned.well_id, planned.version = str(well.well_id), well.version
                judgement.report.changed += bool(changes)
                judgement.report.unchanged += not changes
        if planned.is_flagged or planned.said is not None:
            judgement.plan.add(planned)


def _spoken_otherwise(
    sayings: dict[str, Saying], known: dict[str, Known], names: Iterable[str]
) -> dict[str, list[str]]:
    """Return, for known wells, the names about which this file says something else than the last one."""
    found = {}
    for code, well in known.items():
        last = well.said
        unsaid = [name for name in names if last is None or name not in well.names]
        said = [name for name in names if last is not None and name in well.names]
        spoken = unsaid + spoken_otherwise(sayings[code], last or {}, said)
        if spoken:
            found[code] = spoken
    return found


def _planned(line: Line) -> PlannedLine:
    return PlannedLine(
        row=line.row,
        code=line.code,
        is_refused=line.is_refused,
        findings=[finding.as_json() for finding in line.findings],
        division_code=line.division_code,
        zones=[str(zone) for zone in line.zones],
    )

"""A draw as its page, its printed list and its sheet show it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.campaigns import queries
from casebook.campaigns.queries import Drawn
from casebook.campaigns.rules import Candidate, Region, SpotKind, draw, pool_hash, read_gap
from casebook.campaigns.rules.spot import ITEMS, regions
from casebook.regions import queries as places
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.models import SpotCheck, SpotCheckWell
    from casebook.campaigns.rules import Gap, InUseItem, StruckItem
    from casebook.dossier.rules.well_file import WellFileItem
    from casebook.wells.models import Well


@dataclass(frozen=True)
class SpotLine:
    """One draw of the list: how many were drawn, and how many files were whole then."""

    row: SpotCheck
    drawn: int
    whole: int


@dataclass(frozen=True)
class GapGroup:
    """What is missing under one reason."""

    kind: SpotKind
    items: tuple[WellFileItem | InUseItem | StruckItem, ...]


@dataclass(frozen=True)
class DrawnLine:
    """One drawn well: what is asked of its file, what was missing then, and what is missing now."""

    row: SpotCheckWell
    well: Well
    township: str
    kinds: tuple[SpotKind, ...]
    asked: int
    then: tuple[GapGroup, ...]
    now: tuple[GapGroup, ...]
    mended: int
    """Missing then, there now."""
    has_file: bool
    """A closed well, of which one file (一井一档) can be printed."""


@dataclass(frozen=True)
class SpotPage:
    """A draw with its wells."""

    row: SpotCheck
    kinds: tuple[SpotKind, ...]
    townships: tuple[str, ...]
    lines: tuple[DrawnLine, ...]
    strata: tuple[tuple[Region, str], ...]
    """With the township's name."""
    is_reproduced: bool
    """The kept pool and seed draw these wells again."""
    today: date

    @property
    def whole_then(self) -> int:
        """Files without a gap at the draw."""
        return sum(not one.then for one in self.lines)

    @property
    def whole_now(self) -> int:
        """Files without a gap now."""
        return sum(not one.now for one in self.lines)

    @property
    def has_files(self) -> bool:
        """Whether a ZIP of files can be made."""
        return any(one.has_file for one in self.lines)


def spot_lines(session: Session, rows: Sequence[SpotCheck]) -> list[SpotLine]:
    """Return the lines of the list; one statement."""
    drawn = queries.list_drawn(session, [one.id for one in rows])
    return [
        SpotLine(
            one,
            sum(well.spot_check_id == one.id for well in drawn),
            sum(well.spot_check_id == one.id and not well.gaps for well in drawn),
        )
        for one in rows
    ]


def spot_page(session: Session, row: SpotCheck, actor: Actor, today: date) -> SpotPage:
    """Return a draw with what its files lack today; a fixed number of statements."""
    drawn = queries.list_drawn(session, [row.id])
    asked = [Drawn(one.well_id, _kinds(one.kinds)) for one in drawn]
    now = queries.list_drawn_gaps(session, asked, year=row.year, on=today)
    known = wells.list_wells(session, [one.well_id for one in drawn])
    filed = {one.well_id for one in queries.list_closures_drawn(session, row.year, list(known))}
    names = places.names(session, actor.county_code)
    pool = [Candidate(code, SpotKind(kind), township) for code, kind, township in row.pool]
    lots = [one for one in pool if one.code in {well.code for well in drawn}]
    return SpotPage(
        row=row,
        kinds=_kinds(row.kinds),
        townships=tuple(names.get(one, one) for one in row.townships),
        lines=tuple(
            _line(one, known[one.well_id], names, now[one.well_id], has_file=one.well_id in filed)
            for one in drawn
        ),
        strata=tuple((one, names.get(one.township, one.township)) for one in regions(pool, lots)),
        is_reproduced=[one.code for one in drawn] == _again(row, pool),
        today=today,
    )


def _again(row: SpotCheck, pool: list[Candidate]) -> list[str]:
    """Return what the kept pool and seed draw; nothing where the pool is not the one that was hashed."""
    if pool_hash(pool) != row.pool_hash:
        return []
    return [one.code for one in draw(pool, count=row.count, seed=row.seed)]


def _line(
    row: SpotCheckWell, well: Well, names: dict[str, str], now: Sequence[Gap], *, has_file: bool
) -> DrawnLine:
    then, kinds = [read_gap(one) for one in row.gaps], _kinds(row.kinds)
    return DrawnLine(
        row=row,
        well=well,
        township=names.get(row.division_code, row.division_code),
        kinds=kinds,
        asked=sum(len(ITEMS[kind]) for kind in kinds),
        then=tuple(_groups(then)),
        now=tuple(_groups(now)),
        mended=len(set(then) - set(now)),
        has_file=has_file,
    )


def _groups(gaps: Iterable[Gap]) -> Iterator[GapGroup]:
    for kind, some in groupby(gaps, key=lambda gap: gap.kind):
        yield GapGroup(kind, tuple(one.item for one in some))


def _kinds(values: Iterable[str]) -> tuple[SpotKind, ...]:
    return tuple(SpotKind(one) for one in values)


def pool_columns() -> list[SheetColumn]:
    """Return the columns of a pool's sheet, from which anybody can draw again."""
    return [
        SheetColumn(_("取水井编码"), _part(0), 20),
        SheetColumn(_("类别"), _part(1), 16),
        SheetColumn(_("乡镇（街道）代码"), _part(2), 18),
        SheetColumn(_("是否抽中"), _part(3), 12),
    ]


def _part(at: int) -> Callable[[Any], object]:
    return itemgetter(at)


def pool_lines(session: Session, row: SpotCheck) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the wells that could be drawn, by code as the draw saw them."""
    drawn = {one.code for one in queries.list_drawn(session, [row.id])}
    for code, kind, township in row.pool:
        yield code, str(label(SpotKind(kind))), township, code in drawn

"""Bindings: which cell, or line of cells, shows which figure, and how its value is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Span, Unit
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from casebook.blanks.rules.cells import Area, Place

MOST_IN_LINE = 2_000
"""Cells of one bound line; a county has fewer townships than that by far."""
MOST_BINDINGS = 10_000
MOST_DECIMALS = 6
HUNDRED = Decimal(100)


class Scale(StrEnum):
    """By what a figure is divided before it is written: m³ in 万m³."""

    ONE = "one"
    THOUSAND = "thousand"
    TEN_THOUSAND = "ten_thousand"
    HUNDRED_MILLION = "hundred_million"


FACTORS = {
    Scale.ONE: Decimal(1),
    Scale.THOUSAND: Decimal(1_000),
    Scale.TEN_THOUSAND: Decimal(10_000),
    Scale.HUNDRED_MILLION: Decimal(100_000_000),
}
SCALED = frozenset({Unit.M3, Unit.YUAN})
"""Units that are written in thousands and more."""


class Rounding(StrEnum):
    """What becomes of the digits that are not asked for."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}


@dataclass(frozen=True)
class Bound:
    """One binding of a form's version.

    A line (`names` given) shows the figure of a division in each cell: of the one whose name or code stands
    in the cell of `names` at the same place. One cell shows that of `division`, empty for the county.
    """

    sheet: str
    area: Area
    figure: FigureId
    span: Span
    names: Area | None = None
    division: str = ""
    scale: Scale = Scale.ONE
    decimals: int = 0
    rounding: Rounding = Rounding.HALF_UP

    def pairs(self) -> Iterator[tuple[Place, Place | None]]:
        """Yield each cell with the one that names its division."""
        names = [None] * self.area.size if self.names is None else list(self.names)
        yield from zip(self.area, names, strict=True)


def check_bound(bound: Bound, others: Collection[Bound]) -> None:
    """Refuse a binding that could not be filled, or takes cells of another."""
    figure = CATALOGUE[bound.figure]
    if bound.span not in figure.spans:
        raise RuleBroken("blank_span", field="span")
    if not 0 <= bound.decimals <= MOST_DECIMALS:
        raise RuleBroken("blank_decimals", field="decimals", most=MOST_DECIMALS)
    if bound.scale is not Scale.ONE and figure.unit not in SCALED:
        raise RuleBroken("blank_scale", field="scale")
    if (bound.names is not None or bound.division) and not figure.of_townships:
        raise RuleBroken("blank_figure_of_county", field="figure")
    _check_line(bound)
    for other in others:
        if other.sheet == bound.sheet and other.area.meets(bound.area):
            raise RuleBroken("blank_bound_already", field="area", area=str(other.area))
    if len(others) >= MOST_BINDINGS:
        raise RuleBroken("blank_too_many_bindings", field="area", most=MOST_BINDINGS)


def _check_line(bound: Bound) -> None:
    area, names = bound.area, bound.names
    if not area.is_line:
        raise RuleBroken("blank_not_a_line", field="area", area=str(area))
    if names is None:
        if not area.is_cell:
            raise RuleBroken("blank_needs_names", field="names")
        return
    is_upright = area.first.column == area.last.column
    beside = (
        (names.first.row, names.last.row) == (area.first.row, area.last.row)
        if is_upright
        else (names.first.column, names.last.column) == (area.first.column, area.last.column)
    )
    if names.size != area.size or not names.is_line or not beside or names.meets(area):
        raise RuleBroken("blank_names_beside", field="names", area=str(area))


Told = Decimal | str | date | None
"""A figure's value: wells, m³, yuan, per cent, text, a day; None where there is none."""


def as_asked(bound: Bound, value: Decimal, *, in_hundredths: bool = False) -> Decimal:
    """Return a number scaled and rounded; `in_hundredths` for a cell that shows its number in per cent."""
    scaled, decimals = value / FACTORS[bound.scale], bound.decimals
    if in_hundredths:
        scaled, decimals = scaled / HUNDRED, decimals + 2
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), _MODES[bound.rounding])
    return rounded or abs(rounded)


def day_text(day: date) -> str:
    """Return a day as a form's text cell has it: 2023年11月30日."""
    return f"{day.year}年{day.month}月{day.day}日"

"""What the check of a return shows: on its page, as a spreadsheet and as the report of the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.closures import queries
from casebook.closures.labels import MENDS
from casebook.closures.rules import CheckOutcome, CheckRule, ClosureKind
from casebook.web.formats import m3
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn
from casebook.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from casebook.closures.models import ClosureReturn, ClosureReturnLine
    from casebook.closures.queries import JudgedReturn
    from casebook.closures.rules import CheckedLine, CheckSum

_FIGURES = frozenset({"m3", "kwh"})


@dataclass(frozen=True)
class RuleView:
    """One rule that applies to a line, and what would mend it."""

    rule: CheckRule
    mend: str

    @property
    def is_refusing(self) -> bool:
        """Whether the line cannot be reported because of it."""
        return self.rule.is_refusing


@dataclass(frozen=True)
class SumView:
    """Wells and m³ of some lines of a return; `outcome` None for all that is claimed."""

    outcome: CheckOutcome | None
    wells: int
    full_year_m3: Decimal
    this_year_m3: Decimal | None


@dataclass(frozen=True)
class CheckedLineView:
    """A line of a checked return."""

    line: ClosureReturnLine
    number: str
    holder: str
    kind: ClosureKind | None
    closed_on: date | None
    claimed_m3: Decimal | None
    rules: list[RuleView]
    note: str

    @property
    def admissible_m3(self) -> Decimal | None:
        """What may be reported now; None for a line that is not accepted."""
        return self.line.full_year_m3 if self.line.outcome is CheckOutcome.ACCEPTED else None

    @property
    def mend(self) -> str:
        """Everything that would make the line admissible."""
        return "\n".join([*(one.mend for one in self.rules), *([self.note] if self.note else [])])


@dataclass(frozen=True)
class ReturnPage:
    """What the page of a checked return shows."""

    row: ClosureReturn
    sums: list[SumView]
    lines: list[CheckedLineView]
    outcome: CheckOutcome | None
    """The one outcome that the lines are narrowed to."""
    posted: int


def mend_of(rule: CheckRule, facts: Mapping[str, str]) -> str:
    """Return in words what a finding says, and what would mend it."""
    key = rule.value
    if rule is CheckRule.COUNTED_BEFORE:
        key = f"{key}.{'line' if 'line' in facts else 'ledger'}"
    elif "why" in facts:
        key = f"{key}.{facts['why']}"
    return str(MENDS[key]) % {name: _figure(name, value) for name, value in facts.items()}


def _figure(name: str, value: str) -> str:
    if name not in _FIGURES and not name.endswith("_m3"):
        return value
    try:
        return m3(Decimal(value))
    except InvalidOperation:
        return value


def return_page(session: Session, row: ClosureReturn, outcome: CheckOutcome | None) -> ReturnPage:
    """Return the page of a checked return."""
    lines = queries.list_lines(session, row.id)
    shown = [line for line in lines if outcome is None or line.outcome is outcome]
    refused = [line for line in lines if line.outcome is CheckOutcome.REFUSED]
    sums = [
        SumView(None, row.claimed_wells, row.claimed_m3, None),
        SumView(CheckOutcome.ACCEPTED, row.admissible_wells, row.admissible_m3, row.admissible_this_year_m3),
        SumView(CheckOutcome.DOUBTFUL, row.doubtful_wells, row.doubtful_m3, row.doubtful_this_year_m3),
        SumView(
            CheckOutcome.REFUSED,
            len(refused),
            sum((line.full_year_m3 for line in refused), Decimal(0)),
            sum((line.this_year_m3 for line in refused), Decimal(0)),
        ),
    ]
    posted = sum(line.is_posted for line in lines)
    return ReturnPage(row, sums, [line_view(line) for line in shown], outcome, posted)


def line_view(line: ClosureReturnLine) -> CheckedLineView:
    """Return what a kept line shows."""
    claim = line.claim
    found = [(CheckRule(one["rule"]), one["facts"]) for one in line.findings]
    return CheckedLineView(
        line=line,
        number=claim["number"],
        holder=claim["holder"],
        kind=ClosureKind(claim["kind"]) if claim["kind"] else None,
        closed_on=date.fromisoformat(claim["closed_on"]) if claim["closed_on"] else None,
        claimed_m3=Decimal(claim["claimed_m3"]) if claim["claimed_m3"] is not None else None,
        rules=[RuleView(rule, mend_of(rule, facts)) for rule, facts in found],
        note=str(MENDS["dead_well"]) if line.is_dead else "",
    )


def return_columns() -> list[SheetColumn]:
    """Return the columns of a checked return as a spreadsheet; rows are `CheckedLineView`s."""
    columns: list[tuple[str, Any, int]] = [
        (_("行号"), lambda one: one.line.row_number, 8),
        (_("井编号"), lambda one: one.line.code, 20),
        (_("取水单位"), lambda one: one.holder, 30),
        (_("封停方式"), lambda one: label(one.kind), 12),
        (_("封停日期"), lambda one: one.closed_on, 12),
        (_("申报全年压减量（m³）"), lambda one: one.claimed_m3, 16),
        (_("可报全年压减量（m³）"), lambda one: one.admissible_m3, 16),
        (_("按日折算当年压减量（m³）"), lambda one: one.line.this_year_m3, 18),
        (_("结论"), lambda one: label(one.line.outcome), 10),
        (_("适用规则"), lambda one: listed(label(rule.rule) for rule in one.rules), 30),
        (_("怎样改才可报"), lambda one: one.mend, 80),
    ]
    return [SheetColumn(header, value, width) for header, value, width in columns]


def report_of(judged: JudgedReturn) -> dict[str, Any]:
    """Return the report of a check for other programs; m³ as text with three decimals."""
    sums = {
        "admissible": judged.sum_of(CheckOutcome.ACCEPTED),
        "doubtful": judged.sum_of(CheckOutcome.DOUBTFUL),
        "refused": judged.sum_of(CheckOutcome.REFUSED),
    }
    claimed = judged.claimed
    return {
        "year": judged.year,
        "sheet": judged.layout.sheet_name,
        "claimed": {"wells": claimed.wells, "full_year_m3": _text(claimed.full_year_m3)},
        **{name: _sum(found) for name, found in sums.items()},
        "lines": [_entry(line) for line in judged.lines],
    }


def _sum(found: CheckSum) -> dict[str, Any]:
    return {
        "wells": found.wells,
        "full_year_m3": _text(found.full_year_m3),
        "this_year_m3": _text(found.this_year_m3),
    }


def _entry(line: CheckedLine) -> dict[str, Any]:
    mends = [mend_of(one.rule, one.facts) for one in line.findings]
    return {
        "line": line.claim.line,
        "row": line.claim.row,
        "code": line.claim.code,
        "outcome": line.outcome.value,
        "rules": [rule.value for rule in line.rules],
        "full_year_m3": _text(line.full_year_m3),
        "this_year_m3": _text(line.this_year_m3),
        "mend": " ".join(mends),
        "notes": [str(MENDS["dead_well"])] if line.is_dead else [],
    }


def _text(volume_m3: Decimal) -> str:
    return f"{volume_m3:.3f}"

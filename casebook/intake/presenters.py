"""What pages, reports and mending files say of batches, lines and differences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.intake.labels import MENDING, NAMES
from casebook.intake.rules.fields import Field
from casebook.intake.rules.reasons import REFUSING, Reason
from casebook.kernel.coordinates import CrsSource
from casebook.regions.rules import Aquifer
from casebook.web.formats import m3
from casebook.web.labels import label
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from casebook.intake.models import ImportBatch, ImportLine
    from casebook.intake.rules.layout import Layout

SAMPLES = 3


@dataclass(frozen=True)
class FindingView:
    """One reason of a line."""

    label: str
    is_refusing: bool
    place: str
    """The cell's name and its header, such as L35 井深(m)."""
    mending: str


@dataclass(frozen=True)
class DifferenceView:
    """One fact that a file says otherwise."""

    label: str
    before: str
    after: str
    is_blocked: bool


@dataclass(frozen=True)
class LineView:
    """A line that somebody should look at."""

    row: int
    code: str
    outcome: str
    findings: tuple[FindingView, ...]
    differences: tuple[DifferenceView, ...]


@dataclass(frozen=True)
class ReasonCount:
    """How many lines have a reason."""

    reason: str
    label: str
    count: int
    is_refusing: bool


@dataclass(frozen=True)
class ColumnView:
    """A column in the mapping step."""

    letters: str
    header: str
    key: str
    samples: tuple[str, ...]


def finding_view(finding: Mapping[str, str]) -> FindingView:
    """Return what to say of a stored finding."""
    reason = Reason(finding["reason"])
    facts = {"written": finding["written"], "detail": finding["detail"]}
    return FindingView(
        label=label(reason),
        is_refusing=reason in REFUSING,
        place=" ".join(part for part in (finding["cell"], finding["header"]) if part),
        mending=str(MENDING[reason]) % facts,
    )


def reason_text(findings: Iterable[Mapping[str, str]]) -> str:
    """Return all that is wrong with a line in one cell: where, what, how to mend it."""
    views = (finding_view(finding) for finding in findings)
    return "；".join(f"{view.place or '—'}：{view.label}。{view.mending}" for view in views)


def reason_counts(report: Mapping[str, Any]) -> list[ReasonCount]:
    """Return the counts of a report, refusals first."""
    return [
        ReasonCount(reason.value, label(reason), counts[reason.value], reason in REFUSING)
        for reason in Reason
        for counts in (report["refused"] if reason in REFUSING else report["warned"],)
        if reason.value in counts
    ]


def line_view(line: ImportLine) -> LineView:
    """Return what to say of a stored line."""
    return LineView(
        row=line.row_number,
        code=line.code or "",
        outcome=line.outcome,
        findings=tuple(finding_view(finding) for finding in line.findings),
        differences=tuple(difference_view(difference) for difference in line.differences),
    )


def difference_view(difference: Mapping[str, Any]) -> DifferenceView:
    """Return what to say of a stored difference."""
    name = difference["name"]
    return DifferenceView(
        label=name_label(name),
        before=said_text(name, difference["before"]),
        after=said_text(name, difference["after"]),
        is_blocked=difference["is_blocked"],
    )


def name_label(name: str) -> str:
    """Return what a name of a saying is called."""
    kind, _sep, year = name.partition(":")
    return _("%(year)s 年取水量（m³）", year=year) if kind == "volume" else str(NAMES[name])


def said_text(name: str, value: Any) -> str:  # noqa: ANN401 - any value of a saying
    """Return a value of a saying as people write it; a stroke for nothing."""
    if value is None or value == "":
        return "—"
    kind = name.partition(":")[0]
    if kind in _TEXTS:
        return _TEXTS[kind](value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    return f"{value:g}" if isinstance(value, float) else str(value)


_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "use": lambda value: label(WellUse(value)),
    "aquifer": lambda value: label(Aquifer(value)),
    "meter_kind": lambda value: label(MeterKind(value)),
    "position": lambda value: f"{value[0]:.6f}, {value[1]:.6f}（{label(CrsSource(value[2]))}）",
    "status": lambda value: " ".join(part for part in (label(WellStatus(value[0])), value[1]) if part),
    "built": lambda value: str(value[0])[: {"year": 4, "month": 7}.get(value[1], 10)],
    "volume": lambda value: m3(Decimal(value)),
}
"""How the values of a saying that are not plain are written, by the first part of their name."""


def columns_of(layout: Layout, samples: Mapping[int, Sequence[str]]) -> list[ColumnView]:
    """Return the columns of a sheet with what each is read as, and a few of its cells."""
    return [
        ColumnView(
            letters=column.letters,
            header=column.header,
            key=column.meaning.key if column.meaning else "",
            samples=tuple(samples.get(column.index, ())[:SAMPLES]),
        )
        for column in layout.columns
        if column.header or samples.get(column.index)
    ]


def field_choices(years: Iterable[int]) -> list[tuple[str, str]]:
    """Return (word, label) of every field that a column may be read as; volumes once a year."""
    simple = [(field.value, label(field)) for field in Field if field is not Field.VOLUME]
    volumes = [(f"volume:{year}", name_label(f"volume:{year}")) for year in sorted(years)]
    return [("", _("不读这一列")), *simple, *volumes]


def batch_title(batch: ImportBatch) -> str:
    """Return what a batch is called."""
    return batch.file_name if not batch.sheet else f"{batch.file_name} · {batch.sheet}"

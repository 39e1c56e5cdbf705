"""What pages, reports and mending files say of batches, lines and differences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.intake.labels import MENDING, NAMES, PARTS, USES
from casebook.intake.rules.fields import Field
from casebook.intake.rules.reasons import REFUSING, Reason
from casebook.kernel.cells import is_blank, written
from casebook.kernel.coordinates import CrsSource
from casebook.kernel.identifiers import mask_citizen_id, read_identifier
from casebook.parties.rules import kind_of, masked_identifier, masked_name, masked_phone
from casebook.regions.rules import Aquifer
from casebook.web.formats import m3
from casebook.web.labels import label
from casebook.web.wording import clauses, listed, with_aside
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from casebook.intake.models import ImportLine
    from casebook.intake.rules.layout import Layout
    from casebook.intake.rules.table import SheetHead

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

    @property
    def rows(self) -> list[dict[str, str]]:
        """The differences as the table of differences takes them."""
        blocked = _("文件不能让封停的井重新启用，这一项不更新。")
        return [
            {"label": d.label, "old": d.before, "new": d.after, "note": blocked if d.is_blocked else ""}
            for d in self.differences
        ]


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

    index: int
    letters: str
    header: str
    word: str
    samples: tuple[str, ...]


def finding_views(findings: Iterable[Mapping[str, str]]) -> tuple[FindingView, ...]:
    """Return what to say of stored findings; one remedy for several cells is said once."""
    places: dict[tuple[Reason, str], list[str]] = {}
    for finding in findings:
        place = " ".join(part for part in (finding["cell"], finding["header"]) if part)
        places.setdefault((Reason(finding["reason"]), _mending(finding)), []).append(place)
    return tuple(
        FindingView(label(reason), reason in REFUSING, listed(filter(None, found)), mending)
        for (reason, mending), found in places.items()
    )


def _mending(finding: Mapping[str, str]) -> str:
    reason, says = Reason(finding["reason"]), finding["written"]
    if reason is Reason.IDENTIFIER_CHECK_DIGIT:
        says = mask_citizen_id(says)
    return str(MENDING[reason]) % {"written": says, "detail": finding["detail"]}


def reason_text(findings: Iterable[Mapping[str, str]]) -> str:
    """Return all that is wrong with a line in one cell: where, what, how to mend it."""
    views = finding_views(findings)
    return clauses(
        _("%(place)s：%(what)s。%(mending)s", place=view.place or "—", what=view.label, mending=view.mending)
        for view in views
    )


def reason_counts(report: Mapping[str, Any]) -> list[ReasonCount]:
    """Return the counts of a report, refusals first; nothing for a batch that was not judged."""
    if not report:
        return []
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
        findings=finding_views(line.findings),
        differences=tuple(view for found in line.differences for view in difference_views(found)),
    )


def difference_views(difference: Mapping[str, Any]) -> list[DifferenceView]:
    """Return what to say of a stored difference: one row, or one for each part of a party or permit."""
    name, before, after = difference["name"], difference["before"], difference["after"]
    is_blocked = difference["is_blocked"]
    if name not in PARTS:
        return [DifferenceView(name_label(name), said_text(name, before), said_text(name, after), is_blocked)]
    rows = []
    for part, words in PARTS[name].items():
        old, new = (_part_text(part, value or {}) for value in (before, after))
        if old != new or (before or {}).get(part) != (after or {}).get(part):
            rows.append(DifferenceView(f"{name_label(name)} {words}", old, new, is_blocked))
    return [row for row in rows if row.before or row.after]


def _part_text(part: str, value: Mapping[str, Any]) -> str:
    """Return one part of a party or permit as lists show it: what is personal is hidden."""
    text = str(value.get(part) or "")
    if part == "permitted_m3":
        return m3(Decimal(text)) if text else ""
    if part == "phone":
        return masked_phone(text)
    if part not in {"name", "identifier"}:
        return text
    found = read_identifier(value.get("identifier"))
    kind = kind_of(value.get("name", ""), found)
    if part == "name":
        return masked_name(text, kind)
    return masked_identifier(text, kind, found.kind if found else None)


def name_label(name: str) -> str:
    """Return what a name of a saying is called."""
    kind, _sep, year = name.partition(":")
    return _("%(year)s 年取水量（m³）", year=year) if kind == "volume" else str(NAMES[name])


def said_text(name: str, value: Any) -> str:  # noqa: ANN401 - any value of a saying
    """Return a value of a saying as people write it; empty for nothing."""
    if value is None:
        return ""
    kind = name.partition(":")[0]
    if kind in _TEXTS:
        return _TEXTS[kind](value)
    return f"{value:g}" if isinstance(value, float) else str(value)


_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "use": lambda value: label(WellUse(value)),
    "aquifer": lambda value: label(Aquifer(value)),
    "meter_kind": lambda value: label(MeterKind(value)),
    "position": lambda value: with_aside(f"{value[0]:.6f}, {value[1]:.6f}", label(CrsSource(value[2]))),
    "status": lambda value: " ".join(part for part in (label(WellStatus(value[0])), value[1]) if part),
    "built": lambda value: str(value[0])[: {"year": 4, "month": 7}.get(value[1], 10)],
    "volume": lambda value: m3(Decimal(value)),
}
"""How the values of a saying that are not plain are written, by the first part of their name."""


def columns_of(layout: Layout, head: SheetHead) -> list[ColumnView]:
    """Return the columns of a sheet with what each is read as, and a few of its cells."""
    rows = [row for row in head.rows if row.index >= layout.first_row]
    views = []
    for column in layout.columns:
        cells = (row.cell(column.index) for row in rows)
        samples = tuple(islice((written(cell) for cell in cells if not is_blank(cell)), SAMPLES))
        if column.header or samples:
            word = column.meaning.word if column.meaning else ""
            views.append(ColumnView(column.index, column.letters, column.header, word, samples))
    return views


def field_choices(years: Iterable[int], words: Iterable[str]) -> list[tuple[str, str]]:
    """Return (word, label) of all that a column may be read as, the words in use among them."""
    fields = [field.value for field in Field if field is not Field.VOLUME]
    volumes = [f"{Field.VOLUME.value}:{year}" for year in sorted(years, reverse=True)]
    tens = [f"{word}*10000" for word in (Field.PERMIT_VOLUME.value, *volumes)]
    offered = dict.fromkeys([*fields, *volumes, *tens, *(word for word in words if word)])
    return [("", _("不读这一列")), *((word, word_label(word)) for word in offered)]


def word_label(word: str) -> str:
    """Return what a word of a mapping is called."""
    key, _star, factor = word.partition("*")
    kind, _sep, year = key.partition(":")
    name = _("%(year)s 年取水量", year=year) if kind == "volume" else label(Field(key))
    if factor:
        return with_aside(name, _("万m³") if factor == "10000" else f"× {factor}")
    return name_label(key) if kind == "volume" else name


def use_views(uses: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what uses the wells of a batch, in words, with how often."""
    return [(str(USES.get(name, name)), count) for name, count in uses.items()]

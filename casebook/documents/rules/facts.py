"""The facts of a paper: what a form takes and still lacks, how they read, where a file contradicts itself.

A blank item becomes “/” (rules.md 7.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from casebook.documents.rules.fields import FieldKind
from casebook.documents.rules.wording import amount_words, day_words, moment_words
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from casebook.documents.rules.fields import Field
    from casebook.documents.rules.form import Form

BLANK = "/"
LONGEST_TEXT = 20_000
MOST_ROWS = 500


def checked(form: Form, facts: Mapping[str, object]) -> dict[str, Any]:
    """Return the facts as they are kept: JSON of texts, whole numbers and ISO dates; blank ones are left out.

    RuleBroken `document_fact_unknown` for a name that the form lacks, `document_fact_wrong` for a value
    that is not of the field's kind.
    """
    kept = {}
    for name, value in facts.items():
        field = form.field(name)
        if field is None:
            raise RuleBroken("document_fact_unknown", name=name, form=form.title)
        plain = _plain(field, value)
        if plain not in (None, "", []):
            kept[name] = plain
    return kept


def lacking(form: Form, kept: Mapping[str, object]) -> list[Field]:
    """Return the required fields that are blank."""
    return [field for field in form.fields if field.is_required and field.name not in kept]


def shown(form: Form, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a template gets: every field of the form as text, or as a list of rows of text."""
    return {field.name: _words(field, kept.get(field.name)) for field in form.fields}


def takes(field: Field, value: object) -> bool:
    """Say whether a field takes a value: two forms may use one name for facts of different kinds."""
    return value is not None and _READ[field.kind](field, value) is not None


@dataclass(frozen=True)
class Deviation:
    """A fact that the papers of one file word differently."""

    name: str
    label: str
    usual: str
    """How most of them word it."""
    others: tuple[tuple[UUID, str], ...]
    """Papers that word it otherwise, and how."""


def deviations(papers: Iterable[tuple[UUID, Form, Mapping[str, Any]]]) -> list[Deviation]:
    """Return what the papers of a file should say alike and do not: cause, case number, the party's block."""
    said: dict[str, list[tuple[UUID, str]]] = {}
    labels: dict[str, str] = {}
    for paper_id, form, kept in papers:
        for field in form.fields:
            if field.is_of_file and kept.get(field.name):
                labels[field.name] = field.label
                said.setdefault(field.name, []).append((paper_id, str(kept[field.name])))
    return [
        Deviation(name, labels[name], usual, others)
        for name, pairs in said.items()
        for usual, others in [_split(pairs)]
        if others
    ]


def _split(pairs: list[tuple[UUID, str]]) -> tuple[str, tuple[tuple[UUID, str], ...]]:
    usual = Counter(words for _paper, words in pairs).most_common(1)[0][0]
    return usual, tuple(pair for pair in pairs if pair[1] != usual)


def _plain(field: Field, value: object) -> Any:  # noqa: ANN401 - JSON
    if value is None:
        return None
    plain = _READ[field.kind](field, value)
    if plain is None:
        raise RuleBroken("document_fact_wrong", field=field.name, name=field.label)
    return plain


def _read_text(_field: Field, value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else None
    return text if text is not None and len(text) <= LONGEST_TEXT else None


def _read_day(_field: Field, value: object) -> str | None:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return value.isoformat() if is_day and isinstance(value, date) else None


def _read_moment(_field: Field, value: object) -> str | None:
    return value.isoformat() if isinstance(value, datetime) and value.tzinfo is not None else None


def _read_whole(_field: Field, value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _read_rows(field: Field, value: object) -> list[dict[str, str]] | None:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST_ROWS:
        return None
    names = [name for name, _label in field.columns]
    found = []
    for row in value:
        if not isinstance(row, Mapping) or set(row) - set(names):
            return None
        found.append({name: str(row.get(name) or "").strip() for name in names})
    return found


_READ: dict[FieldKind, Callable[[Field, object], Any]] = {
    FieldKind.TEXT: _read_text,
    FieldKind.LONG: _read_text,
    FieldKind.DAY: _read_day,
    FieldKind.MOMENT: _read_moment,
    FieldKind.MONEY: _read_whole,
    FieldKind.COUNT: _read_whole,
    FieldKind.ROWS: _read_rows,
}


def _words(field: Field, plain: Any) -> Any:  # noqa: ANN401 - JSON
    if field.kind is FieldKind.ROWS:
        return [{name: text or BLANK for name, text in row.items()} for row in plain or []]
    return BLANK if plain is None else _WORDS[field.kind](plain)


_WORDS: dict[FieldKind, Callable[[Any], str]] = {
    FieldKind.TEXT: str,
    FieldKind.LONG: str,
    FieldKind.DAY: lambda plain: day_words(date.fromisoformat(plain)),
    FieldKind.MOMENT: lambda plain: moment_words(datetime.fromisoformat(plain)),
    FieldKind.MONEY: amount_words,
    FieldKind.COUNT: str,
}

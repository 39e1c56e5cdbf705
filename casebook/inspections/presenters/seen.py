"""What a page showed of a draft travels with its forms: an edit then meets what others saved meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectFieldBase

from casebook.inspections.actions.saving import NOTE
from casebook.inspections.rules import PositionOrigin, asked
from casebook.kernel.ids import parse_id
from casebook.web.formats import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wtforms import Field

    from casebook.inspections.forms import BlockForm
    from casebook.inspections.models import Inspection

_FROM_JSON: dict[str, Any] = {
    "arrival_at": datetime.fromisoformat,
    "second_officer_id": UUID,
    "arrival_origin": PositionOrigin,
}
_FROM_FORM: dict[str, Any] = {
    "second_officer_id": parse_id,
    "arrival_origin": lambda text: PositionOrigin(text) if text in set(PositionOrigin) else None,
}

_NO_ANSWERS = frozenset({"seen", "csrf_token"})


@dataclass(frozen=True)
class ClashView:
    """A field that two people changed: what to call it, both values in words and as the form sends them."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_words: str
    theirs_words: str


def seen_of(values: Mapping[str, object]) -> str:
    """Return values for the hidden field `seen`."""
    return json.dumps({name: _plain(value) for name, value in values.items()}, ensure_ascii=False)


def seen_from(text: str | None) -> dict[str, Any] | None:
    """Read `seen_of` back; None when it is not what a page sends."""
    try:
        values = json.loads(text or "{}")
        return {name: _read(name, value) for name, value in values.items()}
    except (ValueError, TypeError, AttributeError):
        return None


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _read(name: str, value: object) -> object:
    return _FROM_JSON[name](value) if name in _FROM_JSON and value is not None else value


def shown_after(
    seen: Mapping[str, object], written: Mapping[str, object], stored: Mapping[str, object]
) -> str:
    """Return what a page shows once its edit was saved.

    A field that was edited shows what is stored of it; the others show what they showed before, even
    where somebody else changed them meanwhile.
    """
    return seen_of(
        {
            name: value if name in written and written[name] != seen.get(name) else seen.get(name, value)
            for name, value in stored.items()
        }
    )


def facts_seen(inspection: Inspection, names: Iterable[str]) -> str:
    """Return what a page shows of a draft's facts."""
    return seen_of({name: getattr(inspection, name) for name in names})


def facts_written(form: BlockForm, names: Iterable[str]) -> dict[str, Any]:
    """Return the facts that a form sent; what it did not send is left alone."""
    fields = {name: form[name] for name in names}
    return {
        name: _typed(name, field.data)
        for name, field in fields.items()
        if field.raw_data or isinstance(field, BooleanField)
    }


def _typed(name: str, value: object) -> object:
    if name in _FROM_FORM:
        return _FROM_FORM[name](value or "")
    return _lines(value) if isinstance(value, str) else value


def _lines(text: str) -> str:
    """Browsers end the lines of what was typed with two signs."""
    return text.replace("\r\n", "\n").strip()


def answers_by_field(inspection: Inspection) -> dict[str, str]:
    """Return answers and notes under the names of the checklist form's fields."""
    found: dict[str, str] = {}
    answers = {answer.item_code: answer for answer in inspection.answers}
    for item in asked(inspection.checklist.questions, inspection.kind):
        answer = answers.get(item.code)
        found[item.code] = answer.value if answer else ""
        found[item.code + NOTE] = answer.note if answer else ""
    return found


def answers_seen(inspection: Inspection) -> str:
    """Return what a page shows of a draft's answers."""
    return seen_of(answers_by_field(inspection))


def answers_written(form: BlockForm) -> dict[str, str]:
    """Return the answers and notes that a form sent."""
    sent = [field for field in form if field.raw_data and field.name not in _NO_ANSWERS]
    return {field.name: _lines(field.data or "") for field in sent}


def clash_views(mine: BlockForm, theirs: BlockForm, names: Sequence[str]) -> list[ClashView]:
    """Return the fields that two people changed."""
    return [
        ClashView(
            name=mine[name].name,
            label=str(mine[name].label.text),
            mine=_sent(mine[name]),
            theirs=_sent(theirs[name]),
            mine_words=_in_words(mine[name]),
            theirs_words=_in_words(theirs[name]),
        )
        for name in names
    ]


def _sent(field: Field) -> str:
    """Return a field's value as the browser sends it."""
    if isinstance(field, BooleanField):
        return "y" if field.data else ""
    if isinstance(field, SelectFieldBase):
        return str(field.data or "")
    shown: Callable[[], str] = field._value  # type: ignore[attr-defined]  # noqa: SLF001 - what WTForms' own widgets call
    return shown()


def _in_words(field: Field) -> str:
    if isinstance(field, BooleanField):
        return str(_("是") if field.data else _("否"))
    if isinstance(field, SelectField | RadioField):
        pairs = dict(map(_value_and_words, field.choices or []))
        return pairs.get(field.data, str(field.data or ""))
    return moment(field.data) if isinstance(field.data, datetime) else _sent(field)


def _value_and_words(choice: Any) -> tuple[str, str]:  # noqa: ANN401 - a pair, or what WTForms takes instead of one
    value, words = choice if isinstance(choice, tuple) else (choice.value, choice.label)
    return value, str(words)

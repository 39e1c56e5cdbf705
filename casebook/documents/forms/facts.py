"""The form of a draft: one field for each fact that is typed; what comes from the file is shown only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wtforms import DateField, DecimalField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from casebook.documents.rules import FieldKind
from casebook.documents.rules.fields import OPINIONS
from casebook.documents.rules.rows import read_rows, write_rows
from casebook.inspections.forms.blocks import MomentField
from casebook.web.forms import Form as WebForm
from casebook.web.wording import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casebook.documents.rules import Field as Fact
    from casebook.documents.rules import Form

_FEN = 100


class FactsForm(WebForm):
    """A draft's facts; its fields are those of the paper's form."""

    facts: tuple[Fact, ...] = ()

    def typed(self) -> dict[str, object]:
        """Return what was typed, as `redraft` takes it; what was emptied is None."""
        return {fact.name: _READ[fact.kind](fact, self[fact.name].data) for fact in self.facts}


def facts_form(form: Form, kept: Mapping[str, Any]) -> FactsForm:
    """Return the form of a draft, filled with its facts; opinions are an approval's, nobody types them."""
    facts = tuple(field for field in form.fields if not (field.is_of_file or field.name == OPINIONS.name))
    made = type("DraftForm", (FactsForm,), {fact.name: _field(fact) for fact in facts})
    filled: FactsForm = made(data={fact.name: _shown(fact, kept.get(fact.name)) for fact in facts})
    filled.facts = facts
    for fact in facts:
        filled[fact.name].flags.required = fact.is_required or None
    return filled


def _field(fact: Fact) -> Field:
    made: Field = _FIELDS[fact.kind](translated(fact.label))
    return made


_FIELDS: dict[FieldKind, Callable[[str], Any]] = {
    FieldKind.TEXT: lambda label: StringField(label, [Optional()]),
    FieldKind.LONG: lambda label: TextAreaField(label, [Optional()], render_kw={"rows": 5}),
    FieldKind.ROWS: lambda label: TextAreaField(label, [Optional()], render_kw={"rows": 4}),
    FieldKind.DAY: lambda label: DateField(label, [Optional()]),
    FieldKind.MOMENT: lambda label: MomentField(label, validators=[Optional()]),
    FieldKind.MONEY: lambda label: DecimalField(label, [Optional(), NumberRange(min=0)], places=2),
    FieldKind.COUNT: lambda label: IntegerField(label, [Optional(), NumberRange(min=0)]),
}


def _shown(fact: Fact, plain: Any) -> object:  # noqa: ANN401 - JSON
    if plain is None:
        return None
    if fact.kind is FieldKind.DAY:
        return date.fromisoformat(plain)
    if fact.kind is FieldKind.MOMENT:
        return datetime.fromisoformat(plain)
    if fact.kind is FieldKind.MONEY:
        return Decimal(plain) / _FEN
    if fact.kind is FieldKind.ROWS:
        return write_rows(fact, plain)
    return plain


def _rows(fact: Fact, text: str | None) -> list[dict[str, str]] | None:
    return read_rows(fact, text or "") or None


def _as_it_is(_fact: Fact, value: object) -> object:
    return value


_READ: dict[FieldKind, Callable[[Fact, Any], object]] = {
    FieldKind.TEXT: _as_it_is,
    FieldKind.LONG: lambda _fact, text: (text or "").replace("\r\n", "\n"),
    FieldKind.DAY: _as_it_is,
    FieldKind.MOMENT: _as_it_is,
    FieldKind.COUNT: _as_it_is,
    FieldKind.MONEY: lambda _fact, yuan: None if yuan is None else int(yuan * _FEN),
    FieldKind.ROWS: _rows,
}

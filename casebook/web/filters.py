"""The conditions of a list as its address carries them: read, shown as chips, handed on to the next page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from flask import request
from flask_babel import gettext as _
from wtforms import DateField

from casebook.web.forms import Form, offered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


YEARS = range(1949, 2101)


class Filter(Form):
    """What a list is narrowed to. What cannot be read, or is none of the choices, counts as not given."""

    class Meta:
        """A GET form: its address can be shared, so it carries no token."""

        csrf = False

    NOTHING: ClassVar[dict[str, object]] = {}
    """What a field's first choice is called where it is not “all”."""
    words: dict[str, dict[str, str]]
    """The words of each select field's choices by value."""

    @classmethod
    def read(cls, **choices: Iterable[tuple[str, str]]) -> Self:
        """Return the filter of the request's address; `choices` are (value, words) by field."""
        form = cls(request.args)
        form.words = {name: dict(pairs) for name, pairs in choices.items()}
        for name, words in form.words.items():
            field = form[name]
            field.choices = offered([("", cls.NOTHING.get(name) or _("全部")), *words.items()])
            field.data = field.data if field.data in words else ""
        for field in form:
            if isinstance(field, DateField):
                field.validate(form)
                field.data = field.data if field.data and field.data.year in YEARS else None
        return form

    def arguments(self) -> dict[str, str]:
        """Return the conditions in force as an address carries them."""
        found = {}
        for field in self:
            text = field.data.isoformat() if isinstance(field, DateField) and field.data else field.data
            if text:
                found[field.short_name] = str(text).strip()
        return found

    def chips(self, address: Callable[..., str]) -> list[dict[str, str]]:
        """Return the conditions in force; `address` makes the list's address of the others."""
        found = self.arguments()
        return [
            {
                "label": str(self[name].label.text),
                "value": self.words.get(name, {}).get(value, value),
                "remove_url": address(**{other: kept for other, kept in found.items() if other != name}),
            }
            for name, value in found.items()
        ]


def offered_years(known: Iterable[int]) -> list[tuple[str, str]]:
    """Return years as choices, newest first; one that the address names is offered even when it is empty."""
    asked = request.args.get("year", type=int)
    years = {*known, *([asked] if asked is not None and asked in YEARS else [])}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]

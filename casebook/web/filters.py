"""The base of filters over lists: forms that stand in an address, so that it can be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from casebook.web.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

LONGEST_TEXT = 60
YEARS = range(1949, 2101)


class FilterForm(Form):
    """What a list is narrowed to: select fields, and a free text `q`. A value not offered counts as none."""

    class Meta:
        """A GET form carries no token."""

        csrf = False

    offered: dict[str, dict[str, str]]
    """The words of each select field's choices by value."""

    @classmethod
    def read(cls, offered: dict[str, dict[str, str]]) -> Self:
        """Return the filter of the request's address with these choices."""
        form = cls(request.args)
        form.offered = offered
        for name, words in offered.items():
            form[name].choices = [("", _("全部")), *words.items()]
            form[name].data = form[name].data if form[name].data in words else ""
        if "q" in form:
            form["q"].data = (form["q"].data or "").strip()[:LONGEST_TEXT]
        return form

    def arguments(self) -> dict[str, str]:
        """Return the conditions in force as an address carries them."""
        names = [*self.offered, *(["q"] if "q" in self else [])]
        return {name: self[name].data for name in names if self[name].data}

    def chips(self, address: Callable[..., str]) -> list[dict[str, str]]:
        """Return the conditions in force, each with the list's address without it."""
        found = self.arguments()
        return [
            {
                "label": str(self[name].label.text),
                "value": self.offered.get(name, {}).get(value, value),
                "remove_url": address(**{other: kept for other, kept in found.items() if other != name}),
            }
            for name, value in found.items()
        ]


def offered_years(known: Iterable[int]) -> dict[str, str]:
    """Return years as choices, newest first; one that the address names is offered even when it is empty."""
    asked = request.args.get("year", type=int)
    years = {*known, *([asked] if asked is not None and asked in YEARS else [])}
    return {str(year): str(year) for year in sorted(years, reverse=True)}

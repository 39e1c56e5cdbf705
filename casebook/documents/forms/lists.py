"""What lists of papers and numbers are narrowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from casebook.documents.queries import DocumentFilter
from casebook.documents.rules import DocumentState, FormCode
from casebook.numbering.rules import NumberState
from casebook.web.filters import Filter, offered_years
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable


def form_choices() -> list[tuple[str, str]]:
    """Return the papers of the catalogue as choices: number and title."""
    return [(code.value, f"{code.value[1:]} {label(code)}") for code in FormCode]


class DocumentFilterForm(Filter):
    """What the list of papers is narrowed to."""

    text = StringField(_l("文号或所属编号"))
    form = SelectField(_l("文书"))
    state = SelectField(_l("状态"))

    @classmethod
    def of(cls) -> DocumentFilterForm:
        """Return the filter of the request's address."""
        return cls.read(form=form_choices(), state=choices(DocumentState))

    def wanted(self) -> DocumentFilter:
        """Return what the list is narrowed to."""
        return DocumentFilter(
            form=FormCode(self.form.data) if self.form.data else None,
            state=DocumentState(self.state.data) if self.state.data else None,
            words=(self.text.data or "").strip()[:80],
        )


class YearForm(Filter):
    """The year of the register of numbers."""

    NOTHING: ClassVar[dict[str, object]] = {"year": _l("本年度")}
    year = SelectField(_l("年度"))

    @classmethod
    def of(cls, years: Iterable[int]) -> YearForm:
        """Return the filter of the request's address."""
        return cls.read(year=offered_years(years))

    def wanted(self, this_year: int) -> int:
        """Return the year asked for, else this one."""
        return int(self.year.data) if self.year.data else this_year


class NumberFilterForm(Filter):
    """What the numbers of a row are narrowed to."""

    state = SelectField(_l("状态"))

    @classmethod
    def of(cls) -> NumberFilterForm:
        """Return the filter of the request's address."""
        return cls.read(state=choices(NumberState))

    def wanted(self) -> NumberState | None:
        """Return the state asked for, or None."""
        return NumberState(self.state.data) if self.state.data else None

"""What is filled in to find queries, and to answer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from wtforms import HiddenField, SearchField, SelectField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from casebook.volumes.queries.asked import QueryFilter
from casebook.volumes.rules import QueryKind, QueryState
from casebook.web.filters import Filter
from casebook.web.forms import Form
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable


ANSWERS = (QueryState.OPEN, QueryState.EXPLAINED, QueryState.DISMISSED)
"""What an officer may make of a query; that it lapses is found out by itself."""


class AnswerForm(Form):
    """What was found out about a query; which button was pressed says what becomes of it."""

    explanation = TextAreaField(
        _p("volumes", "查明的情况"), [InputRequired(_l("请写明查到了什么，依据是什么。")), Length(max=400)]
    )
    state = HiddenField(validators=[AnyOf([state.value for state in ANSWERS])])

    @classmethod
    def posted(cls) -> Self:
        """Return the form as it was sent; to open a query again nothing has to be explained."""
        form = cls()
        if form.state.data == QueryState.OPEN.value:
            form.explanation.validators = ()
        return form


class QueriesFilter(Filter):
    """What the list of queries is narrowed to."""

    NOTHING = {"state": _l("待核")}  # noqa: RUF012 - the base declares it for the class
    state = SelectField(_p("query", "状态"))
    kind = SelectField(_l("疑问"))
    township = SelectField(_l("乡镇"))
    q = SearchField(_l("井号"))

    @classmethod
    def of(cls, townships: Iterable[tuple[str, str]]) -> Self:
        """Return the filter of the request's address."""
        answered = [pair for pair in choices(QueryState) if pair[0] != QueryState.OPEN.value]
        return cls.read(state=answered, kind=choices(QueryKind), township=townships)

    def wanted(self) -> QueryFilter:
        """Return what the query takes; without a state what waits."""
        return QueryFilter(
            state=QueryState(self.state.data) if self.state.data else QueryState.OPEN,
            kind=QueryKind(self.kind.data) if self.kind.data else None,
            division_code=self.township.data or "",
            text=(self.q.data or "").strip().upper(),
        )

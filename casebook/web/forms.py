"""The base of every form, and the step that validates, acts, and shows what the rules refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flask_wtf import FlaskForm
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from casebook.db import db
from casebook.db.refusals import REFUSED, refusal_of
from casebook.kernel.errors import CasebookError, Conflict, Refused, RuleBroken
from casebook.kernel.ids import parse_id
from casebook.web.labels import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from wtforms import Field

Result = TypeVar("Result")


def offered(choices: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """Return (value, words) pairs as what a select or radio field takes."""
    return [SelectChoice(value=value, label=words) for value, words in choices]


def given(field: Field) -> Any:  # noqa: ANN401 - the type is the field's
    """Return what a validated field holds; WTForms types every value as possibly missing."""
    return field.data


def chosen_id(field: Field) -> UUID:
    """Return the id that a choice names; RuleBroken beside the field when it names none."""
    found = parse_id(field.data or "")
    if found is None:
        raise RuleBroken("choice_missing", field=field.short_name)
    return found


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of casebook: it can take the refusals of an action as errors of its fields."""

    conflict: Conflict | None = None
    """What `submit` was refused for when somebody else had changed the same thing first."""

    def take(self, error: CasebookError) -> None:
        """Put a refusal beside the field that can mend it, or above the form."""
        for reason in error.reasons if isinstance(error, Refused) else (error,):
            field = self._fields.get(getattr(reason, "field", None) or "")
            if field is None:
                self.form_errors.append(message(reason))
            else:
                field.errors = [*field.errors, message(reason)]

    def submit(self, act: Callable[[], Result]) -> Result | None:
        """Validate what was posted and act; None when something was refused, with the errors in the form.

        A refused action leaves nothing in the database; what was typed stays in the form.
        """
        if not self.validate_on_submit():
            return None
        try:
            result = act()
            db.session.flush()
        except (RuleBroken, Refused, Conflict, *REFUSED) as error:
            db.session.rollback()
            refusal = error if isinstance(error, CasebookError) else refusal_of(error)
            if refusal is None:
                raise
            self.conflict = refusal if isinstance(refusal, Conflict) else None
            self.take(refusal)
            return None
        return result

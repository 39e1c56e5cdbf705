"""What the forms of this feature share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

if TYPE_CHECKING:
    from casebook.regions.models import Division

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class TicksField(SelectMultipleField):
    """Several choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def township_choices(divisions: list[Division], jurisdiction: str) -> list[tuple[str, str]]:
    """Return the townships of a jurisdiction as choices."""
    return [(one.code, one.name) for one in divisions if one.code.startswith(jurisdiction)]

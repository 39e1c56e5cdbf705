"""The forms of the import wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.intake.presenters import field_choices
from casebook.intake.rules.headers import meaning_of
from casebook.web.forms import Form, offered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms import Field

    from casebook.intake.presenters import ColumnView

YEARS_OFFERED = 12


class UploadForm(Form):
    """A register file."""

    file = FileField(_l("台账文件"), [FileRequired(_l("请选择文件。"))])


class SheetForm(Form):
    """Which sheet of a workbook is read."""

    sheet = SelectField(_l("读哪张工作表"))

    @classmethod
    def of(cls, sheets: Iterable[str], chosen: str) -> SheetForm:
        """Return a form that offers these sheets."""
        form = cls(data={"sheet": chosen})
        form.sheet.choices = offered((sheet, sheet) for sheet in dict.fromkeys([chosen, *sheets]))
        return form


class ConfirmForm(Form):
    """The last step: what was previewed enters the register."""

    with_changes = BooleanField(_l("与台账不同的内容也一并更新"))


class RollBackForm(Form):
    """Taking a batch back."""

    reason = TextAreaField(_l("撤回原因"), [InputRequired(_l("请写明撤回的原因。")), Length(max=400)])


class ColumnsForm(Form):
    """What each column of a sheet means; made for one sheet by `for_columns`."""

    @classmethod
    def for_columns(cls, columns: Iterable[ColumnView], this_year: int) -> ColumnsForm:
        """Return a form with a choice for each column, as it is understood now."""
        columns = list(columns)
        known = [meaning for column in columns if (meaning := meaning_of(column.word))]
        years = {meaning.year for meaning in known if meaning.year}
        shown = years | set(range(this_year - YEARS_OFFERED, this_year + 1))
        choices = offered(field_choices(shown, {column.word for column in columns}))
        made: dict[str, Any] = {
            f"column_{column.index}": SelectField(
                _("%(letters)s 列 %(header)s", letters=column.letters, header=column.header),
                choices=choices,
                default=column.word,
            )
            for column in columns
        }
        made["headers"] = {f"column_{column.index}": column.header for column in columns}
        found: ColumnsForm = type("SheetColumnsForm", (cls,), made)()
        return found

    def choice(self, column: ColumnView) -> Field:
        """Return the field of a column."""
        found: Field = self[f"column_{column.index}"]
        return found

    def mapping(self) -> dict[str, str]:
        """Return what was chosen: header to word of a field; of columns with one header the first choice."""
        headers: dict[str, str] = getattr(self, "headers", {})
        found: dict[str, str] = {}
        for name, header in headers.items():
            if header and not found.get(header):
                found[header] = self[name].data or ""
        return found

"""Taking a form, binding its cells, merging returns."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.blanks.actions import Sent
from casebook.blanks.rules.binding import MOST_IN_LINE, Bound, Rounding, Scale
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Span
from casebook.blanks.rules.cells import parse_area
from casebook.blanks.rules.merging import MergeMode
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.blanks.rules.cells import Area

NEEDED = InputRequired(_l("请填写。"))
MOST_MERGED_CELLS = 20_000
"""Cells of one area of a merge."""


class SentForm(Form):
    """A blank file."""

    file = FileField(_l("空表文件"), [FileRequired(_l("请选择文件。"))])

    def sent(self) -> Sent:
        """Return the file as the action takes it."""
        return Sent(self.file.data.stream, self.file.data.filename or "")


class NewForm(SentForm):
    """A form that a superior asks for."""

    name = StringField(_l("表名"), [NEEDED, Length(max=120)])
    superior = StringField(_l("要求填报的单位"), [Length(max=100)])


class BindForm(Form):
    """Which figure a cell, or a line of cells, shows, and how it is written."""

    sheet = HiddenField()
    area = StringField(_l("格子"), [NEEDED, Length(max=30)])
    names = StringField(_l("行名区域"), [Length(max=30)])
    figure = SelectField(_l("填什么数"), [NEEDED])
    span = SelectField(_l("时段"), [NEEDED], default=Span.TO_DATE)
    division = SelectField(_l("乡镇"), default="")
    scale = SelectField(_l("单位换算"), [NEEDED], default=Scale.ONE)
    decimals = IntegerField(_l("小数位数"), [NEEDED], default=0)
    rounding = SelectField(_l("尾数"), [NEEDED], default=Rounding.HALF_UP)

    @classmethod
    def make(cls, sheet: str, area: str, places: Mapping[str, str], county_code: str) -> BindForm:
        """Return the form for a cell, with its choices in the reader's language."""
        form = cls(data={"sheet": sheet, "area": area})
        form.figure.choices = offered((one.value, _figure_words(one)) for one in FigureId)
        form.span.choices = offered(choices(Span))
        townships = [(code, name) for code, name in sorted(places.items()) if code != county_code]
        form.division.choices = offered([("", str(_("全县"))), *townships])
        form.scale.choices = offered(choices(Scale))
        form.rounding.choices = offered(choices(Rounding))
        return form

    def bound(self) -> Bound:
        """Return what was chosen; RuleBroken beside the field that cannot be read."""
        names = (self.names.data or "").strip()
        return Bound(
            sheet=given(self.sheet),
            area=parse_area(given(self.area), field="area", most=MOST_IN_LINE),
            figure=FigureId(given(self.figure)),
            span=Span(given(self.span)),
            names=parse_area(names, field="names", most=MOST_IN_LINE) if names else None,
            division="" if names else self.division.data or "",
            scale=Scale(given(self.scale)),
            decimals=given(self.decimals),
            rounding=Rounding(given(self.rounding)),
        )


def _figure_words(figure_id: FigureId) -> str:
    figure = CATALOGUE[figure_id]
    return f"{label(figure.source)} · {label(figure_id)} [{label(figure.unit)}]"


class StepForm(Form):
    """A step that needs nothing but the button."""


class MergeForm(Form):
    """Returns of townships, and how they become one."""

    files = MultipleFileField(_l("乡镇上报的表"), [FileRequired(_l("请选择文件。"))])
    mode = RadioField(_l("怎样汇总"), [NEEDED], default=MergeMode.SUM)
    areas = TextAreaField(_l("区域"), [Length(max=2000)])

    @classmethod
    def make(cls) -> MergeForm:
        """Return the form with its choices in the reader's language."""
        form = cls()
        form.mode.choices = offered(choices(MergeMode))
        return form

    def sent(self) -> list[Sent]:
        """Return the files as the action takes them."""
        return [Sent(one.stream, one.filename) for one in self.files.data or [] if one.filename]

    def wanted(self, first_sheet: str) -> list[tuple[str, Area]]:
        """Return the areas by sheet; one without a sheet is of the first."""
        return read_areas(self.areas.data or "", first_sheet)


def read_areas(text: str, first_sheet: str) -> list[tuple[str, Area]]:
    """Return the areas of a text, each `C6:F20` or `sheet!C6:F20`, with line ends or commas between them."""
    found = []
    for part in unicodedata.normalize("NFKC", text).replace(",", "\n").splitlines():
        sheet, _mark, area = part.strip().rpartition("!")
        if area:
            name = sheet.strip("'") or first_sheet
            found.append((name, parse_area(area, field="areas", most=MOST_MERGED_CELLS)))
    return found

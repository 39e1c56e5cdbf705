"""Forms of bulletins and of what the county sets for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from casebook.bulletins.actions import Words
from casebook.bulletins.labels import COLUMNS
from casebook.bulletins.rules import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_TEXT,
    MOST_DAYS,
    MOST_POINTS,
    RANKABLE,
    Limits,
    Person,
)
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.notices.forms import VersionedForm
from casebook.web.forms import Form, given, offered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.supervision.models import SupervisionStep

NEEDED = InputRequired(_l("请填写。"))
PAPER = (NEEDED, Length(max=200))


class MonthForm(Form):
    """Of which month a bulletin speaks."""

    month = StringField(_l("月份"), [NEEDED, Length(max=7)])

    def chosen(self) -> Month:
        """Return the month, or raise RuleBroken beside it."""
        try:
            return Month.parse(given(self.month).strip())
        except ValueError as error:
            raise RuleBroken("bulletin_month", field="month") from error


class WordsForm(Form):
    """What a bulletin says, beside its figures."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    well_done = TextAreaField(_l("做得好的方面"), [NEEDED, Length(max=LONGEST_TEXT)])
    lagging = TextAreaField(_l("存在的问题"), [NEEDED, Length(max=LONGEST_TEXT)])
    demands = TextAreaField(_l("下一步要求"), [NEEDED, Length(max=LONGEST_TEXT)])
    reply_on = DateField(_l("完成期限"), [NEEDED])

    def words(self) -> Words:
        """Return what was written."""
        return Words(given(self.well_done), given(self.lagging), given(self.demands), given(self.reply_on))


class StepsField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class IssueForm(Form):
    """Issuing a bulletin, with the circulars of the ladder that go out with it."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    steps = StepsField(_l("随本期发出的通报"))

    def offer(self, steps: Iterable[SupervisionStep]) -> None:
        """Fill the choice of proposed circulars."""
        self.steps.choices = offered((str(one.id), f"{one.unit}　{one.subject_title}") for one in steps)


class DropForm(Form):
    """Why a bulletin is not issued."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    reason = TextAreaField(_l("不予印发的理由"), [NEEDED, Length(max=LONGEST_REASON)])


class LightsForm(VersionedForm):
    """When a figure turns amber or red."""

    amber_points = IntegerField(_l("黄灯：落后超过"), [InputRequired(), NumberRange(0, MOST_POINTS)])
    red_points = IntegerField(_l("红灯：落后超过"), [InputRequired(), NumberRange(0, MOST_POINTS)])
    amber_days = IntegerField(_l("黄灯：逾期超过"), [InputRequired(), NumberRange(0, MOST_DAYS)])
    red_days = IntegerField(_l("红灯：逾期超过"), [InputRequired(), NumberRange(0, MOST_DAYS)])
    paper = StringField(_l("依据文件"), PAPER)

    def limits(self) -> Limits:
        """Return the limits as they are to be."""
        fields = (self.amber_points, self.red_points, self.amber_days, self.red_days)
        return Limits(*(given(field) for field in fields))


class WeightsForm(VersionedForm):
    """How much each indicator weighs; a field for each, named by it."""

    paper = StringField(_l("依据文件"), PAPER)

    @property
    def rows(self) -> list[Any]:
        """The fields of the indicators."""
        return [self[one.value] for one in RANKABLE]

    def weights(self) -> dict[str, int]:
        """Return the weights by indicator."""
        return {one.value: self[one.value].data or 0 for one in RANKABLE}


for _indicator in RANKABLE:
    setattr(
        WeightsForm,
        _indicator.value,
        IntegerField(COLUMNS[_indicator], [InputRequired(), NumberRange(0, 100)], default=0),
    )


class PeopleForm(VersionedForm):
    """Who answers for each division; two fields for each, made by `people_form`."""

    codes: tuple[str, ...] = ()
    paper = StringField(_l("依据文件"), PAPER)

    @property
    def rows(self) -> list[tuple[str, Any, Any]]:
        """The division's code with the fields of name and post."""
        return [(code, self[f"name_{code}"], self[f"post_{code}"]) for code in self.codes]

    def people(self) -> dict[str, Person]:
        """Return who answers for each division."""
        return {code: Person(name.data or "", post.data or "") for code, name, post in self.rows}


def people_form(codes: Iterable[str], present: Mapping[str, Person], **data: object) -> PeopleForm:
    """Return the form for these divisions, filled with who answers now."""
    known = tuple(codes)
    fields: dict[str, Any] = {"codes": known}
    for code in known:
        fields[f"name_{code}"] = StringField(_l("责任人"), [Length(max=LONGEST_NAME)])
        fields[f"post_{code}"] = StringField(_l("职务"), [Length(max=LONGEST_NAME)])
        if code in present:
            data |= {f"name_{code}": present[code].name, f"post_{code}": present[code].post}
    made: PeopleForm = type("PeopleForm", (PeopleForm,), fields)(data=data)
    return made

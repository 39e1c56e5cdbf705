"""What a person answers in the pre-check of a permit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.quotas.actions import Act
from casebook.quotas.rules import JUDGED, PERMITTED, Answer, Reason, WaterSource
from casebook.regions.rules import Aquifer
from casebook.web.fields import MeasureField, VolumeField
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wtforms import Field


def _question(reason: Reason) -> SelectField:
    return SelectField(reason.value, [Optional()])


class AnswersForm(Form):
    """The questions that only a person can answer."""

    norm = VolumeField(_l("按用水定额核算的年水量"), [Optional()])
    uses_reclaimed = SelectField(_l("具备使用再生水条件的，是否已合理使用"), [Optional()])
    water_function = _question(Reason.WATER_FUNCTION)
    layout = _question(Reason.LAYOUT)
    third_party = _question(Reason.THIRD_PARTY)
    project = _question(Reason.PROJECT)
    standard = _question(Reason.STANDARD)
    thirsty = _question(Reason.THIRSTY)
    cleared_land = _question(Reason.CLEARED_LAND)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        words = [("", ""), (Answer.NO.value, _l("没有这种情形")), (Answer.YES.value, _l("有这种情形"))]
        for reason in JUDGED:
            self[reason.value].choices = offered(words)
            self[reason.value].label.text = label(reason)
        yes_no = [("", ""), (Answer.YES.value, _l("已合理使用")), (Answer.NO.value, _l("没有合理使用"))]
        self.uses_reclaimed.choices = offered(yes_no)

    @property
    def questions(self) -> list[Field]:
        """The questions by reason."""
        return [self[reason.value] for reason in JUDGED]

    def judged(self) -> Mapping[Reason, Answer]:
        """Return what was answered; the rest is open."""
        return {reason: Answer(self[reason.value].data) for reason in JUDGED if self[reason.value].data}

    def reclaimed(self) -> Answer:
        """Return whether reclaimed water is used as far as it can be."""
        return Answer(self.uses_reclaimed.data) if self.uses_reclaimed.data else Answer.OPEN


class CheckForm(AnswersForm):
    """The pre-check of an application or a renewal, with the decision that rests on it."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    on = DateField(_l("办理日期"), [Optional()])
    paper = StringField(_l("文号"), [Length(max=120)])
    reason = StringField(_l("理由或说明"), [Length(max=400)])
    valid_to = DateField(_l("延续后的有效期止"), [Optional()])

    def act(self, today: date) -> Act:
        """Return day, paper and reason of the decision."""
        return Act(on=self.on.data or today, paper=self.paper.data or "", reason=self.reason.data or "")


class PlaceForm(AnswersForm):
    """The pre-check of a place before anybody applies; its address holds the questions."""

    class Meta:
        """A GET form: it changes nothing, so it carries no token."""

        csrf = False

    lon = MeasureField(_l("经度"), [InputRequired(_l("请填写经度。")), NumberRange(73, 136)])
    lat = MeasureField(_l("纬度"), [InputRequired(_l("请填写纬度。")), NumberRange(3, 54)])
    source = SelectField(_l("水源"))
    use = SelectField(_l("取水用途"))
    volume = VolumeField(_l("年取水量"), [Optional()])

    @classmethod
    def asked(cls, arguments: Mapping[str, str]) -> Self:
        """Return the form of the request's address."""
        form = cls(arguments if "lon" in arguments else None)
        form.source.choices = offered((one.value, label(one)) for one in WaterSource if one in PERMITTED)
        form.use.choices = offered(choices(WellUse))
        return form

    def place(self) -> tuple[float, float]:
        """Return longitude and latitude."""
        return given(self.lon), given(self.lat)

    def aquifer(self) -> Aquifer:
        """Return the layer that the source is."""
        is_deep = self.source.data == WaterSource.DEEP.value
        return Aquifer.DEEP_CONFINED if is_deep else Aquifer.SHALLOW

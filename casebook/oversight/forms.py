"""Setting a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from casebook.oversight.rules import Grounds, Indicator
from casebook.web.fields import VolumeField
from casebook.web.forms import Form
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class TargetForm(Form):
    """A year's target for the county or a township."""

    year = IntegerField(_l("年度"), [NEEDED])
    division = SelectField(_l("下达给"), [CHOSEN])
    indicator = RadioField(_l("指标"), [CHOSEN])
    amount = VolumeField(_l("任务数"), [NEEDED])
    paper = StringField(_l("下达文件"), [NEEDED, Length(max=200)])
    baseline = VolumeField(_l("基准数"))
    baseline_note = StringField(_l("基准说明"), [Length(max=200)])
    reason = StringField(_l("调整原因"), [Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.indicator.choices = choices(Indicator)

    def offer(self, divisions: Mapping[str, str]) -> None:
        """Fill the choice of county and townships."""
        self.division.choices = list(divisions.items())

    def grounds(self) -> Grounds:
        """Return why it is changed, and what it is measured from."""
        return Grounds(self.reason.data or "", self.baseline.data, self.baseline_note.data or "")


class FigureForm(Form):
    """The sewage treated in a year, in m³."""

    year = IntegerField(_l("年度"), [NEEDED])
    amount = VolumeField(_l("污水处理量"), [NEEDED])
    paper = StringField(_l("依据文件"), [NEEDED, Length(max=200)])

"""Publication of a booked closure, and looks back at closed wells."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.closures.rules import RecheckResult
from casebook.web.filters import Filter
from casebook.web.forms import Form
from casebook.web.labels import choices

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
OPEN = "open"


class PublishForm(Form):
    """公示."""

    published_on = DateField(_l("公示起始日"), [NEEDED])
    until_on = DateField(_l("公示截止日"), [NEEDED])
    place = StringField(_l("公示地点或网址"), [NEEDED, Length(max=300)])


class DrawForm(Form):
    """Drawing looks back."""

    year = IntegerField(_l("封停年度"), [NEEDED, NumberRange(min=1949, max=2100)])
    count = IntegerField(_l("抽取眼数"), [NEEDED])
    seed = StringField(_l("抽取口令"), [NEEDED, Length(max=60)])


class RecheckForm(Form):
    """What a look back found."""

    done_on = DateField(_l("回头看日期"), [NEEDED])
    result = RadioField(_l("现场情况"), [CHOSEN])
    remark = TextAreaField(_l("情况说明"), [Optional(), Length(max=380)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.result.choices = choices(RecheckResult)


class RecheckFilterForm(Filter):
    """Which looks back are listed."""

    shown = SelectField(_l("显示"))

    @classmethod
    def of_request(cls) -> RecheckFilterForm:
        """Return the filter of the request's address."""
        return cls.read(shown=[(OPEN, str(_l("还没有回头看的")))])

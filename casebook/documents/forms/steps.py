"""Forms of the steps of a paper up to its seal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import DateField, FileField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.documents.rules.stamping import StampFacts
from casebook.storage.actions import Scan
from casebook.web.forms import Form, given, offered

NEEDED = InputRequired(_l("请填写。"))
FILE = FileRequired(_l("请选择文件。"))


def scan_of(field: FileField) -> Scan | None:
    """Return what was uploaded, or None."""
    return Scan(field.data.stream, field.data.filename or "") if field.data else None


class IssueForm(Form):
    """Issuing; a preprinted form names its reserved number."""

    number = StringField(_l("用预留编号"), [Optional(), Length(max=80)])


class ReasonForm(Form):
    """A step that needs its reason."""

    reason = TextAreaField(_l("理由"), [NEEDED, Length(max=500)])


class StampForm(Form):
    """The entry in the register of the seal."""

    copies = IntegerField(_l("用印份数"), [NEEDED])
    stamped_on = DateField(_l("用印日期"), [NEEDED])
    scan = FileField(_l("盖章后的扫描件（PDF 或图片）"), [FILE])

    def facts(self) -> StampFacts:
        """Return the entry; its scan comes beside it."""
        return StampFacts(given(self.copies), given(self.stamped_on), "")


class CheckForm(Form):
    """What the second person finds."""

    is_right = RadioField(_l("复核结果"), [InputRequired(_l("请选择。"))])
    remark = StringField(_l("说明"), [Optional(), Length(max=500)])

    @classmethod
    def of(cls) -> CheckForm:
        """Return the form with its two answers."""
        form = cls()
        form.is_right.choices = offered(
            [("yes", _l("扫描件就是这份文书，印章清晰完整")), ("no", _l("不符，退回重新用印"))]
        )
        return form


class SendForm(Form):
    """Where the file goes to be sealed."""

    service = StringField(_l("签章平台"), [NEEDED, Length(max=120)])


class TakeBackForm(Form):
    """The sealed file that came back."""

    file = FileField(_l("签章后的 PDF"), [FILE])

"""Forms of checked returns: the file, and taking a 历史补录 back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.web.forms import Form


class ReturnUploadForm(Form):
    """A return of closures."""

    file = FileField(_l("封停上报表"), [FileRequired(_l("请选择文件。"))])


class PostHistoryForm(Form):
    """Posting what was checked as history; there is nothing to fill in."""


class TakeBackForm(Form):
    """Taking back what was posted as history."""

    reason = TextAreaField(_l("撤回原因"), [InputRequired(_l("请写明撤回的原因。")), Length(max=400)])

"""The form of an uploaded file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from casebook.volumes.rules import ImportKind
from casebook.web.forms import Form, offered
from casebook.web.labels import choices


class UploadForm(Form):
    """A file of readings or of electricity."""

    kind = RadioField(_l("文件内容"), [InputRequired()], default=ImportKind.READINGS)
    file = FileField(_l("文件"), [FileRequired(_l("请选择文件。"))])
    is_strict = BooleanField(_l("有一行不能导入，就一行也不写入"))

    @classmethod
    def make(cls) -> UploadForm:
        """Return the form with its choices in the reader's language."""
        form = cls()
        form.kind.choices = offered(choices(ImportKind))
        return form

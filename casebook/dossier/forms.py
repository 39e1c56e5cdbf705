"""The form by which a case goes to the archive."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from casebook.web.forms import Form, offered

FOR_EVER = "forever"


class ArchiveForm(Form):
    """归档."""

    on = DateField(_l("归档日期"), [InputRequired(_l("请填写日期。"))])
    kept = RadioField(
        _l("保管期限"),
        [InputRequired(_l("请选择一项。"))],
        choices=offered([("30", _l("30 年")), (FOR_EVER, _l("永久"))]),
        default="30",
        description=_l("保管期限未核实，以档案主管部门的规定为准。"),
    )

    @property
    def kept_years(self) -> int | None:
        """How long the file is kept; None for ever."""
        return None if self.kept.data == FOR_EVER else int(self.kept.data)

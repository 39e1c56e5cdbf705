"""Forms of plates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.web.forms import Form


class RevokeForm(Form):
    """Why a plate must not be believed any more."""

    reason = TextAreaField(
        _l("原因"),
        description=_l("遗失、被复制、损坏或换发；扫到旧牌的平板会提示已作废。"),
        validators=[InputRequired(_l("请写明原因")), Length(max=400)],
    )

"""The filter of the list of operations, and the decision about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.field.queries import listing
from casebook.field.queries.listing import OperationFilter
from casebook.field.rules.states import OperationState
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.forms import Form
from casebook.web.labels import choices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor


class OperationsForm(Filter):
    """What the list of operations is narrowed to."""

    state = SelectField(_l("状态"))
    officer = SelectField(_l("执法人员"))
    device = SelectField(_l("平板"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> OperationsForm:
        """Return the filter of the request's address."""
        return cls.read(
            state=choices(OperationState),
            officer=[(str(key), name) for key, name in listing.list_makers(session, actor)],
            device=[(str(key), name) for key, name in listing.list_devices(session, actor)],
        )

    def wanted(self) -> OperationFilter:
        """Return what the list is narrowed to."""
        return OperationFilter(
            state=OperationState(self.state.data) if self.state.data else None,
            officer_id=parse_id(self.officer.data or ""),
            device_id=parse_id(self.device.data or ""),
        )


class DecisionForm(Form):
    """Why an operation is taken up again, or is not taken."""

    reason = TextAreaField(
        _l("处理理由"), [InputRequired(_l("请写明处理理由。")), Length(max=400)], render_kw={"rows": 3}
    )

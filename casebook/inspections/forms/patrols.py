"""A patrol visit entered at the desk, and the filter of rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from casebook.evidence.rules import EvidenceOrigin, Upload
from casebook.inspections.filed import FiledPatrolVisit, Fix, PatrolState
from casebook.inspections.forms.blocks import DegreesField
from casebook.inspections.queries import PatrolFilter
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import parse_id
from casebook.regions.presenters import offered_townships
from casebook.web.filters import Filter
from casebook.web.forms import Form, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from datetime import datetime
    from typing import BinaryIO
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

CHOSEN = InputRequired(_l("请选择。"))
INTACT = offered([("", _l("没有看")), ("yes", _l("完好")), ("no", _l("不完好"))])


class PatrolFilterForm(Filter):
    """What the list of rounds is narrowed to."""

    township = SelectField(_l("乡镇（街道）"))
    mine = SelectField(_l("巡查人员"))

    actor: Actor

    @classmethod
    def of(cls, session: Session, actor: Actor) -> PatrolFilterForm:
        """Return the filter of the request's address."""
        form = cls.read(
            township=offered_townships(session, actor, request.args.get("township")), mine=[("1", _("我"))]
        )
        form.actor = actor
        return form

    def wanted(self, *, only_own: bool) -> PatrolFilter:
        """Return what the list is narrowed to; some see their own rounds only."""
        own = only_own or bool(self.mine.data)
        return PatrolFilter(
            officer_id=self.actor.officer_id if own else None, division_code=self.township.data or ""
        )


class VisitForm(Form):
    """巡查 of one well: the state, the closure, the dial, one photograph, a note."""

    patrol = HiddenField()
    well = StringField(_l("取水井编号"), [Length(max=60)])
    state = RadioField(_l("现场状态"), [CHOSEN])
    is_closure_intact = RadioField(_l("封停设施"), default="")
    dial = StringField(_l("水表读数"), [Length(max=40)])
    lon = DegreesField(_l("经度"))
    lat = DegreesField(_l("纬度"))
    note = StringField(_l("情况说明"), [Length(max=400)])
    file = MultipleFileField(_l("照片"))

    def offer(self) -> None:
        """Fill the choices."""
        self.state.choices = offered(choices(PatrolState))
        self.is_closure_intact.choices = INTACT

    def visit(self, well_id: UUID | None, patrol_id: UUID, now: datetime) -> FiledPatrolVisit:
        """Return the visit as it was typed; `well_id` is the well that the code names."""
        return FiledPatrolVisit(
            patrol=parse_id(self.patrol.data or "") or patrol_id,
            well=well_id,
            state=PatrolState(self.state.data),
            is_closure_intact={"yes": True, "no": False}.get(self.is_closure_intact.data),
            dial_m3=self.dial.data or "",
            note=self.note.data or "",
            at=now,
            fix=self._fix(now),
        )

    def _fix(self, now: datetime) -> Fix | None:
        lon, lat = self.lon.data, self.lat.data
        if (lon is None) != (lat is None):
            raise RuleBroken("inspection_position_half", field="lat" if lat is None else "lon")
        if lon is None or lat is None:
            return None
        return Fix(at=now, fix_at=now, lon=lon, lat=lat, accuracy_m=0.0)

    def uploads(self) -> list[Upload]:
        """Return the photographs."""
        return [
            Upload(
                stream=cast("BinaryIO", one.stream),
                file_name=one.filename or "",
                origin=EvidenceOrigin.FILE,
            )
            for one in self.file.data or []
            if isinstance(one, FileStorage) and one
        ]

"""Forms of one item, and the filter of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.access import Permission, permissions_of
from casebook.accounts import queries as accounts
from casebook.evidence import queries
from casebook.evidence.presenters import subject_words
from casebook.evidence.queries import ItemFilter
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceStage, Flag
from casebook.inspections.forms import PhotographForm
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem, MonitoringDevice

NEEDED = InputRequired(_l("请填写。"))
_MAKERS = frozenset({Permission.INSPECTION_RECORD, Permission.CLOSURE_PHOTOGRAPH})


class CardForm(Form):
    """An item's card (rules.md 7.5)."""

    kind = SelectField(_l("证据种类"), [NEEDED])
    stage = SelectField(_l("阶段"), [Optional()])
    describes = TextAreaField(_l("证明什么"), [NEEDED, Length(max=500)])
    maker = StringField(_l("制作人"), [NEEDED, Length(max=60)])
    device = SelectField(_l("来自哪台监控设备"), [Optional()])

    @classmethod
    def of(cls, item: EvidenceItem, devices: Iterable[MonitoringDevice]) -> CardForm:
        """Return the form of an item's present card."""
        form = cls(
            data={
                "kind": item.kind.value,
                "stage": item.stage.value if item.stage else "",
                "describes": item.describes,
                "maker": item.maker_name,
                "device": str(item.monitoring_device_id or ""),
            }
        )
        form.kind.choices = offered(choices(EvidenceKind))
        form.stage.choices = offered(choices(EvidenceStage, blank="—"))
        named = [(str(one.id), f"{one.number} {one.name}") for one in devices]
        form.device.choices = offered([("", "—"), *named])
        return form

    def device_id(self) -> UUID | None:
        """Return the device chosen, or None."""
        return parse_id(self.device.data) if self.device.data else None


class ReasonForm(Form):
    """A step that needs its reason."""

    reason = TextAreaField(_l("理由"), [NEEDED, Length(max=500)])


class TransferForm(Form):
    """An item that is handed to another agency or a court."""

    receiver = StringField(_l("移交给"), [NEEDED, Length(max=120)])
    reason = TextAreaField(_l("原因和文号"), [NEEDED, Length(max=500)])


class CorrectForm(PhotographForm):
    """A new original in the place of one that is wrong."""

    describes = StringField(_l("更正了什么"), [NEEDED, Length(max=500)])


class ItemFilterForm(Filter):
    """What the list of evidence is narrowed to."""

    kind = SelectField(_l("证据种类"))
    method = SelectField(_l("取得方式"))
    about = SelectField(_l("属于"))
    officer = SelectField(_l("制作人"))
    locked = SelectField(_l("固定"))
    flag = SelectField(_l("要留意"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> ItemFilterForm:
        """Return the filter of the request's address."""
        officers = accounts.list_officers(session, county_code=actor.county_code)
        kinds = queries.list_subject_kinds(session, actor.county_code)
        return cls.read(
            kind=choices(EvidenceKind),
            method=choices(EvidenceMethod),
            about=[(kind, subject_words(kind)) for kind in kinds],
            officer=[(str(one.id), one.name) for one in officers if permissions_of(one.roles) & _MAKERS],
            locked=[("yes", str(_l("已固定"))), ("no", str(_l("未固定")))],
            flag=choices(Flag),
        )

    def wanted(self) -> ItemFilter:
        """Return what the list is narrowed to."""
        return ItemFilter(
            kind=EvidenceKind(self.kind.data) if self.kind.data else None,
            method=EvidenceMethod(self.method.data) if self.method.data else None,
            subject_kind=given(self.about) or "",
            officer_id=parse_id(self.officer.data) if self.officer.data else None,
            is_locked=self.locked.data == "yes" if self.locked.data else None,
            flag=Flag(self.flag.data) if self.flag.data else None,
        )

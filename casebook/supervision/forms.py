"""Forms of supervision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.access import Permission, Role
from casebook.access.policy import PERMISSIONS
from casebook.storage.actions import Scan
from casebook.supervision.actions import Paper, Reply, Talk
from casebook.supervision.queries import StepFilter
from casebook.supervision.rules import LONGEST_NAME, LONGEST_TEXT, MOST_DAYS, Lapse, Rung, StepState, Trigger
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDED = InputRequired(_l("请填写。"))
ISSUERS = tuple(role for role in Role if Permission.SUPERVISION_ISSUE in PERMISSIONS[role])


class StepForm(Form):
    """A step of a supervision: it names the version that the page showed."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())


class IssueForm(StepForm):
    """The paper of a proposed step."""

    to_person = StringField(_l("发给"), [NEEDED, Length(max=LONGEST_NAME)])
    demand = TextAreaField(_l("存在的问题和要求"), [NEEDED, Length(max=LONGEST_TEXT)])
    on = DateField(_l("发出日期"), [NEEDED])
    reply_on = DateField(_l("请于哪天前答复"), [Optional()])

    def paper(self) -> Paper:
        """Return what the paper says."""
        return Paper(given(self.to_person), given(self.demand), given(self.on), self.reply_on.data)


class ReasonForm(StepForm):
    """Why a step is not issued, or a reply does not do."""

    reason = StringField(_l("理由"), [NEEDED, Length(max=500)])


class ReplyForm(StepForm):
    """What the unit answers and pledges."""

    text = TextAreaField(_l("答复和表态"), [NEEDED, Length(max=LONGEST_TEXT)])
    by = StringField(_l("答复人"), [NEEDED, Length(max=60)])
    on = DateField(_l("答复日期"), [NEEDED])
    scan = FileField(_l("答复扫描件"), [Optional()])

    def reply(self) -> Reply:
        """Return the reply."""
        return Reply(given(self.text), given(self.by), given(self.on), scan_of(self.scan))


class TalkForm(StepForm):
    """约谈纪要."""

    on = DateField(_l("约谈日期"), [NEEDED])
    place = StringField(_l("地点"), [NEEDED, Length(max=100)])
    attendees = StringField(_l("参加人员"), [NEEDED, Length(max=500)])
    minutes = TextAreaField(_l("约谈纪要"), [NEEDED, Length(max=LONGEST_TEXT)])
    scan = FileField(_l("签字的纪要"), [Optional()])

    def talk(self) -> Talk:
        """Return the minutes."""
        return Talk(
            given(self.on),
            given(self.place),
            given(self.attendees),
            given(self.minutes),
            scan_of(self.scan),
        )


class SweepForm(StepForm):
    """举一反三: what else has to be looked through, by when."""

    demand = StringField(_l("排查什么"), [NEEDED, Length(max=500)])
    due_on = DateField(_l("排查期限"), [NEEDED])


class SweptForm(StepForm):
    """What a sweep found."""

    found = IntegerField(_l("发现同类问题（处）"), [InputRequired(_l("请填写，没有的填 0。"))])
    result = TextAreaField(_l("排查情况"), [NEEDED, Length(max=1000)])


class CloseForm(StepForm):
    """How it ended."""

    remark = StringField(_l("办结说明"), [Length(max=500)])


class TriggerForm(Form):
    """A new version of when a rung is due."""

    more_than = IntegerField(_l("超过"), [InputRequired(_l("请填写。")), NumberRange(0, MOST_DAYS)])
    issuer = SelectField(_l("由谁发出"))
    reply_days = IntegerField(_l("答复期限"), [InputRequired(_l("请填写。")), NumberRange(1, MOST_DAYS)])
    is_active = BooleanField(_l("启用"))
    paper = StringField(_l("依据文件"), [NEEDED, Length(max=200)])
    valid_from = DateField(_l("从哪天起用"), [NEEDED])

    @classmethod
    def of(cls, present: Trigger, **data: object) -> Self:
        """Return the form of a trigger as it is."""
        form = cls(
            data={
                "more_than": present.more_than,
                "issuer": present.issuer.value,
                "reply_days": present.reply_days,
                "is_active": present.is_active,
                **data,
            }
        )
        form.issuer.choices = offered((role.value, label(role)) for role in ISSUERS)
        return form

    def trigger(self, lapse: Lapse, rung: Rung) -> Trigger:
        """Return the trigger as it is to be."""
        return Trigger(
            lapse,
            rung,
            given(self.more_than),
            Role(self.issuer.data),
            given(self.reply_days),
            self.is_active.data,
        )


class StepsFilter(Filter):
    """What the list of steps is narrowed to."""

    state = SelectField(_l("状态"))
    rung = SelectField(_l("措施"))
    unit = SelectField(_l("责任单位"))

    @classmethod
    def of(cls, units: Iterable[str]) -> Self:
        """Return the filter of the request's address."""
        return cls.read(
            state=choices(StepState), rung=choices(Rung), unit=[(one, one) for one in units if one]
        )

    def wanted(self) -> StepFilter:
        """Return what the query takes."""
        return StepFilter(
            state=StepState(self.state.data) if self.state.data else None,
            rung=Rung(self.rung.data) if self.rung.data else None,
            unit=self.unit.data or "",
        )


def scan_of(field: FileField) -> Scan | None:
    """Return what was uploaded, if anything was."""
    file = field.data
    return Scan(file.stream, file.filename) if file is not None and file.filename else None

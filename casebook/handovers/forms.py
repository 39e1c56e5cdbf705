"""Forms of letters and statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from casebook.handovers.actions import Addressed, Answer, Receipt, Wording
from casebook.handovers.queries import LetterFilter, Side
from casebook.handovers.rules import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Asked,
    LetterKind,
    LetterState,
    Way,
)
from casebook.kernel.ids import parse_id
from casebook.storage.actions import Scan
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from casebook.accounts.models import Agency

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
ACCEPTED, RETURNED = "accepted", "returned"


class LetterForm(Form):
    """A new letter."""

    kind = SelectField(_l("函件"), [CHOSEN])
    to_agency = SelectField(_l("收函机关"), [Optional()])
    to_name = StringField(_l("系统外的收函机关"), [Length(max=LONGEST_NAME)])
    way = RadioField(_l("送达方式"), [CHOSEN])
    title = StringField(_l("标题"), [NEEDED, Length(max=LONGEST_TITLE)])
    text = TextAreaField(_l("正文"), [NEEDED, Length(max=LONGEST_TEXT)])
    asked = SelectMultipleField(
        _l("请求认定"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    reply_on = DateField(_l("请于哪天前答复"), [Optional()])

    def offer(self, agencies: Iterable[Agency], own_id: UUID | None, kinds: Sequence[LetterKind]) -> None:
        """Offer the other agencies of the county and the kinds that fit what the letter is about."""
        others = [(str(one.id), one.name) for one in agencies if one.is_active and one.id != own_id]
        self.to_agency.choices = offered([("", _l("系统外的机关")), *others])
        self.kind.choices = offered((kind.value, label(kind)) for kind in kinds)
        self.way.choices = offered(choices(Way))
        self.asked.choices = offered(choices(Asked))

    def addressed(self) -> Addressed:
        """Return whom it goes to."""
        agency_id = parse_id(self.to_agency.data or "")
        return Addressed(agency_id, "" if agency_id else self.to_name.data or "", Way(self.way.data))

    def wording(self, well_ids: Sequence[UUID], in_reply_to: UUID | None) -> Wording:
        """Return what it says."""
        is_question = self.kind.data == LetterKind.DETERMINATION.value
        return Wording(
            title=given(self.title),
            text=given(self.text),
            asked=tuple(Asked(one) for one in self.asked.data or ()) if is_question else (),
            well_ids=tuple(well_ids),
            reply_on=self.reply_on.data,
            in_reply_to=in_reply_to,
        )


class StepForm(Form):
    """A step of a letter: it names the version that the page showed."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())


class SendForm(StepForm):
    """When a letter left, with its stamped original where there is one."""

    on = DateField(_l("发函日期"), [NEEDED])
    scan = FileField(_l("盖章的函（照片或 PDF）"), [Optional()])


class ReceiptForm(StepForm):
    """受理 or 退回回执."""

    result = RadioField(_l("回执"), [CHOSEN])
    on = DateField(_l("收到日期"), [NEEDED])
    receiver = StringField(_l("收件人"), [NEEDED, Length(max=60)])
    reason = TextAreaField(_l("退回的理由"), [Length(max=LONGEST_REASON)])
    scan = FileField(_l("回执扫描件"), [Optional()])

    def offer(self) -> None:
        """Offer both answers."""
        self.result.choices = offered([(ACCEPTED, _l("受理")), (RETURNED, _l("退回"))])

    def receipt(self) -> Receipt:
        """Return the receipt."""
        return Receipt(
            self.result.data == ACCEPTED,
            given(self.on),
            given(self.receiver),
            self.reason.data or "",
            scan_of(self.scan),
        )


class AnswerForm(StepForm):
    """复函."""

    number = StringField(_l("复函文号"), [Length(max=80)])
    on = DateField(_l("答复日期"), [NEEDED])
    text = TextAreaField(_l("答复内容"), [NEEDED, Length(max=LONGEST_TEXT)])
    findings = FieldList(StringField(validators=[Length(max=1000)]))
    is_filed = BooleanField(_l("公安机关已决定立案"))
    scan = FileField(_l("复函扫描件"), [Optional()])

    def offer(self, asked: Sequence[str]) -> None:
        """Offer a line for each question of a 行政认定函."""
        for _row in range(len(asked) - len(self.findings)):
            self.findings.append_entry()
        for entry, question in zip(self.findings, asked, strict=False):
            entry.label.text = label(Asked(question))

    def answer(self, asked: Sequence[str]) -> Answer:
        """Return the answer."""
        words = [entry.data or "" for entry in self.findings]
        return Answer(
            text=given(self.text),
            on=given(self.on),
            number=self.number.data or "",
            findings={Asked(one): text for one, text in zip(asked, words, strict=False)},
            is_filed=self.is_filed.data,
            scan=scan_of(self.scan),
        )


class ReasonForm(StepForm):
    """Why a letter is taken back, or what is missing from an answer."""

    reason = StringField(_l("理由"), [NEEDED, Length(max=500)])


class CloseForm(StepForm):
    """What became of it."""

    remark = StringField(_l("办结说明"), [Length(max=500)])


class ConfirmForm(Form):
    """The figures that were looked at."""

    seen = HiddenField(validators=[InputRequired()])


class LettersFilter(Filter):
    """What the list of letters is narrowed to."""

    side = SelectField(_l("范围"))
    kind = SelectField(_l("函件"))
    state = SelectField(_l("状态"))
    age = SelectField(_l("期限"))

    @classmethod
    def of(cls) -> Self:
        """Return the filter of the request's address."""
        return cls.read(
            side=choices(Side),
            kind=choices(LetterKind),
            state=choices(LetterState),
            age=[("overdue", str(_l("已逾期")))],
        )

    def wanted(self, default: Side) -> LetterFilter:
        """Return what the query takes; `default` is shown where the address names nothing."""
        return LetterFilter(
            side=Side(self.side.data) if self.side.data else default,
            kind=LetterKind(self.kind.data) if self.kind.data else None,
            state=LetterState(self.state.data) if self.state.data else None,
            is_overdue=bool(self.age.data),
        )


def scan_of(field: FileField) -> Scan | None:
    """Return what was uploaded, if anything was."""
    file = field.data
    return Scan(file.stream, file.filename) if file is not None and file.filename else None

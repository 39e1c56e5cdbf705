"""Forms by which papers signed with pen are registered at the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from casebook.cases.rules import CODES
from casebook.evidence.rules import EvidenceOrigin, Upload
from casebook.inspections.filed import (
    FiledOrder,
    FiledPaper,
    PaperForm,
    PaperSignature,
    Refusal,
    SignedHow,
    SignerRole,
)
from casebook.inspections.forms.blocks import MomentField
from casebook.inspections.queries import PaperFilter
from casebook.inspections.rules.papers import ORDER_SERIES, text_of_sheets
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label
from casebook.web.wording import translated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import BinaryIO
    from uuid import UUID

    from casebook.inspections.models import PaperBlank

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
SIGNINGS = offered([("signed", _l("已签名、捺印")), ("refused", _l("拒绝签名"))])


class PaperFilterForm(Filter):
    """What the list of papers is narrowed to."""

    form = SelectField(_l("文书种类"))
    q = StringField(_l("编号"))

    @classmethod
    def of(cls) -> PaperFilterForm:
        """Return the filter of the request's address."""
        return cls.read(form=choices(PaperForm))

    def wanted(self) -> PaperFilter:
        """Return what the list is narrowed to."""
        return PaperFilter(
            form=PaperForm(self.form.data) if self.form.data else None, text=(self.q.data or "").strip()
        )


class PrintForm(Form):
    """Which form is printed for a visit."""

    form = SelectField(_l("文书种类"), [CHOSEN])

    def offer(self) -> None:
        """Fill the choice of forms."""
        self.form.choices = offered(choices(PaperForm))


class PenForm(Form):
    """A paper that was signed with pen or fingerprint: who signed, its number, its pages, its place."""

    number = StringField(_l("纸面编号"), [NEEDED, Length(max=60)])
    signed_at = MomentField(_l("签名时间"), validators=[NEEDED])
    is_read_back = BooleanField(_l("签名前已向当事人宣读或交其阅读"))
    signing = RadioField(_l("当事人"), [CHOSEN], choices=SIGNINGS, default="signed")
    party_name = StringField(_l("签名的当事人"), [Length(max=60)])
    refusal_reason = StringField(_l("拒绝签名的原因"), [Length(max=400)])
    witness = StringField(_l("见证人"), [Length(max=60)])
    file = MultipleFileField(_l("逐页照片或扫描件"))
    shelf = StringField(_l("纸质原件存放位置"), [NEEDED, Length(max=120)])

    def uploads(self) -> list[Upload]:
        """Return the pages in the order in which they were chosen."""
        return [
            Upload(
                stream=cast("BinaryIO", one.stream),
                file_name=one.filename or "",
                origin=EvidenceOrigin.FILE,
            )
            for one in self.file.data or []
            if isinstance(one, FileStorage) and one
        ]

    def paper(self, form: PaperForm, lead: str, second: str) -> FiledPaper:
        """Return the paper with its signatures; its text says where the written one lies."""
        number, shelf = (self.number.data or "").strip(), (self.shelf.data or "").strip()
        text = text_of_sheets(number, len(self.uploads()), shelf)
        refusal = None
        people = [(SignerRole.LEAD, lead), (SignerRole.SECOND, second)]
        if self.signing.data == "refused":
            refusal = Refusal(reason=self.refusal_reason.data or "", witness=self.witness.data or "")
        else:
            people.append((SignerRole.PARTY, self.party_name.data or ""))
        if self.witness.data:
            people.append((SignerRole.WITNESS, self.witness.data))
        return FiledPaper(
            id=new_id(),
            form=form,
            text=text,
            text_hash=digest(text.encode()),
            is_read_back=bool(self.is_read_back.data),
            signatures=tuple(self._signature(role, name) for role, name in people),
            refusal=refusal,
            number=number,
            shelf=shelf,
        )

    def _signature(self, role: SignerRole, name: str) -> PaperSignature:
        at: datetime = given(self.signed_at)
        return PaperSignature(role=role, name=name, how=SignedHow.PEN, at=at.astimezone(UTC))


class RegisterForm(PenForm):
    """The record of a visit on paper."""

    form = SelectField(_l("文书种类"), [CHOSEN])

    def offer(self, forms: Collection[PaperForm]) -> None:
        """Fill the choice of forms that fit the record."""
        self.form.choices = offered((one.value, label(one)) for one in PaperForm if one in forms)


class OrderForm(PenForm):
    """An order on paper that was handed over at the well."""

    form = SelectField(_l("文书种类"), [CHOSEN])
    codes = SelectMultipleField(
        _l("针对的问题"),
        [CHOSEN],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    demand = TextAreaField(_l("具体要求"), [NEEDED, Length(max=400)])
    due_on = DateField(_l("改正期限"), [Optional()])
    receiver = StringField(_l("收到文书的人"), [NEEDED, Length(max=60)])

    def offer(self, codes: Iterable[str], blanks: Iterable[PaperBlank]) -> None:
        """Fill the choices: the problems that the visit found; the newest printed number is taken first."""
        self.form.choices = offered((one.value, label(one)) for one in ORDER_SERIES)
        named = [(code, f"{code} {translated(CODES[code].title)}") for code in codes]
        self.codes.choices = offered(named)
        first = next(iter(blanks), None)
        if first is not None and not self.is_submitted():
            self.form.data, self.number.data = first.form.value, first.number

    def order(self, inspection_id: UUID, lead: str, second: str) -> FiledOrder:
        """Return the order as it was handed over."""
        served: datetime = given(self.signed_at)
        return FiledOrder(
            inspection=inspection_id,
            problem_codes=tuple(self.codes.data or ()),
            demand=self.demand.data or "",
            due_on=self.due_on.data,
            served_at=served.astimezone(UTC),
            receiver=self.receiver.data or "",
            paper=self.paper(PaperForm(self.form.data), lead, second),
        )

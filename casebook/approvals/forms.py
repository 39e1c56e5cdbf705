"""Forms of approvals, chains and substitutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.access import Permission, Role
from casebook.access.policy import PERMISSIONS
from casebook.accounts import queries as accounts
from casebook.approvals.actions import PaperSignature, Scan
from casebook.approvals.queries import ApprovalFilter, Whose
from casebook.approvals.rules import (
    LONGEST_SEAT,
    LONGEST_WORDS,
    MOST_POSITIONS,
    MOST_SIGNERS,
    ApprovalState,
    ChainKind,
    Position,
    Verdict,
)
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
SIGNERS = tuple(role for role in Role if Permission.APPROVAL_ANSWER in PERMISSIONS[role])
"""The roles that a chain may ask."""


class AnswerForm(Form):
    """An opinion given on screen."""

    verdict = RadioField(_l("意见"), [CHOSEN])
    opinion = TextAreaField(_l("说明"), [Length(max=LONGEST_WORDS)])
    seen = HiddenField(validators=[Optional()])
    """How many opinions the page showed."""

    @classmethod
    def of(cls, seen: int, *, is_blank: bool = False) -> Self:
        """Return the form; what was posted keeps what it saw."""
        form = cls(formdata=None, data={"seen": str(seen)}) if is_blank else cls()
        form.verdict.choices = offered(choices(Verdict))
        return form

    def seen_opinions(self) -> int | None:
        """Return how many opinions the page showed; None when nobody can tell."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() else None


class WithdrawForm(Form):
    """Why a question is taken back."""

    reason = StringField(_l("为什么撤回"), [NEEDED, Length(max=500)])


class SignatureFields(PlainForm):
    """One place on the paper; a row without a signer was not signed."""

    officer = SelectField(_l("签字人"), [Optional()])
    verdict = SelectField(_l("意见"), [Optional()])
    words = StringField(_l("写的话"), [Length(max=LONGEST_WORDS)])
    signed_on = DateField(_l("签字日期"), [Optional()])


class PaperForm(Form):
    """What was signed on the printed form, with its scan."""

    scan = FileField(_l("签好的审批表（照片或 PDF）"), [FileRequired(_l("请选择文件。"))])
    rows = FieldList(FormField(SignatureFields), max_entries=MOST_POSITIONS * MOST_SIGNERS)

    def offer(self, signers: Sequence[Sequence[Officer]]) -> None:
        """Offer for each open place who may sign there."""
        for _row in range(len(signers) - len(self.rows)):
            self.rows.append_entry()
        for entry, officers in zip(self.rows, signers, strict=False):
            known = [(str(one.id), with_aside(one.name, one.agency.short_name)) for one in officers]
            entry.form.officer.choices = offered([("", _l("没有签")), *known])
            entry.form.verdict.choices = offered(choices(Verdict))

    def sent(self) -> Scan:
        """Return the scan."""
        file = given(self.scan)
        return Scan(file.stream, file.filename or "")

    def signatures(self) -> list[PaperSignature]:
        """Return the rows that were signed; RuleBroken for one without its day."""
        return [
            self._signature(entry.form, officer_id)
            for entry in self.rows
            if (officer_id := parse_id(entry.form.officer.data or "")) is not None
        ]

    @staticmethod
    def _signature(row: SignatureFields, officer_id: UUID) -> PaperSignature:
        if row.signed_on.data is None:
            raise RuleBroken("approval_paper_needs_day", field="rows")
        return PaperSignature(officer_id, Verdict(row.verdict.data), row.words.data or "", row.signed_on.data)


class CheckForm(Form):
    """Whether an entry says what the scan says."""

    RIGHT, WRONG = "right", "wrong"

    result = RadioField(_l("与扫描件核对"), [CHOSEN])
    remark = StringField(_l("哪里不符"), [Length(max=500)])

    @classmethod
    def of(cls, *, is_blank: bool = False) -> Self:
        """Return the form with its two answers."""
        form = cls(formdata=None) if is_blank else cls()
        form.result.choices = offered(
            [(cls.RIGHT, _l("一致，计入审批")), (cls.WRONG, _l("不一致，这次录入作废"))]
        )
        return form

    @property
    def is_right(self) -> bool:
        """Whether entry and scan agree."""
        return bool(self.result.data == self.RIGHT)


class ApprovalsFilter(Filter):
    """What the list of approvals is narrowed to."""

    whose = SelectField(_l("范围"))
    kind = SelectField(_l("审批事项"))
    state = SelectField(_l("状态"))

    @classmethod
    def of(cls) -> Self:
        """Return the filter of the request's address."""
        return cls.read(whose=choices(Whose), kind=choices(ChainKind), state=choices(ApprovalState))

    def wanted(self, default: Whose) -> ApprovalFilter:
        """Return what the query takes; `default` is shown where the address names nothing."""
        return ApprovalFilter(
            whose=Whose(self.whose.data) if self.whose.data else default,
            kind=ChainKind(self.kind.data) if self.kind.data else None,
            state=ApprovalState(self.state.data) if self.state.data else None,
        )


class PositionFields(PlainForm):
    """One position of a chain; a row without a title is none."""

    title = StringField(_l("栏目"), [Length(max=LONGEST_SEAT)])
    role = SelectField(_l("由谁签"))
    how_many = IntegerField(_l("人数"), [Optional(), NumberRange(1, MOST_SIGNERS)], default=1)
    own_agency = BooleanField(_l("限本机关"), default=True)
    takes_substitutes = BooleanField(_l("可代签"), default=True)
    takes_earlier = BooleanField(_l("签过前栏的也可签"))
    takes_asker = BooleanField(_l("送审人可签"))

    def position(self) -> Position:
        """Return the row as a position."""
        return Position(
            title=(self.title.data or "").strip(),
            role=Role(self.role.data),
            how_many=self.how_many.data or 1,
            own_agency=self.own_agency.data,
            takes_asker=self.takes_asker.data,
            takes_earlier=self.takes_earlier.data,
            takes_substitutes=self.takes_substitutes.data,
        )


class ChainForm(Form):
    """A new version of a chain."""

    agency = SelectField(_l("适用机关"))
    rows = FieldList(FormField(PositionFields), min_entries=MOST_POSITIONS, max_entries=MOST_POSITIONS)
    paper = StringField(_l("依据文件"), [NEEDED, Length(max=200)])
    valid_from = DateField(_l("从哪天起用"), [NEEDED])

    @classmethod
    def of(cls, session: Session, actor: Actor, positions: Sequence[Position], **data: object) -> Self:
        """Return the form, with a chain to begin from."""
        blank = {"role": SIGNERS[0].value, "how_many": 1, "own_agency": True, "takes_substitutes": True}
        rows = [one.plain() for one in positions] + [blank] * (MOST_POSITIONS - len(positions))
        form = cls(data={"rows": rows, **data})
        agencies = [one for one in accounts.list_agencies(session, actor.county_code) if one.is_active]
        form.agency.choices = offered(
            [("", _l("全县各机关")), *((str(one.id), one.name) for one in agencies)]
        )
        for entry in form.rows:
            entry.form.role.choices = offered((role.value, label(role)) for role in SIGNERS)
        return form

    def positions(self) -> list[Position]:
        """Return the rows that bear a title."""
        return [entry.form.position() for entry in self.rows if (entry.form.title.data or "").strip()]

    def agency_id(self) -> UUID | None:
        """Return whose own chain it is to be; None for the county's."""
        return parse_id(self.agency.data or "")


class SubstituteForm(Form):
    """Who answers for whom, from one day to another."""

    absent = SelectField(_l("被代签人"), [CHOSEN])
    substitute = SelectField(_l("代签人"), [CHOSEN])
    from_on = DateField(_l("从哪天起"), [NEEDED])
    until_on = DateField(_l("到哪天止（含当天）"), [NEEDED])
    paper = StringField(_l("授权文件"), [NEEDED, Length(max=200)])

    def offer(self, officers: Iterable[Officer]) -> None:
        """Offer the officers who answer, and everybody who could in their place."""
        known = [one for one in officers if one.is_active]
        words = {one.id: with_aside(one.name, one.agency.short_name) for one in known}
        signers = [one for one in known if one.roles & set(SIGNERS)]
        self.absent.choices = offered([("", "—"), *((str(one.id), words[one.id]) for one in signers)])
        self.substitute.choices = offered([("", "—"), *((str(one.id), words[one.id]) for one in signers)])

"""Forms of publications, of 信用修复, and of the county's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from casebook.publications.actions import Application, Redaction, Removal
from casebook.publications.queries import PublicationFilter
from casebook.publications.rules import CountsFrom, DownCause, Figures, Ground, PublicationState
from casebook.storage.actions import Scan
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.publications.rules import Cut

NEEDED = InputRequired(_l("请填写。"))
YES, NO = "yes", "no"
_LONGEST_LINES = 4000


class SeenForm(Form):
    """A step of a publication: it names the version that the page showed."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())


class TextForm(SeenForm):
    """What of a decision is hidden, beyond and against what the rules propose."""

    kept = SelectMultipleField(
        _l("不用隐去的内容"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    kept_reason = StringField(_l("保留的理由"), [Length(max=500)])
    confidential = TextAreaField(_l("商业秘密"), [Length(max=_LONGEST_LINES)])
    minors = TextAreaField(_l("未成年人姓名"), [Length(max=_LONGEST_LINES)])
    others = TextAreaField(_l("其他要隐去的字句"), [Length(max=_LONGEST_LINES)])

    def offer(self, cuts: Iterable[Cut]) -> None:
        """Offer what may be let stay."""
        self.kept.choices = offered((one.phrase, with_aside(one.phrase, label(one.kind))) for one in cuts)

    def redaction(self) -> Redaction:
        """Return what the officer makes of the proposal."""
        return Redaction(
            kept=frozenset(self.kept.data or ()),
            kept_reason=self.kept_reason.data or "",
            confidential=self.confidential.data or "",
            minors=self.minors.data or "",
            others=self.others.data or "",
        )


class ExemptForm(SeenForm):
    """Why a decision is not published."""

    ground = SelectField(_l("不予公示的理由"))
    reason = StringField(_l("具体情况"), [NEEDED, Length(max=500)])

    def offer(self) -> None:
        """Offer the grounds."""
        self.ground.choices = offered(choices(Ground))

    def chosen(self) -> Ground:
        """Return the ground."""
        return Ground(given(self.ground))


class ReasonForm(SeenForm):
    """Why something is sent back or taken back."""

    reason = StringField(_l("理由"), [NEEDED, Length(max=500)])


class PublishForm(SeenForm):
    """Where and when a text was published."""

    on = DateField(_l("公示日期"), [NEEDED])
    place = StringField(_l("公示的网址或者公示栏"), [NEEDED, Length(max=300)])


class DownForm(SeenForm):
    """Why and when a publication was taken down."""

    cause = SelectField(_l("撤下的原因"))
    reason = StringField(_l("撤下的理由"), [NEEDED, Length(max=500)])
    on = DateField(_l("撤下日期"), [NEEDED])

    def offer(self) -> None:
        """Offer the causes."""
        self.cause.choices = offered(choices(DownCause))

    def removal(self) -> Removal:
        """Return the cause with its reason and day."""
        return Removal(DownCause(given(self.cause)), given(self.reason), given(self.on))


class RepairForm(Form):
    """An application for 信用修复 as the party hands it in."""

    applicant = StringField(_l("申请人"), [NEEDED, Length(max=120)])
    asked_on = DateField(_l("申请日期"), [NEEDED])
    statement = TextAreaField(_l("履行和整改情况"), [NEEDED, Length(max=4000)])
    pledge = FileField(_l("信用承诺书"), [Optional()])

    def application(self) -> Application:
        """Return what the party hands in."""
        file = self.pledge.data
        scan = Scan(file.stream, file.filename) if file is not None and file.filename else None
        return Application(given(self.applicant), given(self.statement), given(self.asked_on), scan)


class DecisionForm(SeenForm):
    """Whether a repair is granted, and why."""

    is_granted = RadioField(_p("repair", "决定"), [InputRequired(_l("请选择。"))])
    reason = StringField(_l("决定的理由"), [NEEDED, Length(max=500)])

    def offer(self) -> None:
        """Offer both answers."""
        self.is_granted.choices = offered([(YES, _p("repair", "同意修复")), (NO, _p("repair", "不同意修复"))])


class FiguresForm(SeenForm):
    """The county's figures for publications."""

    is_page_on = BooleanField(_l("对外开放公示页面"))
    counts_from = SelectField(_l("公示期限的起算"))
    least_months = IntegerField(_l("最短公示期"), [InputRequired(_l("请填写。"))])
    most_months = IntegerField(_l("最长公示期"), [InputRequired(_l("请填写。"))])
    repair_days = IntegerField(_l("信用修复决定期限"), [InputRequired(_l("请填写。"))])
    paper = StringField(_l("依据文件"), [NEEDED, Length(max=200)])

    @classmethod
    def of(cls, present: Figures, version: int) -> Self:
        """Return the form of the figures as they are."""
        form = cls(
            data={
                "base_version": version,
                "is_page_on": present.is_page_on,
                "counts_from": present.counts_from.value,
                "least_months": present.least_months,
                "most_months": present.most_months,
                "repair_days": present.repair_days,
            }
        )
        form.counts_from.choices = offered(choices(CountsFrom))
        return form

    def figures(self) -> Figures:
        """Return the figures as they are to be."""
        return Figures(
            is_page_on=self.is_page_on.data,
            counts_from=CountsFrom(given(self.counts_from)),
            least_months=given(self.least_months),
            most_months=given(self.most_months),
            repair_days=given(self.repair_days),
        )


class PublicationsFilter(Filter):
    """What the list of publications is narrowed to."""

    text = StringField(_l("文号或案由"))
    state = SelectField(_l("状态"))
    case = StringField(_l("案号"))

    @classmethod
    def of(cls) -> Self:
        """Return the filter of the request's address."""
        return cls.read(state=choices(PublicationState))

    def wanted(self) -> PublicationFilter:
        """Return what the query takes."""
        return PublicationFilter(
            state=PublicationState(self.state.data) if self.state.data else None,
            case_number=(self.case.data or "").strip()[:40],
            words=(self.text.data or "").strip()[:80],
        )

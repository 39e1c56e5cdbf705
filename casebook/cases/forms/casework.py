"""Forms of problems, cases, measures and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.cases import queries
from casebook.cases.queries import ProblemFilter
from casebook.cases.rules import CODES, MeasureKind, ProblemClass, ProblemStatus, Procedure
from casebook.deadlines.rules import Unit
from casebook.regions.presenters import offered_townships
from casebook.web.filters import Filter, offered_years
from casebook.web.forms import Form, offered
from casebook.web.labels import choices
from casebook.web.wording import translated, with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
LONGEST_TERM = 365
OPEN = "open"
"""A status of the filter alone: all that is not struck off."""
ANSWERS = offered([("grant", _l("同意延期")), ("decline", _l("不同意"))])
OUTCOMES = offered([("met", _l("已按要求完成")), ("not_met", _l("没有完成"))])
TERM_UNITS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)


class ProblemFilterForm(Filter):
    """What the problem list is narrowed to; the work ledger exports the same."""

    status = SelectField(_l("状态"))
    problem_class = SelectField(_l("分类"))
    code = SelectField(_l("类型"))
    township = SelectField(_l("乡镇（街道）"))
    year = SelectField(_l("年度"))
    mine = SelectField(_l("责任人"))
    q = StringField(_l("关键词"))

    actor: Actor

    @classmethod
    def of(cls, session: Session, actor: Actor) -> ProblemFilterForm:
        """Return the filter of the request's address."""
        form = cls.read(
            status=[(OPEN, _("未销号")), *choices(ProblemStatus)],
            problem_class=choices(ProblemClass),
            code=[(code, f"{code} {translated(row.title)}") for code, row in CODES.items()],
            township=offered_townships(session, actor, request.args.get("township")),
            year=offered_years(queries.list_problem_years(session, actor.county_code)),
            mine=[("1", _("我"))],
        )
        form.actor = actor
        return form

    def wanted(self) -> ProblemFilter:
        """Return what the list is narrowed to."""
        status, kind = self.status.data, self.problem_class.data
        return ProblemFilter(
            status=ProblemStatus(status) if status and status != OPEN else None,
            is_open=status == OPEN,
            problem_class=ProblemClass(kind) if kind else None,
            code=self.code.data,
            division_code=self.township.data,
            responsible_officer_id=self.actor.officer_id if self.mine.data else None,
            year=int(self.year.data) if self.year.data else None,
            text=(self.q.data or "").strip(),
        )


class OpenCaseForm(Form):
    """立案呈批: what it is called, what speaks for it, who investigates beside oneself, from which day."""

    procedure = RadioField(_l("程序"), [CHOSEN], default=Procedure.GENERAL)
    source = StringField(_l("案件来源"), [Length(max=200)])
    grounds = TextAreaField(_l("初步查明的事实"), [NEEDED, Length(max=2000)])
    act_ended_on = DateField(_l("违法行为终了日期"), [Optional()])
    cause = StringField(_l("案由"), [NEEDED, Length(max=200)])
    second_investigator_id = SelectField(_l("第二名执法人员"), [CHOSEN])
    opened_on = DateField(_l("呈批日期"), [NEEDED])

    def offer(self, colleagues: Iterable[Officer]) -> None:
        """Fill the choice of colleagues."""
        named = [(str(one.id), with_aside(one.name, one.certificate_no)) for one in colleagues]
        self.second_investigator_id.choices = offered([("", _l("请选择")), *named])
        self.procedure.choices = offered(choices(Procedure))


class MeasureForm(Form):
    """责令: for which well, what, served when, until when."""

    well = SelectField(_l("取水井"), [CHOSEN])
    kind = SelectField(_l("措施"), [CHOSEN])
    demand = TextAreaField(_l("具体要求"), [NEEDED, Length(max=400)])
    served_on = DateField(_l("文书送达日期"), [NEEDED])
    term_amount = IntegerField(_l("责令改正期限"), [NEEDED, NumberRange(1, LONGEST_TERM)])
    term_unit = SelectField(_l("期限单位"), [CHOSEN])

    def offer(self, wells: Iterable[str]) -> None:
        """Fill the choices."""
        self.well.choices = offered((code, code) for code in wells)
        self.kind.choices = offered(choices(MeasureKind))
        self.term_unit.choices = offered(one for one in choices(Unit) if one[0] in TERM_UNITS)


class ExtensionForm(Form):
    """More time, and why."""

    added = IntegerField(_l("延长"), [NEEDED, NumberRange(1, LONGEST_TERM)])
    reason = TextAreaField(_l("理由"), [NEEDED, Length(max=400)])


class DecideExtensionForm(Form):
    """Grant or decline."""

    answer = RadioField(_l("意见"), [CHOSEN], choices=ANSWERS)


class VerifyForm(Form):
    """What a re-check found."""

    inspection = SelectField(_l("依据的复查记录"), [CHOSEN])
    outcome = RadioField(_l("复查结果"), [CHOSEN], choices=OUTCOMES)
    note = TextAreaField(_l("情况说明"), [NEEDED, Length(max=400)])

    def offer(self, inspections: Iterable[tuple[Inspection, str]]) -> None:
        """Fill the choice of submitted re-checks, each with its words."""
        self.inspection.choices = offered((str(one.id), words) for one, words in inspections)


class RectifiedForm(Form):
    """A problem was put right."""

    rectified_on = DateField(_l("完成日期"), [NEEDED])
    how = TextAreaField(_l("整改情况"), [NEEDED, Length(max=400)])


class StrikeOffForm(Form):
    """销号."""

    remark = TextAreaField(_l("销号意见"), [NEEDED, Length(max=400)])

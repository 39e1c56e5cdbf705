"""Forms of problems beside their cases: in charge, tasks, risk, transfer, the fourth exit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.access import Role
from casebook.accounts import queries as accounts
from casebook.cases.queries import TaskFilter
from casebook.cases.rules import CODES, Disposition, ProblemClass, ProblemStatus, Severity
from casebook.cases.rules.small_acts import SmallAct
from casebook.cases.rules.tasks import WAYS, Duty, TaskState, UnrestRisk
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label
from casebook.web.wording import translated, with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


def _people(officers: Iterable[Officer]) -> list[tuple[str, str]]:
    return [(str(one.id), with_aside(one.name, one.agency.short_name)) for one in officers]


class InChargeForm(Form):
    """Who is in charge of a problem, and who answers for it."""

    leader = SelectField(_l("包案县领导"), default="")
    unit = StringField(_l("责任单位"), [NEEDED, Length(max=100)])
    responsible = SelectField(_l("责任人"), [CHOSEN])

    def offer(self, session: Session, actor: Actor) -> None:
        """Fill the choices."""
        county = actor.county_code
        leaders = accounts.list_with_role(session, county_code=county, role=Role.COUNTY_LEADER)
        officers = [one for one in accounts.list_officers(session, county_code=county) if one.is_active]
        self.leader.choices = offered([("", _("不指定")), *_people(leaders)])
        self.responsible.choices = offered(_people(officers))


class ClassForm(Form):
    """How grave a problem is and how it is dealt with, where an officer sees it otherwise."""

    severity = SelectField(_l("严重程度"), [CHOSEN])
    problem_class = SelectField(_l("分类"), [CHOSEN])
    disposition = SelectField(_l("处置方式"), [CHOSEN])
    reason = TextAreaField(_l("理由"), [NEEDED, Length(max=380)])

    def offer(self) -> None:
        """Fill the choices."""
        self.severity.choices = offered(choices(Severity))
        self.problem_class.choices = offered(choices(ProblemClass))
        self.disposition.choices = offered(choices(Disposition))


class StartForm(Form):
    """Which way begins, and how."""

    to = RadioField(_l("方式"), [CHOSEN])
    how = TextAreaField(_l("安排"), [NEEDED, Length(max=380)])

    def offer(self) -> None:
        """Fill the choices."""
        self.to.choices = offered((status.value, label(way)) for status, way in WAYS.items())

    def chosen(self) -> ProblemStatus:
        """Return the status that begins."""
        return ProblemStatus(given(self.to))


class UnrestForm(Form):
    """风险评估 before a forced step."""

    risk = RadioField(_l("矛盾风险"), [CHOSEN])
    plan = TextAreaField(
        _l("处置预案"),
        [Length(max=2000)],
        description=_l("风险为中、高的必填：先做什么工作、谁到场、什么情况下停下来。"),
    )

    def offer(self) -> None:
        """Fill the choices."""
        self.risk.choices = offered(choices(UnrestRisk))


class TransferForm(Form):
    """移送: to whom, by which letter, when."""

    to = StringField(_l("移送给"), [NEEDED, Length(max=100)])
    paper = StringField(_l("移送函文号"), [NEEDED, Length(max=100)])
    on = DateField(_l("移送日期"), [NEEDED])


class ReceiptForm(Form):
    """回执: taken or sent back."""

    answer = RadioField(_l("对方答复"), [CHOSEN])
    on = DateField(_l("回执日期"), [NEEDED])
    note = StringField(_l("说明"), [Length(max=300)])

    def offer(self) -> None:
        """Fill the choices."""
        self.answer.choices = offered([("taken", _("受理")), ("returned", _("退回"))])


class TaskForm(Form):
    """交办: to which department, what, until when."""

    agency = SelectField(_l("承办单位"), [CHOSEN])
    duty = SelectField(_l("职责"), [CHOSEN])
    what = TextAreaField(_l("要做什么"), [NEEDED, Length(max=380)])
    due_on = DateField(_l("完成期限"), [NEEDED])

    def offer(self, session: Session, actor: Actor) -> None:
        """Fill the choices."""
        agencies = accounts.list_agencies(session, actor.county_code)
        self.agency.choices = offered([("", _("请选择")), *((str(one.id), one.name) for one in agencies)])
        self.duty.choices = offered([("", _("请选择")), *choices(Duty)])


class TaskAnswerForm(Form):
    """What a department has done."""

    text = TextAreaField(_l("办理情况"), [NEEDED, Length(max=2000)])
    file = MultipleFileField(_l("照片"))


class TaskFilterForm(Filter):
    """What the list of tasks is narrowed to."""

    state = SelectField(_l("状态"))
    whose = SelectField(_l("单位"))

    @classmethod
    def of(cls) -> TaskFilterForm:
        """Return the filter of the request's address."""
        return cls.read(state=choices(TaskState), whose=[("own", _("本单位"))])

    def wanted(self, actor: Actor) -> TaskFilter:
        """Return what the list is narrowed to."""
        state = self.state.data
        return TaskFilter(
            agency_id=actor.agency_id if self.whose.data == "own" else None,
            state=TaskState(state) if state else None,
        )


class VillageForm(Filter):
    """Of which village a submission is."""

    township = SelectField(_l("乡镇（街道）"))
    village = StringField(_l("村"))


class SubmissionForm(Form):
    """Why the chosen problems are left unfiled; their lines are read by `rows`."""

    reason = TextAreaField(
        _l("不予立案的理由"),
        [NEEDED, Length(max=1000)],
        description=_l("初次违法、后果轻微、已经改正，逐项写明；一并报批的每一件都要符合。"),
    )


class SmallActForm(Form):
    """One entry of the 免罚清单 in a new version."""

    code = StringField(_l("编号"), [NEEDED, Length(max=20)])
    title = StringField(_l("事项"), [NEEDED, Length(max=200)])
    problem_codes = StringField(
        _l("问题类型"), [NEEDED, Length(max=100)], description=_l("例如 P11；几类用逗号分开。")
    )
    conditions = StringField(_l("其他条件"), [Length(max=400)])
    first_time = BooleanField(_l("限初次违法"))
    gravest = SelectField(_l("最重到"), [CHOSEN])
    within_days = IntegerField(_l("改正期限"), [NEEDED, NumberRange(1, 365, _l("1 到 365 天。"))])
    doc_no = StringField(_l("公布文件文号"), [NEEDED, Length(max=100)])
    valid_from = DateField(_l("生效日期"), [NEEDED])
    valid_to = DateField(_l("失效日期"), [Optional()])

    def offer(self) -> None:
        """Fill the choices."""
        self.gravest.choices = offered(choices(Severity))

    def act(self) -> SmallAct:
        """Return the entry as it was typed."""
        codes = re.split(r"\W+", given(self.problem_codes).upper())
        return SmallAct(
            code=given(self.code).strip(),
            title=given(self.title).strip(),
            problem_codes=tuple(one for one in codes if one),
            conditions=(self.conditions.data or "").strip(),
            first_time=bool(self.first_time.data),
            gravest=Severity(given(self.gravest)),
            within_days=given(self.within_days),
            doc_no=given(self.doc_no),
            valid_from=given(self.valid_from),
            valid_to=self.valid_to.data,
            is_verified=True,
        )


def code_title(code: str) -> str:
    """Return a problem code with its title, for a line of a list."""
    return f"{code} {translated(CODES[code].title)}"


def act_choices(acts: Sequence[SmallAct], code: str) -> list[tuple[str, str]]:
    """Return the entries of the list that cover a problem code."""
    return [(one.code, f"{one.code} {translated(one.title)}") for one in acts if code in one.problem_codes]

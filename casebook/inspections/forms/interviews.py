"""The form by which an interview held on paper is registered at the desk."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from casebook.cases.rules import CODES
from casebook.inspections.filed import (
    Exchange,
    FiledInterview,
    FiledSecond,
    FiledTold,
    PaperForm,
    SignedHow,
)
from casebook.inspections.forms.blocks import MomentField
from casebook.inspections.forms.papers import PenForm
from casebook.inspections.rules.questions import questions_for, read_exchanges, write_exchanges
from casebook.web.forms import chosen_id, given, offered
from casebook.web.wording import translated, with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from casebook.accounts.models import Officer

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class InterviewForm(PenForm):
    """询问笔录 on paper: where, when, who was asked by whom, what was said."""

    place = StringField(_l("询问地点"), [NEEDED, Length(max=120)])
    started_at = MomentField(_l("开始时间"), validators=[NEEDED])
    ended_at = MomentField(_l("结束时间"), validators=[NEEDED])
    second_officer_id = SelectField(_l("协办人员"), [CHOSEN])
    codes = SelectMultipleField(
        _l("涉及的问题"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    person_name = StringField(_l("被询问人"), [NEEDED, Length(max=60)])
    relation = StringField(_l("与本案关系"), [NEEDED, Length(max=60)])
    person_sex = StringField(_l("性别"), [Length(max=10)])
    person_born_on = DateField(_l("出生日期"), [Optional()])
    person_identity = StringField(_l("证件号码"), [Length(max=40)])
    person_phone = StringField(_l("联系电话"), [Length(max=40)])
    person_work = StringField(_l("工作单位"), [Length(max=120)])
    person_address = StringField(_l("住址"), [Length(max=200)])
    id_shown = BooleanField(_l("已出示执法证件"))
    recusal_asked = BooleanField(_l("已告知申请回避的权利"))
    recusal_note = StringField(_l("对回避的回答"), [Length(max=400)])
    is_told_rights = BooleanField(_l("已告知权利和义务"))
    exchanges = TextAreaField(_l("问答"), [NEEDED])

    def offer(self, companions: Iterable[Officer], codes: Iterable[str]) -> None:
        """Fill the choices, and the questions that go with the problems."""
        named = [(str(one.id), with_aside(one.name, one.certificate_no)) for one in companions]
        self.second_officer_id.choices = offered([("", _l("请选择")), *named])
        self.codes.choices = offered((code, f"{code} {translated(row.title)}") for code, row in CODES.items())
        if not self.is_submitted():
            self.codes.data = list(codes)
            self.exchanges.data = write_exchanges(questions_for(self.codes.data))

    def interview(self, well_id: UUID, inspection_id: UUID | None, lead: str, second: str) -> FiledInterview:
        """Return the interview as it was held."""
        started, ended = given(self.started_at), given(self.ended_at)
        return FiledInterview(
            well=well_id,
            inspection=inspection_id,
            problem_codes=tuple(self.codes.data or ()),
            place=self.place.data or "",
            started_at=started.astimezone(UTC),
            ended_at=ended.astimezone(UTC),
            second=FiledSecond(officer=chosen_id(self.second_officer_id), how=SignedHow.DECLARED),
            person_name=self.person_name.data or "",
            person_sex=self.person_sex.data or "",
            person_born_on=self.person_born_on.data,
            person_identity=self.person_identity.data or "",
            person_work=self.person_work.data or "",
            person_phone=self.person_phone.data or "",
            person_address=self.person_address.data or "",
            relation=self.relation.data or "",
            told=self._told(),
            is_told_rights=bool(self.is_told_rights.data),
            exchanges=tuple(
                Exchange(question=question, answer=answer)
                for question, answer in read_exchanges(self.exchanges.data or "")
            ),
            paper=self.paper(PaperForm.INTERVIEW_RECORD, lead, second),
        )

    def _told(self) -> FiledTold:
        return FiledTold(
            id_shown=bool(self.id_shown.data),
            id_shown_at=given(self.started_at).astimezone(UTC) if self.id_shown.data else None,
            recusal_asked=bool(self.recusal_asked.data),
            recusal_note=self.recusal_note.data or "",
        )

"""Forms of 历史补录: an old file, then its papers and its decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.cases.actions import OldPaper
from casebook.cases.actions.history import CASE_TRANSITIONS_OF_HISTORY, OUTCOMES
from casebook.documents.rules import FormCode
from casebook.kernel.errors import RuleBroken
from casebook.web.forms import Form, offered
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from casebook.accounts.models import Officer
    from casebook.cases.rules import CaseStatus
    from casebook.parties.models import Party

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
ROWS = 6
"""Papers that one page takes; what is more is entered on the next."""
FEN_PER_YUAN = 100


class PapersForm(Form):
    """Rows of papers, each with form or name, number and day; the fields are added by `with_papers`."""

    def offer_papers(self) -> None:
        """Fill the choice of forms of every row."""
        papers = [("", _l("不在目录里")), *choices(FormCode)]
        for place in range(ROWS):
            self[f"form_{place}"].choices = offered(papers)

    @property
    def rows(self) -> list[tuple[Field, Field, Field, Field]]:
        """The fields row by row: form, name, number, day."""
        names = ("form", "name", "number", "day")
        return [tuple(self[f"{one}_{place}"] for one in names) for place in range(ROWS)]

    def papers(self) -> list[OldPaper]:
        """Return the rows in which something was typed; RuleBroken for one without a day or a name."""
        found = []
        for place, (form, name, number, day) in enumerate(self.rows, start=1):
            words = (name.data or "").strip()
            if not (form.data or words or (number.data or "").strip() or day.data):
                continue
            if day.data is None:
                raise RuleBroken("history_paper_undated", field=day.short_name, row=place)
            if not (form.data or words):
                raise RuleBroken("history_paper_unnamed", field=name.short_name, row=place)
            code = FormCode(form.data) if form.data else None
            title = words or str(label(code))
            found.append(OldPaper(paper=title, number=number.data or "", on=day.data, form=code))
        return found


def with_papers(kind: type[PapersForm], parties: Sequence[Party] = ()) -> type[PapersForm]:
    """Return the form with its rows of papers, and a field for the fine of each party."""
    fields: dict[str, object] = {"parties": parties}
    for place in range(ROWS):
        fields[f"form_{place}"] = SelectField(_l("文书"), default="")
        fields[f"name_{place}"] = StringField(_l("材料名称"), [Length(max=100)])
        fields[f"number_{place}"] = StringField(_l("文号"), [Length(max=60)])
        fields[f"day_{place}"] = DateField(_l("日期"), [Optional()])
    for place, party in enumerate(parties):
        fields[fine_name(place)] = DecimalField(
            _l("对%(name)s的罚款", name=party.name),
            [Optional(), NumberRange(min=0, max=10_000_000)],
            places=2,
        )
    return type(kind.__name__, (kind,), fields)


def fine_name(place: int) -> str:
    """Return the name of the field of a party's fine; the first is the one that refusals point to."""
    return "fine" if place == 0 else f"fine_{place}"


class OldFileForm(PapersForm):
    """An old file: problems, cause, officers, the day on which it was filed, its first papers."""

    problems = TextAreaField(
        _l("问题编号"), [NEEDED, Length(max=1000)], description=_l("每行一个；问题要先在问题台账里。")
    )
    cause = StringField(_l("案由"), [NEEDED, Length(max=200)])
    first = SelectField(_l("第一名执法人员"), [CHOSEN])
    second = SelectField(_l("第二名执法人员"), [CHOSEN])
    opened_on = DateField(_l("立案日期"), [NEEDED])

    def offer(self, officers: Iterable[Officer]) -> None:
        """Fill the choices; those who left the agency are offered too."""
        them = [("", _l("请选择")), *((str(one.id), one.name) for one in officers)]
        self.first.choices = self.second.choices = offered(them)
        self.offer_papers()


class OldCourseForm(PapersForm):
    """What an old file came to: further papers, how far it is, the decision."""

    status = RadioField(_l("案卷到了哪一步"), [CHOSEN])
    kind = SelectField(_l("决定"))
    decision_number = StringField(_l("决定书文号"), [Length(max=60)])
    decided_on = DateField(_l("决定日期"), [Optional()])
    basis = StringField(_l("处罚依据"), [Length(max=200)])
    reason = TextAreaField(_l("认定的事实和理由"), [Length(max=4000)])

    parties: Sequence[Party] = ()

    def offer(self, present: CaseStatus) -> None:
        """Fill the choices: where the file stands and what may follow."""
        wanted = CASE_TRANSITIONS_OF_HISTORY.get(present, frozenset())
        self.status.choices = offered((one.value, label(one)) for one in type(present) if one in wanted)
        self.kind.choices = offered(
            [("", _l("没有决定可补录")), *((one.value, label(one)) for one in OUTCOMES)]
        )
        self.offer_papers()

    def fines(self) -> dict[UUID, int]:
        """Return the fines in fen by party."""
        given = [(party.id, self[fine_name(place)].data) for place, party in enumerate(self.parties)]
        return {party: int(yuan * FEN_PER_YUAN) for party, yuan in given if yuan}

"""What is filled in to apply for a permit and for each step of its life."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from casebook.kernel.errors import RuleBroken
from casebook.parties.actions import PartyFacts
from casebook.quotas.actions import Act, Application, PermitChanges
from casebook.quotas.presenters import read_uploaded
from casebook.quotas.queries import PermitFilter, Shown
from casebook.quotas.rules import PERMITTED, PermitStep, WaterSource
from casebook.regions.rules import Aquifer
from casebook.web.fields import VolumeField
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices, label
from casebook.wells.queries import find_well
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.models import Permit
    from casebook.quotas.rules import Listed
    from casebook.wells.models import Well

NEEDED = InputRequired(_l("请填写。"))
CODE = re.compile(r"[0-9A-Za-z-]+")


def wells_named(session: Session, actor: Actor, text: str) -> tuple[Well, ...]:
    """Return the wells whose codes a text names; RuleBroken `permit_well_unknown` on field `wells`."""
    found = []
    for code in CODE.findall(text):
        well = find_well(session, code.upper(), actor)
        if well is None:
            raise RuleBroken("permit_well_unknown", field="wells", well=code)
        found.append(well)
    return tuple(dict.fromkeys(found))


def _sources() -> list[tuple[str, str]]:
    return [(one.value, label(one)) for one in WaterSource if one in PERMITTED]


class ApplicationForm(Form):
    """An application for a permit."""

    on = DateField(_l("申请日期"), [NEEDED])
    holder = StringField(_l("申请人（取水权人）"), [NEEDED, Length(max=120)])
    identifier = StringField(_l("统一社会信用代码或身份证号"), [Length(max=40)])
    phone = StringField(_l("联系电话"), [Length(max=40)])
    source = SelectField(_l("水源"), [InputRequired()])
    aquifer = SelectField(_l("取水层位"), [Optional()])
    use = SelectField(_l("取水用途"), [InputRequired()])
    volume = VolumeField(_l("年取水量"), [NEEDED])
    wells = TextAreaField(_l("取水井编号"), [Length(max=2000)])
    list_paper = StringField(_l("井的清单（文号）"), [Length(max=120)])
    conditions = TextAreaField(_l("取水条件"), [Length(max=1000)])

    @classmethod
    def blank(cls, today: date) -> Self:
        """Return the form with its choices."""
        form = cls(data={"on": today})
        form.source.choices = offered(_sources())
        form.aquifer.choices = offered(choices(Aquifer, blank=""))
        form.use.choices = offered(choices(WellUse))
        return form

    def application(self, session: Session, actor: Actor) -> Application:
        """Return what is applied for."""
        facts = PartyFacts(
            name=given(self.holder).strip(),
            identifier=self.identifier.data or "",
            phone=self.phone.data or "",
        )
        wells = wells_named(session, actor, self.wells.data or "")
        return Application(
            holder=facts,
            source=WaterSource(self.source.data),
            use=WellUse(self.use.data),
            aquifer=Aquifer(self.aquifer.data) if self.aquifer.data else None,
            volume_m3=given(self.volume),
            well_ids=tuple(well.id for well in wells),
            conditions=self.conditions.data or "",
            list_paper=self.list_paper.data or "",
        )


class StepForm(Form):
    """Any step of a permit: its day, its paper, its reason."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    on = DateField(_l("办理日期"), [NEEDED])
    paper = StringField(_l("文号"), [Length(max=120)])
    reason = StringField(_l("理由或说明"), [Length(max=400)])
    EXTRA: tuple[str, ...] = ()
    """Names of the fields that this step has besides."""

    @classmethod
    def of(cls, permit: Permit, wells: Sequence[Well], today: date) -> Self:
        """Return the form with what the permit says now."""
        form = cls(data={"base_version": permit.version, "on": today, **cls.now_of(permit, wells)})
        form.offer(wells)
        return form

    @classmethod
    def now_of(cls, _permit: Permit, _wells: Sequence[Well]) -> dict[str, Any]:
        """Return what the step's own fields begin with."""
        return {}

    def offer(self, wells: Sequence[Well]) -> None:
        """Fill in choices."""

    def act(self) -> Act:
        """Return day, paper and reason."""
        return Act(on=given(self.on), paper=self.paper.data or "", reason=self.reason.data or "")


class IssueForm(StepForm):
    """发证."""

    EXTRA = ("number", "valid_from", "valid_to")
    number = StringField(_l("许可证编号"), [NEEDED, Length(max=60)])
    valid_from = DateField(_l("有效期起"), [NEEDED])
    valid_to = DateField(_l("有效期止"), [NEEDED])


class TransferForm(StepForm):
    """转让."""

    EXTRA = ("holder", "identifier")
    holder = StringField(_l("受让人"), [NEEDED, Length(max=120)])
    identifier = StringField(_l("统一社会信用代码或身份证号"), [Length(max=40)])

    def facts(self) -> PartyFacts:
        """Return who takes the permit over."""
        return PartyFacts(name=given(self.holder).strip(), identifier=self.identifier.data or "")


class CutForm(StepForm):
    """One of several wells closed."""

    EXTRA = ("well", "cut_m3")
    well = SelectField(_l("封停的取水井"), [InputRequired()])
    cut_m3 = VolumeField(_l("核减的年水量"), [Optional()])

    def offer(self, wells: Sequence[Well]) -> None:
        """Offer the wells of the permit."""
        self.well.choices = offered((well.code, well.code) for well in wells)


class ChangeForm(StepForm):
    """变更."""

    EXTRA = ("volume", "use", "aquifer", "source", "wells", "list_paper", "conditions")
    volume = VolumeField(_l("年许可水量"), [Optional()])
    use = SelectField(_l("取水用途"), [Optional()])
    aquifer = SelectField(_l("取水层位"), [Optional()])
    source = SelectField(_l("水源"), [Optional()])
    wells = TextAreaField(_l("取水井编号"), [Length(max=4000)])
    list_paper = StringField(_l("井的清单（文号）"), [Length(max=120)])
    conditions = TextAreaField(_l("取水条件"), [Length(max=1000)])

    @classmethod
    def now_of(cls, permit: Permit, wells: Sequence[Well]) -> dict[str, Any]:
        """Return what the permit says now."""
        return {
            "volume": permit.permitted_m3,
            "use": permit.use or "",
            "aquifer": permit.aquifer or "",
            "source": permit.source or "",
            "wells": "\n".join(well.code for well in wells),
            "list_paper": permit.list_paper,
            "conditions": permit.conditions,
        }

    def offer(self, wells: Sequence[Well]) -> None:  # noqa: ARG002 - the others offer wells
        """Offer uses, layers and sources."""
        self.use.choices = offered(choices(WellUse, blank=""))
        self.aquifer.choices = offered(choices(Aquifer, blank=""))
        self.source.choices = offered([("", ""), *_sources()])

    def changes(self, well_ids: tuple[UUID, ...]) -> PermitChanges:
        """Return what the permit is to say."""
        return PermitChanges(
            volume_m3=self.volume.data,
            use=WellUse(self.use.data) if self.use.data else None,
            aquifer=Aquifer(self.aquifer.data) if self.aquifer.data else None,
            source=WaterSource(self.source.data) if self.source.data else None,
            conditions=self.conditions.data or "",
            list_paper=self.list_paper.data or "",
            well_ids=well_ids,
        )


FORMS: dict[PermitStep, type[StepForm]] = {
    PermitStep.ISSUE: IssueForm,
    PermitStep.TRANSFER: TransferForm,
    PermitStep.CUT: CutForm,
    PermitStep.CHANGE: ChangeForm,
}
"""The form of each step that has facts of its own; approval and renewal go by the pre-check."""


class ListForm(Form):
    """A list of electronic permits."""

    file = FileField(_l("电子证照清单（XLSX 或 CSV）"), [FileRequired(_l("请选择文件。"))])
    listed_on = DateField(_l("清单截至日期"), [Optional()])

    def listed(self) -> list[Listed]:
        """Return what the list says; RuleBroken beside the field where it cannot be read."""
        return read_uploaded(self.file.data.stream, self.name)

    @property
    def name(self) -> str:
        """Name of the file."""
        return str(self.file.data.filename)


class PermitsFilter(Filter):
    """What the list of permits is narrowed to."""

    q = StringField(_l("编号或取水权人"))
    shown = SelectField(_p("permits", "范围"))
    source = SelectField(_l("水源"))

    @classmethod
    def of(cls) -> Self:
        """Return the filter of the request's address."""
        return cls.read(shown=choices(Shown), source=_sources())

    def wanted(self, today: date) -> PermitFilter:
        """Return what the query takes."""
        return PermitFilter(
            on=today,
            shown=Shown(self.shown.data) if self.shown.data else None,
            source=WaterSource(self.source.data) if self.source.data else None,
            text=(self.q.data or "").strip(),
        )

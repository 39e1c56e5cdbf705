"""What is filled in for baselines, substitute waters and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.claims import queries
from casebook.claims.actions import BaselineFacts, ClaimFacts, SubstituteFacts
from casebook.claims.queries import ClaimFilter
from casebook.claims.rules import (
    BY_CLAIM,
    LONGEST_WORDS,
    NOTHING,
    BaselineMethod,
    BaselineStatus,
    ClaimStatus,
    MeasureKind,
    ReplacementSource,
)
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import parse_id
from casebook.kernel.months import Month
from casebook.ledger.rules import GRADES, AquiferGroup
from casebook.regions.presenters import offered_townships
from casebook.storage.actions import Scan
from casebook.web.fields import VolumeField
from casebook.web.filters import Filter, offered_years
from casebook.web.formats import m3
from casebook.web.forms import Form, given
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.claims.models import Baseline, SubstituteWater

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
WORDS = Length(max=LONGEST_WORDS)


class ClaimFilterForm(Filter):
    """What the list of claims is narrowed to."""

    year = SelectField(_l("计入年度"))
    township = SelectField(_l("乡镇（街道）"))
    kind = SelectField(_l("措施"))
    status = SelectField(_l("状态"))

    @classmethod
    def of(cls, session: Session, actor: Actor) -> ClaimFilterForm:
        """Return the filter of the request's address."""
        return cls.read(
            year=offered_years(queries.list_years(session, actor)),
            township=offered_townships(session, actor, request.args.get("township")),
            kind=[pair for pair in choices(MeasureKind) if pair[0] in BY_CLAIM],
            status=choices(ClaimStatus),
        )

    def wanted(self) -> ClaimFilter:
        """Return what the list is narrowed to."""
        return ClaimFilter(
            year=int(self.year.data) if self.year.data else None,
            division_code=self.township.data,
            kind=MeasureKind(self.kind.data) if self.kind.data else None,
            status=ClaimStatus(self.status.data) if self.status.data else None,
        )


class BaselineFilterForm(Filter):
    """What the list of baselines is narrowed to."""

    status = SelectField(_l("状态"))

    @classmethod
    def of(cls) -> BaselineFilterForm:
        """Return the filter of the request's address."""
        return cls.read(status=choices(BaselineStatus))

    def wanted(self) -> BaselineStatus | None:
        """Return the status that is wanted, None for all."""
        return BaselineStatus(self.status.data) if self.status.data else None


class StepForm(Form):
    """A form that names the version that its page was made from; hints and units stand beside the fields."""

    HINTS: ClassVar[dict[str, object]] = {}
    UNITS: ClassVar[dict[str, object]] = {}
    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def rebase(self, version: int) -> None:
        """Build on the present version, after somebody else's step was shown."""
        self.base_version.data, self.base_version.raw_data = version, None

    def shown(self) -> list[tuple[Any, object, object]]:
        """Return the visible fields with hint and unit."""
        hidden = {"csrf_token", "base_version"}
        return [
            (field, self.HINTS.get(field.short_name), self.UNITS.get(field.short_name))
            for field in self
            if field.short_name not in hidden
        ]


class BaselineForm(StepForm):
    """A baseline of a well, or of a unit in one group of layers."""

    HINTS: ClassVar[dict[str, object]] = {
        "well": _l("按单眼井定基线的填写；与用水户二者选一。"),
        "party": _l("按单位定基线的填写名称，并选择含水层：深层、浅层分开计算。"),
        "before_year": _l("措施实施的年度；B1 取此前三个完整年份。"),
        "stated_m3": _l("B1 三年水量齐全的可以不填，由系统按读数和台账计算。"),
        "papers": _l(
            "B1 抄表台账；B2 核定税单；B3 电费单和系数报告；B4 测流和运行记录；B5 面积和定额；B6 许可或计划。"
        ),
        "explanation": _l("与用水量、设备规模不符的，写明原因和佐证材料。"),
    }
    UNITS: ClassVar[dict[str, object]] = {"stated_m3": _l("m³/年")}
    well = StringField(_l("取水井编号"), [Length(max=40)])
    party = StringField(_l("用水户"), [Length(max=120)])
    group = SelectField(_l("含水层"), validate_choice=False)
    before_year = IntegerField(_l("措施年度"), [NEEDED, NumberRange(2000, 2100)])
    method = SelectField(_l("基线方法"), [CHOSEN])
    stated_m3 = VolumeField(_l("基线水量"), [Optional()])
    papers = StringField(_l("依据材料"), [NEEDED, WORDS])
    explanation = TextAreaField(_l("异常说明"), [WORDS])
    reason = StringField(_l("替换理由"), [NEEDED, WORDS])
    """Of a baseline that takes the place of a locked one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.group.choices = choices(AquiferGroup, blank=_("请选择"))
        self.method.choices = [("", _("请选择")), *map(_method, BaselineMethod)]

    def facts(self) -> BaselineFacts:
        """Return what was filled in, once it is valid."""
        return BaselineFacts(
            before_year=given(self.before_year),
            method=BaselineMethod(self.method.data),
            stated_m3=self.stated_m3.data,
            papers=given(self.papers),
            explanation=self.explanation.data or "",
        )

    def owner_names(self) -> tuple[str, str]:
        """Return the well's code or the unit's name, one of them empty; RuleBroken for both or none."""
        code, name = (self.well.data or "").strip().upper(), (self.party.data or "").strip()
        if bool(code) == bool(name):
            raise RuleBroken("claim_owner", field="well")
        return code, name

    def its_group(self) -> AquiferGroup | None:
        """Return the group of layers of a unit's baseline."""
        return AquiferGroup(self.group.data) if self.group.data in set(AquiferGroup) else None


class LockForm(StepForm):
    """Locking a baseline."""

    HINTS: ClassVar[dict[str, object]] = {
        "locked_on": _l("核定文件的日期；这一天之后开始的措施才能依据它。"),
        "explanation": _l("与用水量、设备规模不符的基线，以及 B6，必须说明。"),
    }
    locked_on = DateField(_l("锁定日期"), [NEEDED])
    lock_paper = StringField(_l("核定文号"), [NEEDED, Length(max=120)])
    explanation = TextAreaField(_l("异常说明"), [WORDS])


class PaperForm(StepForm):
    """A paper behind a baseline or a claim."""

    HINTS: ClassVar[dict[str, object]] = {"scan": _l("照片或 PDF；附上之后不能删除。")}
    title = StringField(_l("材料名称和文号"), [NEEDED, Length(max=120)])
    scan = FileField(_l("材料文件"), [FileRequired(_l("请选择文件。"))])

    def sent(self) -> Scan:
        """Return the file."""
        file = given(self.scan)
        return Scan(file.stream, file.filename or "")


class WordsForm(StepForm):
    """A step that is only said why."""

    words = TextAreaField(_l("意见或理由"), [WORDS])


class SubstituteForm(StepForm):
    """A substitute water."""

    HINTS: ClassVar[dict[str, object]] = {
        "groundwater_percent": _l("水厂自己抽取地下水的比例；只按其余部分计算可置换量。"),
        "papers": _l("水厂批复、计量设施检定证书、水源构成证明等；修改的，写明理由。"),
    }
    UNITS: ClassVar[dict[str, object]] = {"capacity_m3": _l("m³/日"), "groundwater_percent": "%"}
    name = StringField(_l("名称"), [NEEDED, Length(max=120)])
    source = SelectField(_l("水源种类"), [CHOSEN])
    capacity_m3 = VolumeField(_l("供水能力"), [NEEDED])
    groundwater_percent = DecimalField(_l("地下水占比"), [InputRequired(_l("请填写。")), NumberRange(0, 100)])
    papers = StringField(_l("依据材料"), [NEEDED, WORDS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        offered = choices(ReplacementSource, blank=_("请选择"))
        self.source.choices = [pair for pair in offered if pair[0] != ReplacementSource.NONE_NEEDED]

    def facts(self) -> SubstituteFacts:
        """Return what was filled in, once it is valid."""
        return SubstituteFacts(
            name=given(self.name).strip(),
            source=ReplacementSource(self.source.data),
            capacity_m3=given(self.capacity_m3),
            groundwater_permille=round(given(self.groundwater_percent) * 10),
            papers=given(self.papers).strip(),
        )


class SupplyForm(StepForm):
    """What a substitute was metered to supply in a month."""

    HINTS: ClassVar[dict[str, object]] = {
        "month": _l("例如 2023-05；同一月份再登记一次就是更正。"),
        "paper": _l("计量表抄见单编号；更正的，写明更正理由。"),
    }
    UNITS: ClassVar[dict[str, object]] = {"volume_m3": "m³"}
    month = StringField(_l("月份"), [NEEDED])
    volume_m3 = VolumeField(_l("计量供水量"), [NEEDED])
    paper = StringField(_l("计量凭证"), [NEEDED, Length(max=120)])

    def its_month(self) -> Month:
        """Return the month; RuleBroken beside the field for what is none."""
        try:
            return Month.parse(given(self.month).strip())
        except ValueError as error:
            raise RuleBroken("supply_month", field="month") from error


class ClaimForm(StepForm):
    """A claim; volumes in m³ of a full year."""

    HINTS: ClassVar[dict[str, object]] = {
        "baseline": _l("列出最近锁定的基线，其余的从基线页面申报；措施必须在锁定之后开始。"),
        "substitute": _l("水源置换和再生水替代必选。"),
        "residual_m3": _l("措施实施后每年仍取的地下水，没有就写 0。"),
        "emergency_m3": _l("当年应急取用的地下水，从压减量里扣减。"),
        "saving_m3": _l("申报量中有材料证明的节水部分，不占用替代水源。"),
        "claimed_m3": _l("不超过基线减剩余用水再减应急取水；已被其他压减量计入的部分，审核时自动扣除。"),
        "explanation": _l("措施后的计量取水多于剩余用水等异常，写明原因和佐证材料。"),
    }
    UNITS: ClassVar[dict[str, object]] = dict.fromkeys(
        ("claimed_m3", "residual_m3", "emergency_m3", "saving_m3"), _l("m³/年")
    )
    kind = SelectField(_l("措施"), [CHOSEN])
    baseline = SelectField(_l("基线"), [CHOSEN], validate_choice=False)
    substitute = SelectField(_l("替代水源"), validate_choice=False)
    began_on = DateField(_l("措施开始日期"), [NEEDED])
    claimed_m3 = VolumeField(_l("申报全年压减量"), [NEEDED])
    residual_m3 = VolumeField(_l("剩余用水"), [NEEDED])
    emergency_m3 = VolumeField(_l("应急取水"), [Optional()])
    saving_m3 = VolumeField(_l("有据节水量"), [Optional()])
    what = TextAreaField(_l("措施内容"), [NEEDED, WORDS])
    papers = StringField(_l("依据材料"), [NEEDED, WORDS])
    explanation = TextAreaField(_l("异常说明"), [WORDS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            pair for pair in choices(MeasureKind, blank=_("请选择")) if pair[0] in {"", *BY_CLAIM}
        ]

    def offer(self, baselines: Iterable[Baseline]) -> None:
        """Fill the choice of baselines."""
        self.baseline.choices = [
            ("", _("请选择")),
            *((str(one.id), baseline_words(one)) for one in baselines),
        ]

    def offer_substitutes(self, substitutes: Iterable[SubstituteWater]) -> None:
        """Fill the choice of substitute waters."""
        named = ((str(one.id), f"{label(one.source)} {one.name}") for one in substitutes)
        self.substitute.choices = [("", _("不涉及")), *named]

    def facts(self) -> ClaimFacts:
        """Return what was filled in, once it is valid."""
        return ClaimFacts(
            kind=MeasureKind(self.kind.data),
            began_on=given(self.began_on),
            claimed_m3=given(self.claimed_m3),
            residual_m3=given(self.residual_m3),
            emergency_m3=self.emergency_m3.data or NOTHING,
            saving_m3=self.saving_m3.data or NOTHING,
            what=given(self.what),
            papers=given(self.papers),
            explanation=self.explanation.data or "",
        )

    def chosen(self, rows: Iterable[Any], name: str) -> Any:  # noqa: ANN401 - a baseline or a substitute
        """Return the row that a choice names, None for none; RuleBroken for one that is not offered."""
        wanted = parse_id(self[name].data or "")
        if wanted is None:
            return None
        found = next((row for row in rows if row.id == wanted), None)
        if found is None:
            raise RuleBroken("choice_missing", field=name)
        return found


def baseline_words(row: Baseline) -> str:
    """Return a baseline in one line."""
    return f"{queries.owner_of(row)} {label(row.aquifer_group)} {row.method} {m3(row.baseline_m3)} m³"


def _method(method: BaselineMethod) -> tuple[str, str]:
    return method.value, _("%(method)s（等级 %(grade)s）", method=label(method), grade=GRADES[method])

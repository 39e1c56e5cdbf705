"""Forms of body cameras and monitoring devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import DateField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casebook.evidence.rules import EvidenceMethod, EvidenceOrigin, Review, ReviewKind, Upload
from casebook.inspections.forms.blocks import MomentField
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
FILE = FileRequired(_l("请选择文件。"))


class IndexForm(Form):
    """The index file of a body camera or of the house's recording station."""

    file = FileField(_l("索引表（CSV）"), [FILE])


class FootageFilterForm(Filter):
    """What the list of recordings is narrowed to."""

    device = StringField(_l("设备编号"))


class ClipForm(Form):
    """The part of a recording that is copied in."""

    file = FileField(_l("片段文件"), [FILE])
    from_at = MomentField(_l("起（记录仪时间）"), validators=[NEEDED])
    to_at = MomentField(_l("止（记录仪时间）"), validators=[NEEDED])
    describes = StringField(_l("证明什么"), [NEEDED, Length(max=500)])
    case_number = StringField(_l("案件编号"), [NEEDED, Length(max=40)])

    def upload(self) -> Upload:
        """Return the clip as it was chosen: taken from the station's original, captured when it begins."""
        file = given(self.file)
        return Upload(
            stream=file.stream,
            file_name=file.filename or "",
            captured_at=given(self.from_at),
            origin=EvidenceOrigin.FILE,
            method=EvidenceMethod.VIDEO,
        )


class MonitorForm(Form):
    """A monitoring device."""

    number = StringField(_l("设备编号"), [NEEDED, Length(max=40)])
    name = StringField(_l("名称和型号"), [NEEDED, Length(max=120)])
    place = StringField(_l("设置地点"), [NEEDED, Length(max=200)])
    division = SelectField(_l("所在乡镇（街道）"), [CHOSEN])

    def offer(self, divisions: Iterable[tuple[str, str]]) -> None:
        """Offer the divisions in reach."""
        self.division.choices = offered([("", "—"), *divisions])


class PublishForm(Form):
    """When and where a device's place was made public."""

    published_on = DateField(_l("公布日期"), [NEEDED])
    published_where = StringField(_l("公布在哪里"), [NEEDED, Length(max=200)])


class ReviewForm(Form):
    """One review of a device."""

    kind = RadioField(_l("审核"), [CHOSEN])
    passed = RadioField(_l("结论"), [CHOSEN])
    reviewed_on = DateField(_l("审核日期"), [NEEDED])
    paper = StringField(_l("审核意见书编号"), [NEEDED, Length(max=200)])
    valid_from = DateField(_l("有效期自"), [NEEDED])
    valid_to = DateField(_l("有效期至"), [NEEDED])
    remark = TextAreaField(_l("意见"), [Length(max=500)])

    def offer(self, kinds: Iterable[ReviewKind]) -> None:
        """Offer what this officer may review; a single kind is chosen already."""
        mine = {kind.value for kind in kinds}
        self.kind.choices = [pair for pair in choices(ReviewKind) if pair[0] in mine]
        self.passed.choices = [("yes", _l("通过")), ("no", _l("不通过"))]
        if self.kind.data is None and len(self.kind.choices) == 1:
            self.kind.data = self.kind.choices[0][0]

    def review(self) -> Review:
        """Return what was filled in, once it is valid."""
        return Review(
            kind=ReviewKind(self.kind.data),
            is_passed=self.passed.data == "yes",
            reviewed_on=given(self.reviewed_on),
            valid_from=given(self.valid_from),
            valid_to=given(self.valid_to),
        )

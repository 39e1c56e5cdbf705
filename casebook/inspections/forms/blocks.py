"""Forms of field checks. Blocks of a draft are saved one by one, each with what was seen of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput, TextInput

from casebook.evidence.rules import EvidenceMethod, EvidenceOrigin, Upload
from casebook.inspections.actions.saving import NOTE
from casebook.inspections.rules import STARTABLE, AnswerKind, InspectionKind, Item, YesNo
from casebook.kernel.clock import CHINA, to_local
from casebook.kernel.coordinates import read_coordinate
from casebook.web.forms import Form, given
from casebook.web.labels import choices
from casebook.web.wording import translated, with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO
    from uuid import UUID

    from casebook.accounts.models import Officer

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))


class NeededLater:
    """Marks a field that may wait while the record is a draft, and must be there when it is submitted."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: Form, _field: Field) -> None:
        """Accept anything: completeness is checked at submission."""


_DEGREE_DIGITS = 7
NOTES = ("taken_at", "lon", "lat", "accuracy_m")
"""Hidden inputs of the photographs: one value per file each."""
_MINUTE = "%Y-%m-%dT%H:%M"


class MomentField(DateTimeLocalField):
    """An instant, written as Chinese wall time to the minute."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401 - the parent's keywords
        super().__init__(label, format=[_MINUTE, f"{_MINUTE}:%S"], **kwargs)

    def process_data(self, value: datetime | None) -> None:
        """Take a stored instant."""
        self.data = None if value is None else to_local(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed; nothing is no instant."""
        text = valuelist[0].strip() if valuelist else ""
        try:
            found = datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(UTC) if text else None
            self.data = None if found is None else to_local(found)
        except (ValueError, OverflowError):
            self.data = None
            raise ValueError(_l("请按“年-月-日 时:分”填写时间。")) from None


class DegreesField(Field):
    """Longitude or latitude as decimal degrees; degrees, minutes and seconds are read too."""

    widget = TextInput()
    data: float | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed; nothing is no position."""
        value = read_coordinate(valuelist[0]) if valuelist else None
        if value is not None and not isinstance(value, float):
            self.data = None
            raise ValueError(_l("看不懂这个经纬度，请填十进制度，如 115.436217。"))
        self.data = None if value is None else round(value, _DEGREE_DIGITS)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.{_DEGREE_DIGITS}f}".rstrip("0").rstrip(".")


class MetresField(Field):
    """A number of metres that the script fills in."""

    widget = HiddenInput()
    data: float | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what came; what is no number counts as none."""
        value = read_coordinate(valuelist[0]) if valuelist else None
        self.data = round(value, 1) if isinstance(value, float) and value >= 0 else None

    def _value(self) -> str:
        return "" if self.data is None else f"{self.data:g}"


class YesNoField(RadioField):
    """An answer out of `YesNo`, or none yet; the action says what is wrong with any other."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401 - the parent's keywords
        super().__init__(label, validate_choice=False, default="", **kwargs)
        self.choices = choices(YesNo)


class ChosenField(RadioField):
    """One of an item's own choices, or none yet; the action says what is wrong with any other."""

    def __init__(self, label: str, item: Item, **kwargs: Any) -> None:  # noqa: ANN401 - the parent's keywords
        super().__init__(label, validate_choice=False, default="", **kwargs)
        self.choices = [(one, translated(one)) for one in item.choices]


class StartForm(Form):
    """Why one goes, and with whom."""

    id = HiddenField()
    """Made with the page: sent twice, it begins one record."""
    kind = RadioField(_l("检查类型"), [CHOSEN])
    second_officer_id = SelectField(_l("协办人员"), [CHOSEN])

    def offer(self, companions: Iterable[Officer], own_agency_id: UUID | None) -> None:
        """Fill the choices."""
        self.kind.choices = [one for one in choices(InspectionKind) if one[0] in STARTABLE]
        self.second_officer_id.choices = [("", _l("请选择")), *companion_choices(companions, own_agency_id)]


def companion_choices(officers: Iterable[Officer], own_agency_id: UUID | None) -> list[tuple[str, str]]:
    """Return officers with their certificates for a choice; colleagues of another agency name it."""
    return [
        (
            str(one.id),
            with_aside(one.name, one.certificate_no)
            + ("" if one.agency_id == own_agency_id else f" {one.agency.short_name}"),
        )
        for one in officers
    ]


class BlockForm(Form):
    """A block of a draft; `seen` is what the page showed of it, as JSON."""

    seen = HiddenField()


class ArrivalForm(BlockForm):
    """Who went, when and where they stood, what they told the party."""

    second_officer_id = SelectField(_l("协办人员"), [CHOSEN])
    arrival_at = MomentField(_l("到场时间"), validators=[NeededLater()])
    arrival_lon = DegreesField(_l("经度"), [NeededLater()])
    arrival_lat = DegreesField(_l("纬度"), [NeededLater()])
    arrival_accuracy_m = MetresField()
    arrival_origin = HiddenField()
    far_reason = TextAreaField(_l("离井较远的原因"), [NeededLater(), Length(max=400)])
    id_shown = BooleanField(_l("已出示执法证件"))
    recusal_asked = BooleanField(_l("已告知申请回避的权利并询问"))
    recusal_note = StringField(_l("当事人的回答"), [Length(max=400)])
    person_on_site = StringField(_l("现场人员"), [Length(max=60)])
    absence_note = TextAreaField(_l("现场无人时的情况和见证人"), [Length(max=400)])


class SituationForm(BlockForm):
    """What was seen, in the officers' words."""

    situation = TextAreaField(_l("现场情况"), [Length(max=4000)])


class FindingForm(Form):
    """A further finding."""

    id = HiddenField()
    problem_code = SelectField(_l("问题类型"), [CHOSEN], validate_choice=False)
    description = TextAreaField(_l("看到的情况"), [NEEDED, Length(max=2000)])


class ChangeFindingForm(BlockForm):
    """The words of a finding."""

    description = TextAreaField(_l("看到的情况"), [NEEDED, Length(max=2000)])


class RemoveForm(Form):
    """Only the token against forged requests."""


class SketchForm(Form):
    """The drawing of a survey: a picture of it, or a scan."""

    file = FileField(_l("现场图"), [FileRequired(_l("请选择文件。"))])

    def upload(self) -> Upload:
        """Return the drawing."""
        file: FileStorage = given(self.file)
        return Upload(
            stream=cast("BinaryIO", file.stream),
            file_name=file.filename or "",
            origin=EvidenceOrigin.FILE,
            method=EvidenceMethod.DRAWING,
        )


class PhotographForm(Form):
    """Photographs with what the device noted at the shutter; see static/src/components/photo_input.ts."""

    file = MultipleFileField(_l("照片"))
    describes = StringField(_l("拍的是什么"), [Length(max=200)])
    origin = RadioField(_l("照片来源"), [CHOSEN], default=EvidenceOrigin.CAMERA.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with its choices."""
        super().__init__(*args, **kwargs)
        self.origin.choices = choices(EvidenceOrigin)

    def uploads(self) -> list[Upload]:
        """Return the files, each with the notes that stand in its place among the hidden inputs."""
        files = [file for file in self.file.data or [] if isinstance(file, FileStorage) and file]
        notes = {name: request.form.getlist(name) for name in NOTES}
        return [
            self._upload(file, {name: _at(values, place) for name, values in notes.items()})
            for place, file in enumerate(files)
        ]

    def _upload(self, file: FileStorage, noted: dict[str, str]) -> Upload:
        return Upload(
            stream=cast("BinaryIO", file.stream),
            file_name=file.filename or "",
            captured_at=_moment(noted["taken_at"]),
            lon=_number(noted["lon"]),
            lat=_number(noted["lat"]),
            accuracy_m=_number(noted["accuracy_m"]),
            origin=EvidenceOrigin(self.origin.data),
        )


def _at(values: list[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def _moment(text: str) -> datetime | None:
    """Read the device's time at capture; what is none counts as not noted."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> float | None:
    found = read_coordinate(text)
    return found if isinstance(found, float) else None


class AnswersForm(BlockForm):
    """The questions of one checklist version; its fields are made by `answers_form`."""


def answers_form(items: Sequence[Item]) -> type[AnswersForm]:
    """Return the form of a checklist: a field by item code, and one for the note beside each answer."""
    fields: dict[str, Any] = {}
    for item in items:
        if not item.is_automatic:
            fields[item.code] = _answer_field(item)
            fields[item.code + NOTE] = StringField(f"{item.code} {_('说明')}", [Length(max=400)])
    return type("ChecklistForm", (AnswersForm,), fields)


def _answer_field(item: Item) -> Field:
    words = f"{item.code} {item.question}"
    if item.kind is AnswerKind.YES_NO:
        return YesNoField(words)
    if item.kind is AnswerKind.DATE:
        return StringField(words, render_kw={"type": "date"})
    if item.kind is AnswerKind.CHOICE:
        return ChosenField(words, item)
    return StringField(words)

"""Forms of penalties: asking what fits, the county's values, levels of discretion, local packs."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.accounts import queries as accounts
from casebook.deadlines.rules.notices import decode
from casebook.deadlines.rules.table import Certainty
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.penalties.presenters import act_choices, act_words
from casebook.penalties.rules import Condition, PartyKind
from casebook.penalties.rules.benches import (
    LARGEST_FILE,
    LONGEST_CONDITIONS,
    LONGEST_DOC_NO,
    LONGEST_LEVEL,
    BenchLevel,
    read_levels,
)
from casebook.penalties.rules.packs import LARGEST_FILE as LARGEST_PACK
from casebook.penalties.rules.provisions import YUAN
from casebook.penalties.rules.settings import (
    FLAG_KEYS,
    HOUR_KEYS,
    LIMIT_KEYS,
    NO,
    UNPAID,
    WHOLE,
    YES,
    Setting,
    SettingKey,
    limit_text,
    read_limit,
)
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.penalties.models import DiscretionLevel, PenaltySetting
    from casebook.penalties.rules import Flags

_NEEDED = InputRequired(_l("请填写。"))
_CHOSEN = InputRequired(_l("请选择。"))
_MOST_YUAN = 100_000_000
_AMOUNT = NumberRange(0, _MOST_YUAN, _l("请填写 0 到 %(max)s 之间的整数。"))


class MatchForm(Form):
    """Which provisions fit: an act, its day, whose it is. A GET form, so that its address can be shared."""

    class Meta:
        """It changes nothing, so it carries no token."""

        csrf = False

    act = SelectField(_l("问题类型或处罚事项"), [_CHOSEN])
    on = DateField(_l("违法行为的日期"), [_NEEDED])
    party = SelectField(_l("当事人"), [_CHOSEN], default=PartyKind.UNIT.value)
    found_on = DateField(_l("发现日期"), [Optional()])
    decided_on = DateField(_l("决定日期"), [Optional()])

    def offer(self, flags: Flags) -> None:
        """Fill the choices."""
        self.act.choices = offered([("", _("请选择")), *act_choices(flags)])
        self.party.choices = offered(choices(PartyKind))

    def day_of_decision(self) -> date:
        """Return the day to judge later law by: the one given, else today."""
        known = [one for one in (clock.today(), self.on.data, self.found_on.data) if one is not None]
        return self.decided_on.data or max(known)


class SettingForm(Form):
    """A value of the county; which of its controls count depends on the key."""

    answer = RadioField(_l("是否"), [Optional()])
    amount = IntegerField(_l("金额"), [Optional(), NumberRange(1, _MOST_YUAN)])
    counts = RadioField(_l("怎样算达到"), [Optional()])
    day = DateField(_l("日期"), [Optional()])
    agency = SelectField(_l("部门"), [Optional()])
    hour = TimeField(_l("时刻"), [Optional()])
    base = RadioField(_l("按什么计算"), [Optional()])
    valid_from = DateField(_l("生效日期"), [_NEEDED])
    certainty = RadioField(_l("核实程度"), [_CHOSEN])
    source = StringField(_l("依据"), [InputRequired(_l("请写明来源。")), Length(max=200)])
    version = HiddenField(default="0")

    _FROM, _ABOVE = "from", "above"

    def offer(self, session: Session, county_code: str, key: SettingKey) -> None:
        """Fill the choices, and ask for the control that the key needs."""
        self.control(key).flags.required = True
        self.answer.choices = offered([(YES, _("是")), (NO, _("否"))])
        self.counts.choices = offered([(self._FROM, _("达到即算（含）")), (self._ABOVE, _("超过才算"))])
        agencies = accounts.list_agencies(session, county_code)
        named = [(str(one.id), one.name) for one in agencies if one.is_active]
        self.agency.choices = offered([(NO, _("没有授权")), *named])
        self.base.choices = offered([(UNPAID, _("未缴的余额")), (WHOLE, _("全部罚款，缴清为止"))])
        self.certainty.choices = offered(choices(Certainty))

    def setting(self, key: SettingKey) -> Setting:
        """Return what was entered; RuleBroken beside the control that the key needs."""
        return Setting(
            key,
            self._value(key),
            given(self.valid_from),
            Certainty(given(self.certainty)),
            given(self.source),
        )

    def _value(self, key: SettingKey) -> str:
        field = self.control(key)
        if field.data is None or field.data == "":
            raise RuleBroken("setting_value_wrong", field=field.short_name, key=key)
        if key in LIMIT_KEYS:
            return limit_text(field.data * YUAN, is_inclusive=self.counts.data != self._ABOVE)
        if key in HOUR_KEYS:
            return f"{field.data:%H:%M}"
        return field.data.isoformat() if key is SettingKey.TAX_REGIME_FROM else str(field.data)

    def control(self, key: SettingKey) -> Any:  # noqa: ANN401 - any field
        """Return the control that holds the value of a key."""
        if key in FLAG_KEYS:
            return self.answer
        if key in LIMIT_KEYS:
            return self.amount
        others = {SettingKey.TAX_REGIME_FROM: self.day, SettingKey.SURCHARGE_BASE: self.base}
        return self.hour if key in HOUR_KEYS else others.get(key, self.agency)

    def seen_version(self) -> int:
        """Return how many values of the key were on the screen."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and text.isascii() and len(text) <= len("999999") else 0

    @classmethod
    def now_of(cls, key: SettingKey, row: PenaltySetting | None, version: int) -> dict[str, object]:
        """Return the data of an unfilled form: what the county set last."""
        found: dict[str, object] = {"version": str(version), "valid_from": clock.today(), "counts": cls._FROM}
        if row is None:
            return found
        found |= {"certainty": row.certainty.value, "source": row.source, "valid_from": row.valid_from}
        if key in LIMIT_KEYS:
            fen, is_inclusive = read_limit(row.value)
            return found | {"amount": fen // YUAN, "counts": cls._FROM if is_inclusive else cls._ABOVE}
        if key is SettingKey.TAX_REGIME_FROM:
            return found | {"day": date.fromisoformat(row.value)}
        if key in HOUR_KEYS:
            return found | {"hour": time.fromisoformat(row.value)}
        if key is SettingKey.SURCHARGE_BASE:
            return found | {"base": row.value}
        return found | {"answer" if key in FLAG_KEYS else "agency": row.value}


class LevelForm(Form):
    """A level of the 裁量基准."""

    pen_id = SelectField(_l("处罚事项"), [_CHOSEN])
    condition = RadioField(_l("法定情形"), [_CHOSEN])
    level = StringField(_l("裁量等级"), [_NEEDED, Length(max=LONGEST_LEVEL)])
    conditions = TextAreaField(_l("适用条件"), [_NEEDED, Length(max=LONGEST_CONDITIONS)])
    min_yuan = IntegerField(_l("罚款下限"), [_NEEDED, _AMOUNT])
    max_yuan = IntegerField(_l("罚款上限"), [_NEEDED, _AMOUNT])
    valid_from = DateField(_l("施行日期"), [_NEEDED])
    valid_to = DateField(_l("失效日期"), [Optional()])
    doc_no = StringField(_l("文号"), [_NEEDED, Length(max=LONGEST_DOC_NO)])

    def offer(self, flags: Flags) -> None:
        """Fill the choices: what this house may punish itself."""
        own = [one for one in flags.provisions() if one.hands_over_to is None]
        self.pen_id.choices = offered((one.id, f"{one.id} {act_words(one)}") for one in own)
        self.condition.choices = offered(choices(Condition))

    def bench_level(self) -> BenchLevel:
        """Return what was entered, once the form is valid."""
        return BenchLevel(
            pen_id=given(self.pen_id),
            condition=Condition(given(self.condition)),
            level=given(self.level).strip(),
            conditions=given(self.conditions).strip(),
            min_fen=given(self.min_yuan) * YUAN,
            max_fen=given(self.max_yuan) * YUAN,
            valid_from=given(self.valid_from),
            valid_to=self.valid_to.data,
            doc_no=given(self.doc_no).strip(),
        )


class ReviseLevelForm(LevelForm):
    """A new version of a level."""

    reason = StringField(_l("修改的理由"), [_NEEDED, Length(max=200)])
    version = HiddenField(default="0")

    def seen_version(self) -> int:
        """Return the version that was on the screen."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and text.isascii() and len(text) <= len("999999") else 0

    @classmethod
    def now_of(cls, row: DiscretionLevel) -> dict[str, object]:
        """Return the data of an unfilled form: the last version."""
        return {
            "pen_id": row.pen_id,
            "condition": row.condition.value,
            "level": row.level,
            "conditions": row.conditions,
            "min_yuan": row.min_fen // YUAN,
            "max_yuan": row.max_fen // YUAN,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "doc_no": row.doc_no,
            "version": str(row.version),
        }


class EndLevelsForm(Form):
    """Letting every level of a paper end."""

    on = DateField(_l("到哪天为止（含当天）"), [_NEEDED])
    reason = StringField(_l("终止的理由"), [_NEEDED, Length(max=200)])


class ImportLevelsForm(Form):
    """A file of levels."""

    file = FileField(_l("裁量基准（CSV）"), [FileRequired(_l("请选择文件。"))])

    def levels(self) -> list[BenchLevel]:
        """Read what was uploaded; RuleBroken or Refused with what is wrong in which line."""
        content = given(self.file).stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise RuleBroken("bench_file_too_large", field="file", most=LARGEST_FILE // 1024)
        return read_levels(decode(content))


class PackForm(Form):
    """A local pack, to be looked at before it is taken in."""

    file = FileField(_l("地方规定（JSON）"), [FileRequired(_l("请选择文件。"))])

    def content(self) -> bytes:
        """Return the bytes of the file, at most one more than a pack may have."""
        found: bytes = given(self.file).stream.read(LARGEST_PACK + 1)
        return found


class TakePackForm(Form):
    """A local pack that was looked at."""

    text = HiddenField(validators=[_NEEDED])

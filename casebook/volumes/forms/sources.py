"""Forms of sources of online meters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.kernel.errors import RuleBroken
from casebook.volumes.actions.sources import (
    LONGEST_NAME,
    LONGEST_REASON,
    MOST_PER_MINUTE,
    LinkLine,
    SourceFacts,
)
from casebook.volumes.rules import ParserKind
from casebook.volumes.rules.parser_settings import MOST_SKIPPED
from casebook.volumes.rules.parsing import DELIMITERS, ENCODINGS, UNITS
from casebook.volumes.rules.sources import read_line
from casebook.web.forms import Form, given, offered

if TYPE_CHECKING:
    from collections.abc import Mapping

_DELIMITER_WORDS = {
    "comma": _l("逗号"),
    "semicolon": _l("分号"),
    "tab": _l("制表符"),
    "bar": _l("竖线"),
    "blank": _l("空格"),
}
_ENCODING_WORDS = {"utf-8": "UTF-8", "gb18030": "GB 18030 (GBK)"}
_UNIT_WORDS = {
    "1": "m³",
    "0.001": _l("升（0.001 m³）"),
    "0.01": "0.01 m³",
    "0.1": "0.1 m³",
    "10": "10 m³",
    "100": "100 m³",
    "1000": _l("千m³"),
    "10000": _l("万m³"),
}
MOST_LINES = 2_000


class SourceForm(Form):
    """A source whose messages are in our own format."""

    name = StringField(_l("来源名称"), [InputRequired(_l("请写来源的名称。")), Length(max=LONGEST_NAME)])
    per_minute = IntegerField(
        _l("每分钟最多次数"), [InputRequired(), NumberRange(1, MOST_PER_MINUTE)], default=60
    )

    SETTINGS: tuple[str, ...] = ()

    def facts(self, parser: ParserKind) -> SourceFacts:
        """Return what was filled in."""
        settings = {name: self[name].data for name in self.SETTINGS}
        return SourceFacts(
            name=given(self.name), parser=parser, settings=settings, per_minute=given(self.per_minute)
        )


class LinesForm(SourceForm):
    """A source that sends a reading a line."""

    columns = StringField(_l("各列的含义"), [InputRequired(), Length(max=200)])
    delimiter = SelectField(
        _l("分隔符"), [InputRequired()], choices=offered((one, _DELIMITER_WORDS[one]) for one in DELIMITERS)
    )
    encoding = SelectField(
        _l("编码"), [InputRequired()], choices=offered((one, _ENCODING_WORDS[one]) for one in ENCODINGS)
    )
    unit = SelectField(
        _l("表底数的单位"), [InputRequired()], choices=offered((one, _UNIT_WORDS[one]) for one in UNITS)
    )
    skip = IntegerField(_l("开头跳过几行"), [Optional(), NumberRange(0, MOST_SKIPPED)], default=0)

    SETTINGS = ("columns", "delimiter", "encoding", "unit", "skip")


class NamedJsonForm(SourceForm):
    """A source that sends a list of objects with keys of its own."""

    list = StringField(_l("读数列表的字段"), [Length(max=100)])
    key_meter = StringField(_l("水表编号的字段"), [Length(max=100)])
    key_well = StringField(_l("水井编号的字段"), [Length(max=100)])
    key_time = StringField(_l("时间的字段"), [InputRequired(), Length(max=100)])
    key_dial = StringField(_l("表底数的字段"), [InputRequired(), Length(max=100)])
    key_mark = StringField(_l("标记的字段"), [Length(max=100)])
    unit = SelectField(
        _l("表底数的单位"), [InputRequired()], choices=offered((one, _UNIT_WORDS[one]) for one in UNITS)
    )
    message_id = StringField(_l("报文编号的字段"), [Length(max=100)])
    sent_at = StringField(_l("发送时间的字段"), [Length(max=100)])

    SETTINGS = (
        "list",
        "key_meter",
        "key_well",
        "key_time",
        "key_dial",
        "key_mark",
        "unit",
        "message_id",
        "sent_at",
    )


_FORMS = {
    ParserKind.CASEBOOK_JSON: SourceForm,
    ParserKind.LINES: LinesForm,
    ParserKind.NAMED_JSON: NamedJsonForm,
}


def source_form(parser: ParserKind, present: Mapping[str, Any] | None = None) -> SourceForm:
    """Return the form for a way of writing; `present` are name, per_minute and settings as they stand."""
    data: dict[str, Any] = {}
    if present is not None:
        settings = dict(present["settings"])
        keys = {f"key_{name}": path for name, path in settings.pop("keys", {}).items()}
        if "columns" in settings:
            settings["columns"] = " ".join(settings["columns"])
        data = {**settings, **keys, "name": present["name"], "per_minute": present["per_minute"]}
    return _FORMS[parser](data=data)


class RevokeForm(Form):
    """Believing a source no more."""

    reason = TextAreaField(
        _l("停用原因"), [InputRequired(_l("请写明停用的原因。")), Length(max=LONGEST_REASON)]
    )


class MetersForm(Form):
    """The meters that a source may speak of, one a line."""

    lines = TextAreaField(
        _p("source", "登记水表"), [InputRequired(_l("请至少写一行。")), Length(max=200_000)]
    )

    def read(self) -> list[LinkLine]:
        """Return the lines that hold something, with their numbers."""
        found = []
        for number, text in enumerate(given(self.lines).splitlines(), start=1):
            said = read_line(text)
            if any(said):
                found.append(LinkLine(number, *said))
        if not 0 < len(found) <= MOST_LINES:
            raise RuleBroken("source_lines_missing", field="lines")
        return found

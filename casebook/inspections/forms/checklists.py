"""A checklist as a form: one row an item. Rows may be added and left out; saving makes a new version."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from casebook.inspections.forms.blocks import NeededLater
from casebook.inspections.rules import STARTABLE, AnswerKind, InspectionKind, Item, YesNo
from casebook.inspections.rules.checklist import ABOVE
from casebook.inspections.rules.editing import MOST_ITEMS, MOST_PHOTOGRAPHS
from casebook.kernel.cells import read_number
from casebook.regions.rules import ZoneKind
from casebook.web.forms import Form, offered
from casebook.web.labels import choices, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.inspections.models import ChecklistVersion

_SEPARATORS = str.maketrans(dict.fromkeys("、，,；;", " "))


class LimitField(StringField):
    """A number, or none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = text
        if text and not isinstance(read_number(text), Decimal):
            raise ValueError(_("请填数值。"))

    @property
    def number(self) -> float | None:
        """The limit."""
        return float(str(read_number(self.data))) if self.data else None


class ItemForm(Form):
    """One item."""

    class Meta:
        """A part of a form."""

        csrf = False

    position = IntegerField(_l("顺序"), [Optional(), NumberRange(1, 999)])
    remove = BooleanField(_l("去掉这一项"))
    code = StringField(_l("代码"), [NeededLater(), Length(max=10)])
    question = TextAreaField(_l("检查内容"), [NeededLater(), Length(max=200)])
    kind = SelectField(_l("回答方式"), [NeededLater()])
    is_required = BooleanField(_l("必答"))
    choices = TextAreaField(_l("选项（每行一个）"))
    limit = LimitField(_l("限值（超过即提示问题）"))
    unit = StringField(_l("单位"), [Length(max=10)])
    hint = TextAreaField(_l("填写提示"), [Length(max=400)])
    basis = StringField(_l("依据"), [Length(max=60)])
    bad = TextAreaField(_l("提示的问题"))
    photographs = IntegerField(_l("至少几张照片"), [Optional(), NumberRange(0, MOST_PHOTOGRAPHS)])
    kinds = SelectMultipleField(
        _l("适用的检查类型"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("都不选表示全部适用。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the row with its choices."""
        super().__init__(*args, **kwargs)
        self.kind.choices = offered(choices(AnswerKind))
        self.kinds.choices = offered(one for one in choices(InspectionKind) if one[0] in STARTABLE)

    def validate_bad(self, field: TextAreaField) -> None:
        """Refuse lines that are not `answer=codes`."""
        for line in _lines(field.data):
            if not _answer_and_codes(line):
                raise ValidationError(message_of_line(line))

    def item(self) -> Item:
        """Return the item as it was entered."""
        return Item(
            code=(self.code.data or "").strip(),
            question=(self.question.data or "").strip(),
            kind=AnswerKind(self.kind.data),
            bad=dict(pair for line in _lines(self.bad.data) if (pair := _answer_and_codes(line))),
            limit=self.limit.number,
            unit=(self.unit.data or "").strip(),
            hint=(self.hint.data or "").strip(),
            basis=(self.basis.data or "").strip(),
            is_required=bool(self.is_required.data),
            choices=tuple(_lines(self.choices.data)),
            photographs=self.photographs.data or 0,
            kinds=tuple(InspectionKind(one) for one in self.kinds.data or ()),
        )


def message_of_line(line: str) -> str:
    """Say that a line of problems is not understood."""
    return str(_("“%(written)s”看不懂，请按“回答=问题代码”填写，如“否=P10”。", written=line))


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _words() -> dict[str, str]:
    """Return the answers that have words of their own, by their words."""
    named: list[tuple[str, str]] = [(label(one), one.value) for one in (YesNo.YES, YesNo.NO)]
    named += [(label(one), one.value) for one in ZoneKind]
    return {**dict(named), _("超过限值"): ABOVE}


def _answer_and_codes(line: str) -> tuple[str, tuple[str, ...]] | None:
    answer, equals, codes = line.replace("＝", "=").partition("=")
    found = tuple(codes.translate(_SEPARATORS).upper().split())
    if not (equals and answer.strip() and found):
        return None
    return _words().get(answer.strip(), answer.strip()), found


def _bad_lines(item: Item) -> str:
    words = {value: text for text, value in _words().items()}
    return "\n".join(f"{words.get(answer, answer)}={'、'.join(codes)}" for answer, codes in item.bad.items())


def row_of(item: Item, place: int) -> dict[str, Any]:
    """Return an item as a row of the form shows it."""
    plain = {one.name: getattr(item, one.name) for one in fields(item)}
    return {
        **plain,
        "position": place * 10,
        "kind": item.kind.value,
        "limit": "" if item.limit is None else f"{item.limit:g}",
        "choices": "\n".join(item.choices),
        "kinds": [kind.value for kind in item.kinds],
        "bad": _bad_lines(item),
    }


class ChecklistForm(Form):
    """A whole checklist."""

    title = StringField(_l("名称"), [InputRequired(_l("请填写名称。")), Length(max=100)])
    valid_from = DateField(_l("启用日期"), [InputRequired(_l("请填写日期。"))])
    rows = FieldList(FormField(ItemForm), max_entries=MOST_ITEMS)
    add = SubmitField(_l("加一项"))
    save = SubmitField(_l("保存为新版本"))

    @classmethod
    def of(cls, version: ChecklistVersion, items: Iterable[Item], **other: Any) -> ChecklistForm:  # noqa: ANN401 - values
        """Return the form with what was posted, or else with a version's items."""
        rows = [row_of(item, place) for place, item in enumerate(items, 1)]
        return cls(data={"title": version.title, "rows": rows, **other})

    def items(self) -> list[Item]:
        """Return the items that stay, in the order entered."""
        rows = [row.form for row in self.rows if not row.form.remove.data]
        placed = sorted(enumerate(rows), key=lambda one: (one[1].position.data or 10 * (one[0] + 1), one[0]))
        return [row.item() for _place, row in placed]

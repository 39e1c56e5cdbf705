"""Forms of preservations and exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from casebook.evidence.rules import MOST_THINGS, Disposal, KeptWhere, PreservationState, Thing
from casebook.inspections.forms.blocks import MomentField, NeededLater
from casebook.kernel.ids import parse_id
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from casebook.evidence.models import PreservedThing

NEEDED = InputRequired(_l("请填写。"))
CHOSEN = InputRequired(_l("请选择。"))
ROWS_FIRST, ROWS_MORE = 4, 4


class ThingFields(PlainForm):
    """One row of the list."""

    name = StringField(_l("名称"), [NeededLater(), Length(max=120)])
    specification = StringField(_l("规格型号"), [Length(max=120)])
    quantity = StringField(_l("数量"), [NeededLater(), Length(max=40)])
    condition = StringField(_l("状况"), [Length(max=200)])
    kept_where = SelectField(_l("保存方式"), [NeededLater()], default=KeptWhere.ORIGINAL.value)
    place = StringField(_l("存放地点"), [NeededLater(), Length(max=200)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make the row with its choices."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what WTForms takes
        self.kept_where.choices = offered(choices(KeptWhere))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in this row."""
        return not any((self[name].data or "").strip() for name in ("name", "specification", "quantity"))


class PreservationForm(Form):
    """A request to keep things as evidence, with their list."""

    reason = TextAreaField(_l("理由"), [NEEDED, Length(max=500)])
    things = FieldList(FormField(ThingFields), min_entries=ROWS_FIRST, max_entries=MOST_THINGS)
    more = SubmitField(_l("再加几行"))

    def add_rows(self) -> None:
        """Offer more rows, with what was typed in place."""
        for _row in range(min(ROWS_MORE, MOST_THINGS - len(self.things))):
            self.things.append_entry()

    def listed(self) -> list[Thing]:
        """Return the rows in which something is written."""
        return [
            Thing(
                name=row["name"].data or "",
                specification=row.specification.data or "",
                quantity=row.quantity.data or "",
                condition=row.condition.data or "",
                kept_where=KeptWhere(row.kept_where.data),
                place=row.place.data or "",
            )
            for row in (entry.form for entry in self.things)
            if not row.is_empty
        ]


class ApproveForm(Form):
    """The head's words to an approval."""

    remark = TextAreaField(_l("审批意见"), [Length(max=500)])


class ServeForm(Form):
    """Who handed notice and list to whom, and when."""

    served_on = DateField(_l("送达日期"), [NEEDED])
    receiver = StringField(_l("签收人"), [NEEDED, Length(max=60)])
    second = SelectField(_l("另一名送达人员"), [CHOSEN])

    def offer(self, officers: Iterable[tuple[UUID, str]]) -> None:
        """Offer who may go along."""
        self.second.choices = offered([("", "—"), *((str(one), name) for one, name in officers)])


class DisposeForm(Form):
    """What becomes of some of the things."""

    things = SelectMultipleField(
        _l("物品"), [CHOSEN], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    disposal = RadioField(_l("处理"), [CHOSEN])
    disposed_on = DateField(_l("处理日期"), [NEEDED])
    note = StringField(_l("文号或去向"), [Length(max=500)])

    def offer(self, things: Iterable[PreservedThing]) -> None:
        """Offer the things that are still open."""
        self.things.choices = offered((str(one.id), f"{one.name}　{one.quantity}") for one in things)
        self.disposal.choices = offered(choices(Disposal))

    def thing_ids(self) -> list[UUID]:
        """Return the things chosen."""
        return [found for found in map(parse_id, given(self.things) or ()) if found is not None]


class PreservationFilterForm(Filter):
    """What the list of preservations is narrowed to."""

    status = SelectField(_l("状态"))

    @classmethod
    def of(cls) -> PreservationFilterForm:
        """Return the filter of the request's address."""
        return cls.read(status=choices(PreservationState))

    def wanted(self) -> PreservationState | None:
        """Return the state asked for, or None."""
        return PreservationState(self.status.data) if self.status.data else None


class ExhibitForm(Form):
    """A thing that is taken into custody."""

    name = StringField(_l("名称"), [NEEDED, Length(max=120)])
    specification = StringField(_l("规格型号"), [Length(max=120)])
    quantity = StringField(_l("数量"), [NEEDED, Length(max=40)])
    description = TextAreaField(_l("特征和证明什么"), [Length(max=500)])
    taken_from = StringField(_l("从谁处取得"), [NEEDED, Length(max=60)])
    place = StringField(_l("存放地点"), [NEEDED, Length(max=200)])


class MoveForm(Form):
    """A hand-over of an exhibit."""

    to_holder = StringField(_l("交给"), [NEEDED, Length(max=60)])
    to_place = StringField(_l("放在"), [NEEDED, Length(max=200)])
    at = MomentField(_l("移交时间"), validators=[NEEDED])
    reason = StringField(_l("原因"), [NEEDED, Length(max=500)])
    seen = HiddenField(validators=[Optional()])
    """How many hand-overs the page showed."""

    def seen_moves(self) -> int:
        """Return how many hand-overs the page showed; none when nobody can tell."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0

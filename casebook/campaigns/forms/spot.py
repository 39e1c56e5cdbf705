"""Drawing wells for a self-check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from casebook.campaigns.actions import SpotWish
from casebook.campaigns.forms.base import CHOSEN, NEEDED, TicksField, township_choices
from casebook.campaigns.rules import MOST_DRAWN, SpotKind
from casebook.campaigns.rules.spot import LONGEST_SEED
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from casebook.regions.models import Division


class SpotForm(Form):
    """What is drawn, of what, and by which seed."""

    year = IntegerField(_l("年度"), [NEEDED, NumberRange(2000, 2100)])
    kinds = TicksField(_l("抽取哪些取水井"), [CHOSEN])
    townships = TicksField(_l("乡镇（街道）"))
    count = IntegerField(_l("抽取数量"), [NEEDED, NumberRange(1, MOST_DRAWN)])
    seed = StringField(_l("抽取口令"), [Optional(), Length(max=LONGEST_SEED)])
    seed_by = StringField(_l("口令由谁给出"), [Optional(), Length(max=100)])

    def offer(self, divisions: list[Division], jurisdiction: str) -> None:
        """Offer the kinds, and the townships of the jurisdiction."""
        self.kinds.choices = offered(choices(SpotKind))
        self.townships.choices = offered(township_choices(divisions, jurisdiction))

    def wish(self) -> SpotWish:
        """Return what is to be drawn."""
        return SpotWish(
            year=given(self.year),
            kinds=tuple(SpotKind(one) for one in self.kinds.data or ()),
            count=given(self.count),
            townships=tuple(self.townships.data or ()),
            seed=self.seed.data or "",
            seed_by=self.seed_by.data or "",
        )

"""Drafting and signing responsibility letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from casebook.campaigns.actions import LetterFacts
from casebook.campaigns.forms.base import CHOSEN, NEEDED
from casebook.campaigns.rules.letters import LONGEST_DUTIES
from casebook.storage.actions import Scan
from casebook.web.forms import Form, given, offered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.accounts.models import Agency


class LetterForm(Form):
    """What a letter says."""

    year = IntegerField(_l("年度"), [NEEDED, NumberRange(2000, 2100)])
    agency = SelectField(_l("责任单位"), [CHOSEN])
    duties = TextAreaField(_l("职责和要求"), [NEEDED, Length(max=LONGEST_DUTIES)])
    giver = StringField(_l("县级签订人"), [NEEDED, Length(max=100)])
    taker = StringField(_l("单位签订人"), [NEEDED, Length(max=100)])

    def offer(self, agencies: Iterable[Agency], jurisdiction: str) -> None:
        """Offer the units in use within a jurisdiction."""
        known = (one for one in agencies if one.is_active and one.division_code.startswith(jurisdiction))
        self.agency.choices = offered((str(one.id), one.name) for one in known)

    def facts(self) -> LetterFacts:
        """Return what the letter says."""
        return LetterFacts(given(self.year), given(self.duties), given(self.giver), given(self.taker))


class SignForm(Form):
    """The signed letter."""

    base_version = IntegerField(validators=[Optional()], widget=HiddenInput())
    signed_on = DateField(_l("签订日期"), [NEEDED])
    scan = FileField(_l("签字盖章的扫描件"), [Optional()])

    def scanned(self) -> Scan | None:
        """Return what was uploaded, if anything was."""
        file = self.scan.data
        return Scan(file.stream, file.filename) if file is not None and file.filename else None

"""Forms of electricity accounts and of coefficients."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.kernel.errors import RuleBroken
from casebook.regions.rules import Aquifer
from casebook.volumes.actions import CoefficientPaper
from casebook.volumes.actions.sharing import LONGEST_GROUND, Division, ShareLine
from casebook.volumes.rules.shares import read_line, read_month, read_share
from casebook.web.fields import VolumeField
from casebook.web.filters import Filter
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from casebook.kernel.months import Month
    from casebook.volumes.models import Coefficient

LITRES = 1000


class AccountsFilter(Filter):
    """Which accounts are listed."""

    q = SearchField(_l("户号"))
    wells = SelectField(_l("水井"))

    @classmethod
    def of(cls) -> Self:
        """Return the filter of the request's address."""
        return cls.read(wells=[("none", str(_("没有水井的")))])


class DivisionForm(Form):
    """How an account is dealt out from a month on."""

    lines = TextAreaField(_l("水井和份额"), [InputRequired(_l("请至少写一眼井。")), Length(max=20_000)])
    first = StringField(_l("起月"), [InputRequired(_l("请写起月。")), Length(max=20)])
    last = StringField(_l("止月"), [Length(max=20)])
    ground = StringField(_l("依据"), [InputRequired(_l("请写明依据。")), Length(max=LONGEST_GROUND)])

    def division(self) -> Division:
        """Return what was filled in; RuleBroken beside the field that cannot be read."""
        last = (self.last.data or "").strip()
        return Division(
            first=_month(given(self.first), "first"),
            last=_month(last, "last") if last else None,
            lines=tuple(_share_lines(given(self.lines))),
            ground=given(self.ground),
        )


def _month(text: str, field: str) -> Month:
    found = read_month(text)
    if found is None:
        raise RuleBroken("share_month_unreadable", field=field)
    return found


def _share_lines(text: str) -> list[ShareLine]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        well, written = read_line(line)
        if well:
            found.append(ShareLine(number, well, read_share(written), written))
    return found


class CoefficientForm(Form):
    """Water per electricity of an area, layer and season."""

    division_code = SelectField(_l("地区"), [InputRequired()])
    aquifer = SelectField(_l("含水层"))
    first_month = SelectField(_l("季节起月"), [InputRequired()], coerce=int, default=1)
    last_month = SelectField(_l("季节止月"), [InputRequired()], coerce=int, default=12)
    value = VolumeField(_l("系数"), [InputRequired(_l("请写系数。"))])
    low = VolumeField(_l("下限"), [InputRequired(_l("请写下限。"))])
    high = VolumeField(_l("上限"), [InputRequired(_l("请写上限。"))])
    valid_from = DateField(_l("生效日期"), [InputRequired(_l("请写生效日期。"))])
    valid_to = DateField(_l("失效日期"), [Optional()])
    source = StringField(_l("出处"), [InputRequired(_l("请写明出自哪份文件或哪次试验。")), Length(max=200)])

    @classmethod
    def make(cls, areas: dict[str, str], former: Coefficient | None) -> CoefficientForm:
        """Return a form that offers these areas (code to name), filled with a former version."""
        form = cls(data=_as_filled(former) if former is not None else None)
        form.division_code.choices = offered(areas.items())
        form.aquifer.choices = offered(choices(Aquifer, blank=str(_("各层"))))
        months = [(str(number), _("%(n)s 月", n=number)) for number in range(1, 13)]
        form.first_month.choices = form.last_month.choices = offered(months)
        return form

    def paper(self) -> CoefficientPaper:
        """Return what was filled in, in litres a kWh."""
        return CoefficientPaper(
            division_code=given(self.division_code),
            aquifer=Aquifer(self.aquifer.data) if self.aquifer.data else None,
            first_month=given(self.first_month),
            last_month=given(self.last_month),
            litres_per_kwh=int(given(self.value) * LITRES),
            low_per_kwh=int(given(self.low) * LITRES),
            high_per_kwh=int(given(self.high) * LITRES),
            valid_from=given(self.valid_from),
            valid_to=self.valid_to.data,
            source=given(self.source),
        )


def _as_filled(row: Coefficient) -> dict[str, Any]:
    return {
        "division_code": row.division_code,
        "aquifer": row.aquifer or "",
        "first_month": row.first_month,
        "last_month": row.last_month,
        "value": Decimal(row.litres_per_kwh) / LITRES,
        "low": Decimal(row.low_per_kwh) / LITRES,
        "high": Decimal(row.high_per_kwh) / LITRES,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "source": row.source,
    }

"""Forms of the administrators' pages."""

from casebook.administration.forms.agencies import AgencyForm, EndPowerForm, PowerForm
from casebook.administration.forms.calendar import NoticeForm
from casebook.administration.forms.officers import (
    AddOfficerForm,
    DisableForm,
    HandOverForm,
    OfficerForm,
    OfficersFilter,
)
from casebook.administration.forms.sign_ins import SignInsFilter
from casebook.web.forms import Form


class ConfirmForm(Form):
    """Only the token against forged requests."""


__all__ = [
    "AddOfficerForm",
    "AgencyForm",
    "ConfirmForm",
    "DisableForm",
    "EndPowerForm",
    "HandOverForm",
    "NoticeForm",
    "OfficerForm",
    "OfficersFilter",
    "PowerForm",
    "SignInsFilter",
]

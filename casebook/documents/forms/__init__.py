"""Forms of papers."""

from casebook.documents.forms.facts import FactsForm, facts_form
from casebook.documents.forms.lists import DocumentFilterForm, NumberFilterForm, YearForm
from casebook.documents.forms.serving import AddressForm, AttemptForm, CorrectionForm, ReceiptForm, ServeForm
from casebook.documents.forms.steps import (
    CheckForm,
    IssueForm,
    ReasonForm,
    SendForm,
    StampForm,
    TakeBackForm,
)
from casebook.documents.forms.wording import ActivateForm, ReserveForm, TemplateForm

__all__ = [
    "ActivateForm",
    "AddressForm",
    "AttemptForm",
    "CheckForm",
    "CorrectionForm",
    "DocumentFilterForm",
    "FactsForm",
    "IssueForm",
    "NumberFilterForm",
    "ReasonForm",
    "ReceiptForm",
    "ReserveForm",
    "SendForm",
    "ServeForm",
    "StampForm",
    "TakeBackForm",
    "TemplateForm",
    "YearForm",
    "facts_form",
]

"""What a paper may be set in, which papers there are, and what becomes of one: pure decisions."""

from casebook.documents.rules.codes import FormCode, Side, Stage
from casebook.documents.rules.delivery import (
    NOTICE_DAYS,
    ConfirmedAddress,
    DeliveryFacts,
    DeliveryMode,
    ReceiverKind,
    Server,
    check_address,
    check_delivery,
    served_on,
)
from casebook.documents.rules.facts import BLANK, Deviation, checked, deviations, lacking, shown, takes
from casebook.documents.rules.fields import Field, FieldKind
from casebook.documents.rules.forms import FORMS, Form, Series
from casebook.documents.rules.letters import FAMILIES, PROBE, SANS, SERIF, spell_out
from casebook.documents.rules.life import TRANSITIONS, DocumentState, Rendering, follows, step

__all__ = [
    "BLANK",
    "FAMILIES",
    "FORMS",
    "NOTICE_DAYS",
    "PROBE",
    "SANS",
    "SERIF",
    "TRANSITIONS",
    "ConfirmedAddress",
    "DeliveryFacts",
    "DeliveryMode",
    "Deviation",
    "DocumentState",
    "Field",
    "FieldKind",
    "Form",
    "FormCode",
    "ReceiverKind",
    "Rendering",
    "Series",
    "Server",
    "Side",
    "Stage",
    "check_address",
    "check_delivery",
    "checked",
    "deviations",
    "follows",
    "lacking",
    "served_on",
    "shown",
    "spell_out",
    "step",
    "takes",
]

"""Tables of problems with their tasks and exits, cases, measures, decisions, leads and orders."""

from casebook.cases.models.casework import (
    Case,
    CaseEvent,
    CaseParty,
    CaseProblem,
    Decision,
    Measure,
    MeasureRecheck,
    MeasureVerification,
    Problem,
    ProblemEvent,
)
from casebook.cases.models.leads import Lead, LeadEvent, LeadReporter, PublicReport, ReportPhotograph
from casebook.cases.models.orders import OrderProblem, OrderTakeover, SiteOrder
from casebook.cases.models.performing import Dispute, Instalment, Payment, PaymentKind, SubstituteCost
from casebook.cases.models.problems import (
    CaseworkSetting,
    ExemptAct,
    ExemptItem,
    ExemptSubmission,
    ProblemRecheck,
    ProblemTask,
    ProblemTaskEvent,
)

__all__ = [
    "Case",
    "CaseEvent",
    "CaseParty",
    "CaseProblem",
    "CaseworkSetting",
    "Decision",
    "Dispute",
    "ExemptAct",
    "ExemptItem",
    "ExemptSubmission",
    "Instalment",
    "Lead",
    "LeadEvent",
    "LeadReporter",
    "Measure",
    "MeasureRecheck",
    "MeasureVerification",
    "OrderProblem",
    "OrderTakeover",
    "Payment",
    "PaymentKind",
    "Problem",
    "ProblemEvent",
    "ProblemRecheck",
    "ProblemTask",
    "ProblemTaskEvent",
    "PublicReport",
    "ReportPhotograph",
    "SiteOrder",
    "SubstituteCost",
]

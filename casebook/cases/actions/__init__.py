"""What is done to problems, cases and measures; one verb per use case."""

from casebook.cases.actions.assigning import (
    answer_transfer,
    assess_unrest,
    need_calm,
    officer_in_reach,
    put_in_charge,
    reclassify,
    start_way,
    transfer_problem,
)
from casebook.cases.actions.decisions import record_decision
from casebook.cases.actions.exempting import Small, ask_for_small, drop_small, end_small, submit_small
from casebook.cases.actions.figures import add_small_act, set_figures
from casebook.cases.actions.filing import Filing, default_listings, file_inspection, find_rectifier
from casebook.cases.actions.handing_over import HandedOver, hand_over
from casebook.cases.actions.leads import dismiss_lead, meet_filing_clock, settle_leads, take_lead
from casebook.cases.actions.listing import Listing, submit_inspection
from casebook.cases.actions.measures import (
    approve_extension,
    decline_extension,
    order_measure,
    request_extension,
    verify_measure,
)
from casebook.cases.actions.opening import close_case, open_case
from casebook.cases.actions.orders import serve_site_order, take_over_order
from casebook.cases.actions.patrols import Seen, file_patrol_visit
from casebook.cases.actions.public import Picture, Report, file_report, forget_callers
from casebook.cases.actions.receiving import LeadEntry, Reporter, add_lead
from casebook.cases.actions.replies import (
    accept_lead,
    answer_lead,
    assign_well,
    refer_lead,
    take_back_lead,
    visit_back,
)
from casebook.cases.actions.striking import report_rectified, strike_off_problem, verify_problem
from casebook.cases.actions.tasks import accept_task, answer_task, give_task, return_task, withdraw_task

__all__ = [
    "Filing",
    "HandedOver",
    "LeadEntry",
    "Listing",
    "Picture",
    "Report",
    "Reporter",
    "Seen",
    "Small",
    "accept_lead",
    "accept_task",
    "add_lead",
    "add_small_act",
    "answer_lead",
    "answer_task",
    "answer_transfer",
    "approve_extension",
    "ask_for_small",
    "assess_unrest",
    "assign_well",
    "close_case",
    "decline_extension",
    "default_listings",
    "dismiss_lead",
    "drop_small",
    "end_small",
    "file_inspection",
    "file_patrol_visit",
    "file_report",
    "find_rectifier",
    "forget_callers",
    "give_task",
    "hand_over",
    "meet_filing_clock",
    "need_calm",
    "officer_in_reach",
    "open_case",
    "order_measure",
    "put_in_charge",
    "reclassify",
    "record_decision",
    "refer_lead",
    "report_rectified",
    "request_extension",
    "return_task",
    "serve_site_order",
    "set_figures",
    "settle_leads",
    "start_way",
    "strike_off_problem",
    "submit_inspection",
    "submit_small",
    "take_back_lead",
    "take_lead",
    "take_over_order",
    "transfer_problem",
    "verify_measure",
    "verify_problem",
    "visit_back",
    "withdraw_task",
]

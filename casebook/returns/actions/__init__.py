"""What is done about returns, the tax office's lists and tax sheets."""

from casebook.returns.actions.lists import TakenTaxList, take_tax_list
from casebook.returns.actions.reporting import (
    Report,
    enter_report,
    forget_callers,
    note_refused,
    send_by_link,
    wells_to_report,
)
from casebook.returns.actions.reviewing import decide, renew_link
from casebook.returns.actions.rounds import keep_rounds, open_round
from casebook.returns.actions.settings import set_return_setting
from casebook.returns.actions.sheets import Draft, SheetWish, draft_sheet, issue_sheet, void_sheet

__all__ = [
    "Draft",
    "Report",
    "SheetWish",
    "TakenTaxList",
    "decide",
    "draft_sheet",
    "enter_report",
    "forget_callers",
    "issue_sheet",
    "keep_rounds",
    "note_refused",
    "open_round",
    "renew_link",
    "send_by_link",
    "set_return_setting",
    "take_tax_list",
    "void_sheet",
    "wells_to_report",
]

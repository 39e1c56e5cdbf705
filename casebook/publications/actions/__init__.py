"""Owing, proposing, agreeing to, publishing and taking down publications; 信用修复; the county's figures."""

from casebook.publications.actions.confirming import confirm, return_proposal
from casebook.publications.actions.owing import gather, owe, serve_paper
from casebook.publications.actions.proposing import (
    Redaction,
    draft_of,
    propose_exemption,
    propose_text,
)
from casebook.publications.actions.publishing import Removal, confirm_unpublished, publish, take_down
from casebook.publications.actions.repairing import (
    Application,
    ask_repair,
    decide_repair,
    withdraw_repair,
)
from casebook.publications.actions.settings import set_figures

__all__ = [
    "Application",
    "Redaction",
    "Removal",
    "ask_repair",
    "confirm",
    "confirm_unpublished",
    "decide_repair",
    "draft_of",
    "gather",
    "owe",
    "propose_exemption",
    "propose_text",
    "publish",
    "return_proposal",
    "serve_paper",
    "set_figures",
    "take_down",
    "withdraw_repair",
]

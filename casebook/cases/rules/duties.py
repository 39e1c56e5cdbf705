"""What is to be done next after a decision, each with the article that asks for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duty:
    """An act of performance or force by its name, and the article that asks for it now."""

    act: str
    article: str


AWAIT_SERVICE = Duty("", article="处罚法 61")
"""Before service nothing is performed."""
UNPUBLISH = Duty("unpublish", article="处罚法 48")
HAND_IN = Duty("hand_in", article="处罚法 71")
REFUND = Duty("refund", article="处罚法 48")
GRANT_DEFERRAL = Duty("deferral_decision", article="处罚法 66")
AWAIT_COURTS = Duty("dispute_end", article="处罚法 73")
CHECK_MEASURES = Duty("measures", article="处罚法 28")
AWAIT_PAYMENT = Duty("payment", article="处罚法 66、67")
AWAIT_ANSWER = Duty("court_answer", article="强制法 56、57")
ADD_SURCHARGE = Duty("surcharge", article="处罚法 72")
SERVE_URGING = Duty("papers", article="强制法 35、38")
URGE = Duty("urge", article="强制法 54")
AWAIT_WINDOW = Duty("payment", article="强制法 53")
"""Urged, but the court may not be applied to yet."""
APPLY_TO_COURT = Duty("court", article="强制法 53、55")

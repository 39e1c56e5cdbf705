"""The kinds of acts, and what some of them choose from."""

from __future__ import annotations

from enum import StrEnum


class ActKind(StrEnum):
    """What a row of the chronology is."""

    NOTE = "note"
    FILING_ASKED = "filing_asked"
    FILED = "filed"
    FILING_REFUSED = "filing_refused"
    ID_SHOWN = "id_shown"
    RECUSAL_ASKED = "recusal_asked"
    RECUSAL_DECIDED = "recusal_decided"
    OFFICER_REPLACED = "officer_replaced"
    PARTY_ADDED = "party_added"
    EXCEPTION = "exception"
    REPORTED = "reported"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    PROPOSED = "proposed"
    DELIBERATED = "deliberated"
    NOTIFIED = "notified"
    STATEMENT = "statement"
    STATEMENT_WAIVED = "statement_waived"
    STATEMENT_ANSWERED = "statement_answered"
    HEARING_ASKED = "hearing_asked"
    HEARING_WAIVED = "hearing_waived"
    HEARING_CALLED = "hearing_called"
    HEARING_HELD = "hearing_held"
    CONSIDERED = "considered"
    DECIDED = "decided"
    SERVED = "served"
    PAPER_MADE = "paper_made"
    PAPER_SERVED = "paper_served"
    APPROVAL_ASKED = "approval_asked"
    TERM_EXTENDED = "term_extended"
    TERM_STOPPED = "term_stopped"
    TERM_RESUMED = "term_resumed"
    PAID = "paid"
    CASH_HANDED = "cash_handed"
    INSTALMENT_ASKED = "instalment_asked"
    INSTALMENT = "instalment"
    SURCHARGE = "surcharge"
    SURCHARGE_CUT = "surcharge_cut"
    URGED = "urged"
    SUBSTITUTE = "substitute"
    COST = "cost"
    COURT = "court"
    REVIEW_SOUGHT = "review_sought"
    SUIT_BROUGHT = "suit_brought"
    STAYED = "stayed"
    DISPUTE_ENDED = "dispute_ended"
    REVOKED = "revoked"
    PERFORMED = "performed"
    ENFORCED = "enforced"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    RECEIPT = "receipt"
    TAKEN_BACK = "taken_back"
    CLOSED = "closed"
    ARCHIVED = "archived"
    HISTORY = "history"


class Handling(StrEnum):
    """What is proposed or decided (处罚法 57)."""

    PENALTY = "penalty"
    NO_PENALTY = "no_penalty"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"


class ReviewVerdict(StrEnum):
    """What the legal review concludes."""

    AGREE = "agree"
    AMEND = "amend"
    RETURN = "return"


class ExceptionGround(StrEnum):
    """Why a gate that the law opens for such a case did not hold the step back."""

    REPORT = "report"
    ASSIGNED = "assigned"
    MONITORING = "monitoring"
    EMERGENCY = "emergency"
    URGENT = "urgent"
    """情况紧急 (强制法 43)."""

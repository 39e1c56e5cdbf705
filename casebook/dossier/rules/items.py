"""What a file is examined for: the items, what they are about, and what a row of the standard holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What an item is about, in the order of the examination."""

    SUBJECT = "subject"
    AUTHORITY = "authority"
    OFFICERS = "officers"
    EVIDENCE = "evidence"
    FACTS = "facts"
    LAW = "law"
    PROCEDURE = "procedure"
    FORM = "form"
    CONTENT = "content"


class Weight(StrEnum):
    """What a fault does to the file."""

    VETO = "veto"
    POINTS = "points"


class Item(StrEnum):
    """One thing that a file is examined for."""

    PARTY_UNNAMED = "party_unnamed"
    POWER_ELSEWHERE = "power_elsewhere"
    AUTHORITY_MISSING = "authority_missing"
    ONE_OFFICER = "one_officer"
    UNCERTIFIED = "uncertified"
    RECUSED = "recused"
    SERVED_BY_ONE = "served_by_one"
    SERVER_UNCERTIFIED = "server_uncertified"
    EVIDENCE_GAP = "evidence_gap"
    LEADS_ONLY = "leads_only"
    CUSTODY_BROKEN = "custody_broken"
    RECORD_UNSIGNED = "record_unsigned"
    NOT_RECORDED = "not_recorded"
    KEPT_TOO_LONG = "kept_too_long"
    CONTENT_EMPTY = "content_empty"
    OUT_OF_TIME = "out_of_time"
    LAW_NOT_IN_FORCE = "law_not_in_force"
    FINE_OUT_OF_RANGE = "fine_out_of_range"
    ORDER_NOT_LAPSED = "order_not_lapsed"
    NO_ORDER = "no_order"
    FINED_TWICE = "fined_twice"
    HEAVIER = "heavier"
    FINE_DIFFERS = "fine_differs"
    CRIME = "crime"
    FILING_UNAPPROVED = "filing_unapproved"
    ID_NOT_SHOWN = "id_not_shown"
    RECUSAL_NOT_ASKED = "recusal_not_asked"
    NO_NOTICE = "no_notice"
    DECIDED_BEFORE_NOTICE = "decided_before_notice"
    STATEMENT_RAN = "statement_ran"
    STATEMENT_UNANSWERED = "statement_unanswered"
    HEARING_NOT_OFFERED = "hearing_not_offered"
    HEARING_RAN = "hearing_ran"
    HEARING_NOT_HELD = "hearing_not_held"
    HEARING_CALLED_LATE = "hearing_called_late"
    PRESIDER_INVESTIGATED = "presider_investigated"
    NOT_REVIEWED = "not_reviewed"
    REVIEWER_UNFIT = "reviewer_unfit"
    NOT_DELIBERATED = "not_deliberated"
    DECISION_UNAPPROVED = "decision_unapproved"
    DECIDED_BY_INVESTIGATOR = "decided_by_investigator"
    DECIDED_LATE = "decided_late"
    NOT_SIMPLE = "not_simple"
    NOT_SERVED = "not_served"
    NO_RECEIPT = "no_receipt"
    PUBLIC_TOO_SOON = "public_too_soon"
    NOT_STAMPED = "not_stamped"
    INSPECTION_UNANNOUNCED = "inspection_unannounced"
    NOT_URGED = "not_urged"
    CLOSED_UNAPPROVED = "closed_unapproved"
    DAY_BEFORE_CAUSE = "day_before_cause"
    WRONG_COUNT = "wrong_count"
    SERVED_LATE = "served_late"
    MONITORING_UNREVIEWED = "monitoring_unreviewed"
    NOT_ORIGINAL = "not_original"
    FACTS_CONTRADICT = "facts_contradict"
    RECEIPT_MISSING = "receipt_missing"
    PAPER_MISSING = "paper_missing"
    PAPER_UNFINISHED = "paper_unfinished"
    PAPER_UNSTAMPED = "paper_unstamped"
    PARTY_CODE = "party_code"
    CAUSE_DIFFERS = "cause_differs"
    WORDS_DIFFER = "words_differ"
    BLANK = "blank"
    NUMBER_UNKNOWN = "number_unknown"
    NUMBER_VOID = "number_void"
    NUMBER_OF_ANOTHER = "number_of_another"
    NUMBER_OUT_OF_SERIES = "number_out_of_series"
    NUMBER_OUT_OF_ORDER = "number_out_of_order"


@dataclass(frozen=True, slots=True)
class Standard:
    """One row: what is wrong, how much it weighs, by which article, and how it is mended."""

    item: Item
    part: Part
    title: str
    article: str
    remedy: str
    points: int = 0
    """What it costs each time; 0 for a veto."""

    @property
    def weight(self) -> Weight:
        """Whether it is a veto."""
        return Weight.POINTS if self.points else Weight.VETO

"""Use of the seal (用印): between approval and service, off-line or by a file out and back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

MOST_COPIES = 50


class StampWay(StrEnum):
    """How a paper gets its seal."""

    OFFLINE = "offline"
    """The seal is pressed on the printed paper, which is entered in the register and scanned."""
    SERVICE = "service"
    """The file goes to a provincial seal service and comes back with an electronic seal."""


@dataclass(frozen=True)
class StampFacts:
    """What the register of the seal says."""

    copies: int
    stamped_on: date
    scan_hash: str
    """The sealed paper, as it is stored."""


def check_stamp(facts: StampFacts, *, issued_on: date, today: date) -> None:
    """Refuse an entry without copies, before the paper was issued, or from the future."""
    if not 1 <= facts.copies <= MOST_COPIES:
        raise RuleBroken("stamp_copies", field="copies", most=MOST_COPIES)
    if not issued_on <= facts.stamped_on <= today:
        raise RuleBroken("stamp_date", field="stamped_on", first=issued_on)
    if not facts.scan_hash:
        raise RuleBroken("stamp_needs_scan", field="scan")


def check_checker(begun_by_id: UUID | None, checker_id: UUID | None) -> None:
    """Refuse a check by whoever pressed the seal."""
    if checker_id is None or checker_id == begun_by_id:
        raise RuleBroken("stamp_needs_second", field="remark")


def check_returned(sent_hash: str, returned_hash: str) -> None:
    """Refuse a file that came back as it went out: it bears no seal."""
    if sent_hash == returned_hash:
        raise RuleBroken("stamp_file_unchanged", field="file")

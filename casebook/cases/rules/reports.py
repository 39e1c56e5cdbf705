"""What the public may tell without an account, and by which code it asks what became of it."""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.rules.leads import LeadState
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from datetime import date

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Thirty-one signs, without those that are mistaken for one another; a prime number of them."""
_RANDOM, _GROUP = 15, 4
_CODE = re.compile(f"[{ALPHABET}]{{{_RANDOM + 1}}}")
_BETWEEN = re.compile(r"[\s\-－—–_.·]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}

MOST_PHOTOGRAPHS = 6
MOST_PHOTOGRAPH_BYTES = 15 * 1024 * 1024
LEAST_WORDS, MOST_WORDS = 5, 1000
_PREFIX_V6 = 64


class ReportStage(StrEnum):
    """What a reporter is told: how far it is, and nothing else."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    DEALT_WITH = "dealt_with"
    REFERRED = "referred"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Told:
    """What a status page shows: the stage, and the days on which stages were reached."""

    stage: ReportStage
    days: tuple[tuple[ReportStage, date], ...]


def new_code() -> str:
    """Return a code that nobody can guess: 74 random bits and a sign that catches a slip of the pen."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    return spell(body + _check_sign(body))


def spell(code: str) -> str:
    """Return a code in groups of four, as people copy it."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """Return the code that somebody typed in its spelling; RuleBroken when it cannot be one."""
    plain = _BETWEEN.sub("", text.translate(_FULL_WIDTH)).upper()
    if not _CODE.fullmatch(plain) or _check_sign(plain[:_RANDOM]) != plain[_RANDOM]:
        raise RuleBroken("report_code_unreadable", field="code")
    return spell(plain)


def _check_sign(body: str) -> str:
    """Return the sign that makes the weighted sum whole: one wrong sign or two swapped ones break it."""
    weighed = sum((place + 1) * ALPHABET.index(sign) for place, sign in enumerate(body))
    return ALPHABET[-weighed % len(ALPHABET)]


def hash_of(code: str) -> str:
    """Return what is stored of a code: whoever reads the database cannot ask in the reporter's place."""
    return digest(code.encode())


def caller_mark(secret: bytes, address: str, on: date) -> str:
    """Return a mark of who calls, good for one day: the address itself is never stored.

    Of IPv6 the network counts, because one household has all of its addresses.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return _keyed(secret, f"{on.isoformat()}|{address}")
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        known = ipaddress.ip_network((known, _PREFIX_V6), strict=False).network_address
    return _keyed(secret, f"{on.isoformat()}|{known}")


def _keyed(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), "sha256").hexdigest()[:32]


def check_rate(*, from_here: int, today: int, per_address: int, per_day: int) -> None:
    """Refuse a report beyond what one address, or all together, may send in a day."""
    if from_here >= per_address:
        raise RuleBroken("report_too_many", most=per_address)
    if today >= per_day:
        raise RuleBroken("report_too_many_today")


STAGES = {
    LeadState.TAKEN: ReportStage.VERIFYING,
    LeadState.REFERRED: ReportStage.REFERRED,
    LeadState.UNFOUNDED: ReportStage.DEALT_WITH,
    LeadState.LISTED: ReportStage.DEALT_WITH,
}
"""What a lead's state is called outside the house; whether there was something to it is not told here."""


def told(
    *, state: LeadState, received_on: date, accepted_on: date | None, state_on: date, answered_on: date | None
) -> Told:
    """Return how far a report is, with its days in order."""
    days = [(ReportStage.RECEIVED, received_on)]
    if accepted_on is not None:
        days.append((ReportStage.ACCEPTED, accepted_on))
    if state in STAGES:
        days.append((STAGES[state], state_on))
    if answered_on is not None:
        days.append((ReportStage.ANSWERED, answered_on))
    return Told(days[-1][0], tuple(days))

"""Pure rules of reports: the life of the closed-well report, and what of it may not move."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from casebook.kernel.months import Month


class WellReportStatus(StrEnum):
    """How far the water bureau's closed-well report of a month has come."""

    DRAFT = "report_draft"
    CHECKED = "report_checked"
    SENT = "report_sent"
    RETURNED = "report_returned"
    ACCEPTED = "report_accepted"


_S = WellReportStatus
WELL_REPORT_TRANSITIONS: dict[WellReportStatus, frozenset[WellReportStatus]] = {
    _S.DRAFT: frozenset({_S.CHECKED}),
    _S.CHECKED: frozenset({_S.SENT, _S.DRAFT}),
    _S.SENT: frozenset({_S.RETURNED, _S.ACCEPTED}),
    _S.RETURNED: frozenset(),
    _S.ACCEPTED: frozenset(),
}
"""The whole life of one version; what was returned is answered by the next version, never changed."""

GONE_OUT = frozenset({_S.SENT, _S.ACCEPTED, _S.RETURNED})
"""Stands as it was sent, with its files."""


def step(number: str, present: WellReportStatus, to: WellReportStatus) -> None:
    """Refuse a step that the table does not have; a second sending by its own words."""
    if to in WELL_REPORT_TRANSITIONS[present]:
        return
    if to is WellReportStatus.SENT and present in GONE_OUT:
        raise RuleBroken("well_report_sent_already", number=number, status=present)
    raise RuleBroken("well_report_step", number=number, status=present, to=to)


def check_over(month: Month, today: date) -> None:
    """Refuse to check or send the report of a month in which wells can still be confirmed."""
    if month.last >= today:
        raise RuleBroken("well_report_month_open", month=str(month), last=month.last.isoformat())


def check_next(number: str, status: WellReportStatus) -> None:
    """Refuse a new version while one stands that was neither returned nor is still a draft."""
    if status not in {WellReportStatus.RETURNED, WellReportStatus.DRAFT}:
        raise RuleBroken("well_report_stands", field="month", number=number, status=status)


def figures_hash(body: Mapping[str, Any]) -> str:
    """Return the hash of what a report states of the ledger; the state of files moves and is no figure."""
    lines = [{key: value for key, value in one.items() if key != "missing"} for one in body["lines"]]
    return digest(canonical_json({"lines": lines, "corrections": body["corrections"]}))


def well_report_number(county_code: str, month: Month, version: int) -> str:
    """Return the number of a version of a month's report."""
    return f"{county_code}-{month.year}-FB-{month.month:02}-{version}"


AGES = (30, 60, 90, 180)
"""Upper bounds, in days since the opening, of the classes of a case's age; the last class is open."""


def age_of(days: int) -> int:
    """Return the class of an age: 0 up to the first bound, one more for each that it passes."""
    return sum(days > bound for bound in AGES)


class MailedReport(StrEnum):
    """Which reports can be mailed by themselves."""

    MONTH = "mailed_month"
    """The closed month of the ledger: workbook and PDF as they were stored."""
    WELLS = "mailed_wells"
    """The closed-well report once it was sent to the superior."""


MOST_ADDRESSES = 10
LONGEST_ADDRESS = 80
"""It is part of the key by which a mail leaves once."""
LAST_DAY = 28
"""Every month has it."""
_ADDRESS = re.compile(r"[^@\s,;，；、<>]+@[^@\s,;，；、<>]+\.[^@\s,;，；、<>]+")
_BETWEEN = re.compile(r"[\s,;，；、]+")


def read_addresses(text: str) -> tuple[str, ...]:
    """Return mail addresses as one types them, each once; RuleBroken for none, too many, or what is none."""
    found = tuple(dict.fromkeys(one for one in _BETWEEN.split(text) if one))
    if not found or len(found) > MOST_ADDRESSES:
        raise RuleBroken("mailing_addresses", field="addresses", most=MOST_ADDRESSES)
    for one in found:
        if len(one) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(one):
            raise RuleBroken("mail_address_wrong", field="addresses", address=one)
    return found


def months_due(since: Month, today: date, day: int) -> list[Month]:
    """Return the months whose report is to have left by today: once `day` of the month after has come."""
    found, month = [], since
    while month.next().first.replace(day=day) <= today:
        found.append(month)
        month = month.next()
    return found

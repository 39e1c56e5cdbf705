"""Postings for tests, about invented wells and closures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.access.actor import local_operator
from casebook.kernel import clock
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.ledger import actions, queries
from casebook.ledger.actions import MadeMonth
from casebook.ledger.rules import AquiferGroup, PostingKind, month_number

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.kernel.months import Month
    from casebook.ledger.queries import Closed, Entry

COUNTY = "371525"
TOWNSHIP = "371525104"
OTHER_TOWNSHIP = "371525105"
ON = date(2023, 10, 1)
NOW = datetime(2023, 10, 9, 2, 0, tzinfo=UTC)
OPERATOR = local_operator("tester", COUNTY)
PAPER = "sha256:" + "ab" * 32


def well_code(number: int, township: str = TOWNSHIP) -> str:
    return f"{township}JJ{number:05d}"


def make_subject(title: str = "371525-2023-FJ-00001", kind: str = "closure") -> Subject:
    return Subject(kind, new_id(), title, TOWNSHIP)


def post_closed_well(session: Session, number: int = 1, **changes: object) -> Entry:
    facts: dict[str, Any] = {
        "actor": OPERATOR,
        "now": NOW,
        "kind": PostingKind.WELL_CLOSED,
        "on": ON,
        "year": 2023,
        "well_code": well_code(number),
        "division_code": TOWNSHIP,
        "subject": make_subject(),
        "count": 1,
        "aquifer_group": AquiferGroup.DEEP,
    }
    return actions.post(session, **{**facts, **changes})


def post_reduction(session: Session, number: int = 1, **changes: object) -> Entry:
    facts: dict[str, Any] = {
        "kind": PostingKind.REDUCTION,
        "count": 0,
        "full_year_m3": Decimal("36500.000"),
        "this_year_m3": Decimal("9100.000"),
        "method": "B1",
        "grade": "A",
        "papers": [PAPER],
    }
    return post_closed_well(session, number, **{**facts, **changes})


def reverse(session: Session, entry: Entry, **changes: object) -> Entry:
    facts: dict[str, Any] = {
        "actor": OPERATOR,
        "now": NOW + timedelta(days=60),
        "entry_id": entry.id,
        "on": date(2023, 11, 20),
        "reason": "巡查发现私自启封",
    }
    return actions.reverse(session, **{**facts, **changes})


def after_month(month: Month) -> datetime:
    """The third day after a month, when it is closed."""
    return clock.end_of_day(month.last) + timedelta(days=2)


def made_month(
    session: Session, month: Month, *, now: datetime | None = None, word: bytes = b"x"
) -> MadeMonth:
    """A month's report as `reports.making` would give it, of a few bytes."""
    files = {kind: word + kind.encode() for kind in ("xlsx", "pdf", "json")}
    head, number = queries.head_as_of(session, COUNTY, month.last), month_number(COUNTY, month)
    statement = {
        "number": number,
        "county": COUNTY,
        "month": str(month),
        "chain": head.chain,
        "count": head.count,
        "head": head.hash,
        "files": {kind: digest(data) for kind, data in files.items()},
        "closed_at": clock.rfc3339(now or after_month(month)),
        "closed_by": OPERATOR.name,
    }
    signature = "ecdsa-p256-sha256:none:none"
    return MadeMonth(COUNTY, month, number, head, files, canonical_json(statement), signature)


def close_month(session: Session, month: Month, *, now: datetime | None = None, **changes: object) -> Closed:
    """Close a month on the third day after it."""
    at = now or after_month(month)
    facts: dict[str, Any] = {"actor": OPERATOR, "now": at, "made": made_month(session, month, now=at)}
    return actions.close_month(session, **{**facts, **changes})

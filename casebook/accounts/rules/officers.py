"""What an officer's account must be: login, roles that go together, place, certificate."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.access.policy import ADMINISTRATORS, clashing
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_COUNTY_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class OfficerFacts:
    """An officer as the security administrator writes them down."""

    name: str
    agency_id: UUID
    jurisdiction: str
    """A division code; the officer reaches what lies in it."""
    roles: frozenset[Role] = field(default_factory=frozenset)
    certificate_no: str = ""
    certificate_valid_from: date | None = None
    certificate_valid_to: date | None = None
    phone: str = ""


def spell_login(text: str) -> str:
    """Return a login as it is kept: in lower case, without blanks around it."""
    return text.strip().lower()


def faults_of_login(login: str) -> Iterator[RuleBroken]:
    """Yield what is wrong with a login's spelling."""
    if not _LOGIN.fullmatch(login):
        yield RuleBroken("login_malformed", field="login")


def faults_of_officer(facts: OfficerFacts, agency_division: str) -> Iterator[RuleBroken]:
    """Yield what is wrong with an officer's facts, given where their agency acts."""
    if not facts.name.strip():
        yield RuleBroken("officer_name_missing", field="name")
    if not facts.jurisdiction.startswith(agency_division):
        yield RuleBroken("jurisdiction_outside_agency", field="jurisdiction", division=agency_division)
    if not facts.roles:
        yield RuleBroken("roles_missing", field="roles")
    if clashing(facts.roles):
        yield RuleBroken("roles_clash", field="roles")
    if facts.roles & ADMINISTRATORS and len(facts.jurisdiction) != _COUNTY_DIGITS:
        yield RuleBroken("administrator_not_of_county", field="jurisdiction")
    yield from _faults_of_certificate(facts)


def _faults_of_certificate(facts: OfficerFacts) -> Iterator[RuleBroken]:
    """G1 (处罚法 42, 55): number and both days belong together, and who enforces has one."""
    start, end = facts.certificate_valid_from, facts.certificate_valid_to
    given = [bool(facts.certificate_no.strip()), start is not None, end is not None]
    if any(given) and not all(given):
        yield RuleBroken("certificate_incomplete", field="certificate_no", article="处罚法 42")
    if start is not None and end is not None and end < start:
        yield RuleBroken("certificate_ends_before_it_begins", field="certificate_valid_to")
    if Role.INSPECTOR in facts.roles and not any(given):
        yield RuleBroken("certificate_needed", field="certificate_no", article="处罚法 42")

"""Officers and agencies as subjects of the audit, and what an entry tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from casebook.accounts.models import Agency, AgencyPower, Officer


def subject_of(officer: Officer) -> Subject:
    """Return the officer as the subject of an audit entry."""
    return Subject("officer", officer.id, f"{officer.name}（{officer.login}）", officer.jurisdiction)


def subject_of_agency(agency: Agency) -> Subject:
    """Return the agency as the subject of an audit entry."""
    return Subject("agency", agency.id, agency.name, agency.division_code)


def facts_of(officer: Officer, agency: Agency) -> dict[str, Any]:
    """Return what an audit entry tells of an officer, given the officer's agency; never the password."""
    return {
        "name": officer.name,
        "agency": agency.name,
        "jurisdiction": officer.jurisdiction,
        "roles": sorted(role.value for role in officer.roles),
        "certificate_no": officer.certificate_no,
        "certificate_valid_from": officer.certificate_valid_from,
        "certificate_valid_to": officer.certificate_valid_to,
        "phone": officer.phone,
        "is_active": officer.is_active,
    }


def facts_of_agency(agency: Agency) -> dict[str, Any]:
    """Return what an audit entry tells of an agency."""
    return {
        "name": agency.name,
        "short_name": agency.short_name,
        "kind": agency.kind,
        "division_code": agency.division_code,
        "stamp_name": agency.stamp_name,
        "number_word": agency.number_word,
        "is_active": agency.is_active,
    }


def facts_of_power(power: AgencyPower) -> dict[str, Any]:
    """Return what an audit entry tells of a power."""
    return {
        "matter": power.matter,
        "model": power.model,
        "division_code": power.division_code,
        "principal": power.principal.name if power.principal else None,
        "authorisation": power.authorisation,
        "valid_from": power.valid_from,
        "valid_to": power.valid_to,
    }

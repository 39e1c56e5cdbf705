"""Every permission, `noun:verb`."""

from enum import StrEnum


class Permission(StrEnum):
    """What a person may do; which roles may do it stands in `policy.py`."""

    DESK_SEE = "desk:see"
    SEARCH_USE = "search:use"

    WELL_SEE = "well:see"
    WELL_EXPORT = "well:export"
    WELL_EDIT = "well:edit"
    WELL_IMPORT = "well:import"
    COUNTY_IMPORT = "county:import"
    MAP_SEE = "map:see"
    PARTY_SEE_PERSONAL = "party:see_personal"

    INSPECTION_SEE = "inspection:see"
    INSPECTION_RECORD = "inspection:record"
    INSPECTION_REVIEW = "inspection:review"
    CHECKLIST_EDIT = "checklist:edit"
    PATROL_SEE = "patrol:see"
    PATROL_RECORD = "patrol:record"
    LEAD_SEE = "lead:see"
    LEAD_DECIDE = "lead:decide"

    FIELD_USE = "field:use"
    OPERATION_SEE = "operation:see"
    OPERATION_DECIDE = "operation:decide"
    DEVICE_REVOKE = "device:revoke"
    PLATE_PRINT = "plate:print"

    EVIDENCE_SEE = "evidence:see"
    EVIDENCE_EDIT = "evidence:edit"
    EVIDENCE_REVIEW = "evidence:review"
    EVIDENCE_EXPORT = "evidence:export"

    PROBLEM_SEE = "problem:see"
    PROBLEM_EDIT = "problem:edit"
    PROBLEM_EXPORT = "problem:export"
    PROBLEM_STRIKE_OFF = "problem:strike_off"

    CASE_SEE = "case:see"
    CASE_OPEN = "case:open"
    CASE_CLOSE = "case:close"
    MEASURE_ORDER = "measure:order"
    MEASURE_VERIFY = "measure:verify"
    TERM_REQUEST_EXTENSION = "term:request_extension"
    TERM_APPROVE_EXTENSION = "term:approve_extension"
    DECISION_RECORD = "decision:record"

    CLOSURE_SEE = "closure:see"
    CLOSURE_REPORT = "closure:report"
    CLOSURE_PHOTOGRAPH = "closure:photograph"
    CLOSURE_ACCEPT = "closure:accept"
    CLOSURE_CONFIRM = "closure:confirm"
    CLOSURE_REOPEN = "closure:reopen"

    LEDGER_SEE = "ledger:see"
    BOARD_SEE = "board:see"
    TARGET_SET = "target:set"

    ADMIN_SEE = "admin:see"
    CALENDAR_LOAD = "calendar:load"
    AGENCY_MANAGE = "agency:manage"
    OFFICER_MANAGE = "officer:manage"
    SESSION_REVOKE = "session:revoke"
    AUDIT_SEE = "audit:see"
    SYSTEM_SEE = "system:see"
    ACCOUNT_OWN = "account:own"

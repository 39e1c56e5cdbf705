"""Roles and their permissions: one table, deny by default.

Source: rules.md 13.2; the three administrators follow the MLPS split of system, security
and audit (GB/T 22239-2019, level 3), and none of them sees what a case contains.
"""

from __future__ import annotations

from enum import StrEnum

from casebook.access.permissions import Permission as P


class Role(StrEnum):
    """What an officer is in casebook; one may be several, within the exclusions below."""

    INFORMANT = "informant"
    """线索员: township or grid; reports, never inspects."""
    INSPECTOR = "inspector"
    """执法人员 with a certificate."""
    CASE_HEAD = "case_head"
    """承办机构负责人."""
    LEGAL_REVIEWER = "legal_reviewer"
    """法制审核人员."""
    DEPUTY_HEAD = "deputy_head"
    """分管负责人."""
    AGENCY_HEAD = "agency_head"
    """机关负责人."""
    HEARING_PRESIDER = "hearing_presider"
    """听证主持人, never an investigator of the case."""
    SEAL_KEEPER = "seal_keeper"
    """印章管理员."""
    ARCHIVIST = "archivist"
    """档案员."""
    PERMIT_OFFICER = "permit_officer"
    """许可/计划员, keeps the register."""
    CLOSURE_OFFICER = "closure_officer"
    """封井经办员, reports closures."""
    CLOSURE_ACCEPTOR = "closure_acceptor"
    """封井验收员."""
    TOWNSHIP_LEAD = "township_lead"
    """乡镇责任人, confirms closures of the programme."""
    COUNTY_RECHECK = "county_recheck"
    """县复核组, confirms where the enforcing agency would confirm itself."""
    LIAISON = "liaison"
    """部门联络员, reads."""
    COUNTY_LEADER = "county_leader"
    """县领导."""
    AUDITOR = "auditor"
    """审计/监督, reads everything that counts."""
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

_OWN = frozenset({P.ACCOUNT_OWN})
_ADMIN = _OWN | {P.ADMIN_SEE}
_READ = _OWN | {
    P.DESK_SEE,
    P.SEARCH_USE,
    P.WELL_SEE,
    P.MAP_SEE,
    P.BOARD_SEE,
    P.CLOSURE_SEE,
    P.LEDGER_SEE,
    P.PERMIT_SEE,
    P.PLAN_SEE,
    P.VOLUME_SEE,
    P.CLAIM_SEE,
    P.CAMPAIGN_SEE,
}
_CASEWORK = _READ | {
    P.INSPECTION_SEE,
    P.EVIDENCE_SEE,
    P.PROBLEM_SEE,
    P.PROBLEM_EXPORT,
    P.PATROL_SEE,
    P.LEAD_SEE,
    P.CASE_SEE,
    P.WELL_EXPORT,
    P.PARTY_SEE_PERSONAL,
    P.PENALTY_SEE,
    P.APPROVAL_SEE,
    P.DOCUMENT_SEE,
    P.HANDOVER_SEE,
    P.SUPERVISION_SEE,
    P.PUBLICATION_SEE,
    P.COMPLIANCE_SEE,
    P.SCREENING_SEE,
    P.RETURN_SEE,
}
_CORRESPONDENCE = frozenset({P.HANDOVER_SEE, P.HANDOVER_ANSWER, P.DOCUMENT_SEE, P.SUPERVISION_SEE})
"""What an office needs that letters of other agencies reach."""
_SIGNS = frozenset({P.APPROVAL_ANSWER, P.APPROVAL_SEE})

PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.INFORMANT: _OWN
    | {
        P.CAMPAIGN_SEE,
        P.CAMPAIGN_ANSWER,
        P.DESK_SEE,
        P.SEARCH_USE,
        P.WELL_SEE,
        P.MAP_SEE,
        P.PROBLEM_SEE,
        P.FIELD_USE,
        P.PATROL_SEE,
        P.PATROL_RECORD,
        P.LEAD_ADD,
        P.TASK_ANSWER,
    },
    Role.INSPECTOR: _CASEWORK
    | {
        P.CAMPAIGN_ANSWER,
        P.FIELD_USE,
        P.READING_RECORD,
        P.ROUTE_PLAN,
        P.PATROL_RECORD,
        P.LEAD_DECIDE,
        P.EVIDENCE_EDIT,
        P.INSPECTION_RECORD,
        P.PROBLEM_EDIT,
        P.CASE_OPEN,
        P.MEASURE_ORDER,
        P.MEASURE_VERIFY,
        P.TERM_REQUEST_EXTENSION,
        P.PROBLEM_STRIKE_OFF,
        P.LEAD_ADD,
        P.LEAD_ANSWER,
        P.CASE_INVESTIGATE,
        P.CASE_PERFORM,
        P.APPROVAL_ANSWER,
        P.APPROVAL_ENTER,
        P.DOCUMENT_MAKE,
        P.DOCUMENT_SERVE,
        P.HANDOVER_SEND,
        P.HANDOVER_ANSWER,
        P.PUBLICATION_EDIT,
    },
    Role.CASE_HEAD: _CASEWORK
    | {
        P.BLANK_FILL,
        P.BULLETIN_ISSUE,
        P.CAMPAIGN_EDIT,
        P.CAMPAIGN_ANSWER,
        P.SPOT_CHECK_DRAW,
        P.WORKLOAD_SEE,
        P.INSPECTION_REVIEW,
        P.SCREENING_RUN,
        P.SCREENING_DECIDE,
        P.SCREENING_SET,
        P.ROUTE_PLAN,
        P.CHECKLIST_EDIT,
        P.LEAD_DECIDE,
        P.OPERATION_SEE,
        P.OPERATION_DECIDE,
        P.EVIDENCE_EDIT,
        P.EVIDENCE_REVIEW,
        P.EVIDENCE_EXPORT,
        P.PROBLEM_EDIT,
        P.CASE_OPEN,
        P.CASE_CLOSE,
        P.MEASURE_ORDER,
        P.TERM_APPROVE_EXTENSION,
        P.DECISION_RECORD,
        P.PROBLEM_STRIKE_OFF,
        P.CLOSURE_CONFIRM,
        P.CLOSURE_PHOTOGRAPH,
        P.LEAD_ADD,
        P.LEAD_ANSWER,
        P.LEAD_SEE_REPORTER,
        P.PROBLEM_ASSIGN,
        P.CASE_INVESTIGATE,
        P.CASE_PERFORM,
        P.CASE_DELIBERATE,
        P.CASE_ENTER_HISTORY,
        P.APPROVAL_ANSWER,
        P.APPROVAL_ENTER,
        P.DOCUMENT_MAKE,
        P.DOCUMENT_SERVE,
        P.HANDOVER_SEND,
        P.HANDOVER_ANSWER,
        P.SUPERVISION_ISSUE,
        P.PUBLICATION_EDIT,
        P.PUBLICATION_DECIDE,
    },
    Role.LEGAL_REVIEWER: _CASEWORK
    | {
        P.PUBLICATION_DECIDE,
        P.EVIDENCE_REVIEW,
        P.EVIDENCE_EXPORT,
        P.CASE_REVIEW,
        P.CASE_DELIBERATE,
        P.APPROVAL_ANSWER,
        P.PENALTY_EDIT,
        P.TEMPLATE_EDIT,
        P.TERM_SET,
    },
    Role.DEPUTY_HEAD: _CASEWORK
    | _SIGNS
    | {P.TERM_APPROVE_EXTENSION, P.CASE_DELIBERATE, P.PROBLEM_ASSIGN, P.PLAN_APPROVE, P.WORKLOAD_SEE},
    Role.HEARING_PRESIDER: _CASEWORK | {P.HEARING_PRESIDE, P.DOCUMENT_MAKE},
    Role.SEAL_KEEPER: _READ | {P.DOCUMENT_SEE, P.DOCUMENT_STAMP},
    Role.ARCHIVIST: _CASEWORK | {P.CASE_ARCHIVE, P.EVIDENCE_EXPORT, P.PUBLICATION_EDIT},
    Role.AGENCY_HEAD: _CASEWORK
    | {
        P.CLAIM_DECIDE,
        P.REPORT_CHECK,
        P.WORKLOAD_SEE,
        P.BLANK_FILL,
        P.BULLETIN_ISSUE,
        P.RANKING_SET,
        P.CAMPAIGN_EDIT,
        P.SPOT_CHECK_DRAW,
        P.LEDGER_CLOSE,
        P.OPERATION_SEE,
        P.PLAN_APPROVE,
        P.EVIDENCE_EXPORT,
        P.TERM_APPROVE_EXTENSION,
        P.TERM_SET,
        P.DECISION_RECORD,
        P.DOCUMENT_MAKE,
        P.CASE_CLOSE,
        P.CLOSURE_CONFIRM,
        P.EMERGENCY_DECIDE,
        P.CLOSURE_CHECK,
        P.CLOSURE_HISTORY,
        P.CLOSURE_PHOTOGRAPH,
        P.APPROVAL_ANSWER,
        P.CHAIN_EDIT,
        P.CASE_DELIBERATE,
        P.PROBLEM_ASSIGN,
        P.SUPERVISION_ISSUE,
        P.SUPERVISION_SET,
        P.PUBLICATION_DECIDE,
        P.PUBLICATION_SET,
        P.LEAD_SEE_REPORTER,
        P.LEAD_SET,
    },
    Role.PERMIT_OFFICER: _READ
    | {
        P.CLAIM_EDIT,
        P.REPORT_DRAFT,
        P.BLANK_FILL,
        P.CAMPAIGN_EDIT,
        P.CAMPAIGN_ANSWER,
        P.ADMIN_SEE,
        P.WELL_EDIT,
        P.PERMIT_EDIT,
        P.PLAN_EDIT,
        P.FIELD_USE,
        P.READING_RECORD,
        P.READING_IMPORT,
        P.METER_EDIT,
        P.COEFFICIENT_EDIT,
        P.RETURN_SEE,
        P.RETURN_EDIT,
        P.SCREENING_SEE,
        P.SCREENING_RUN,
        P.WELL_IMPORT,
        P.WELL_EXPORT,
        P.PLATE_PRINT,
        P.COUNTY_IMPORT,
        P.PARTY_SEE_PERSONAL,
        P.COMPLIANCE_SEE,
        P.PROBLEM_SEE,
        P.TARGET_SET,
        P.LEDGER_CLOSE,
        P.HANDOVER_SEE,
        P.HANDOVER_SEND,
        P.HANDOVER_ANSWER,
        P.DOCUMENT_SEE,
        P.DOCUMENT_MAKE,
        P.LEAD_ADD,
        P.LEAD_SEE,
    },
    Role.CLOSURE_OFFICER: _READ
    | {
        P.CLAIM_EDIT,
        P.REPORT_DRAFT,
        P.BLANK_FILL,
        P.CLOSURE_PLAN,
        P.CLOSURE_REPORT,
        P.CLOSURE_REOPEN,
        P.EMERGENCY_ASK,
        P.CLOSURE_CHECK,
        P.CLOSURE_PHOTOGRAPH,
        P.EVIDENCE_SEE,
        P.PROBLEM_SEE,
        P.WELL_EXPORT,
    },
    Role.CLOSURE_ACCEPTOR: _READ
    | {P.FIELD_USE, P.CLOSURE_ACCEPT, P.CLOSURE_PHOTOGRAPH, P.EVIDENCE_SEE, P.PROBLEM_SEE},
    Role.TOWNSHIP_LEAD: _READ
    | {
        P.CAMPAIGN_ANSWER,
        P.SUPERVISION_SEE,
        P.TASK_ANSWER,
        P.LEAD_ADD,
        P.CLOSURE_CONFIRM,
        P.CLOSURE_PHOTOGRAPH,
        P.EVIDENCE_SEE,
        P.PROBLEM_SEE,
    },
    Role.COUNTY_RECHECK: _READ
    | {
        P.SPOT_CHECK_DRAW,
        P.REPORT_CHECK,
        P.CLOSURE_CHECK,
        P.CLOSURE_CONFIRM,
        P.CLOSURE_PHOTOGRAPH,
        P.EVIDENCE_SEE,
        P.PROBLEM_SEE,
    },
    Role.LIAISON: _READ | _CORRESPONDENCE | {P.PROBLEM_SEE, P.TASK_ANSWER, P.CAMPAIGN_ANSWER},
    Role.COUNTY_LEADER: _READ
    | {
        P.PROBLEM_SEE,
        P.CASE_SEE,
        P.INSPECTION_SEE,
        P.EVIDENCE_SEE,
        P.SUPERVISION_SEE,
        P.HANDOVER_SEE,
        P.PROBLEM_ASSIGN,
        P.WORKLOAD_SEE,
    },
    Role.AUDITOR: (_CASEWORK - {P.PARTY_SEE_PERSONAL}) | {P.EVIDENCE_EXPORT, P.SPOT_CHECK_DRAW},
    Role.SYSTEM_ADMIN: _ADMIN
    | {P.NOTICE_SET, P.COUNTY_IMPORT, P.CALENDAR_LOAD, P.AGENCY_MANAGE, P.SYSTEM_SEE},
    Role.SECURITY_ADMIN: _ADMIN | {P.OFFICER_MANAGE, P.SESSION_REVOKE, P.DEVICE_REVOKE},
    Role.AUDIT_ADMIN: _ADMIN | {P.AUDIT_SEE},
}
"""What each role may do. Whatever is not written here is refused."""


def permissions_of(roles: frozenset[Role]) -> frozenset[P]:
    """Return the union of what the roles may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def clashing(roles: frozenset[Role]) -> frozenset[Role]:
    """Return the roles that one person may not hold together: an administrator holds nothing else."""
    administrators = roles & ADMINISTRATORS
    if len(administrators) > 1 or (administrators and roles - administrators):
        return roles
    return frozenset()

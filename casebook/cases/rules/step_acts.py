"""Which act a step writes."""

from __future__ import annotations

from casebook.cases.acts import ActKind
from casebook.cases.rules.workflow import CaseStep

STEP_ACTS: dict[CaseStep, ActKind] = {
    CaseStep.FILE: ActKind.FILED,
    CaseStep.REFUSE_FILING: ActKind.FILING_REFUSED,
    CaseStep.REPORT: ActKind.REPORTED,
    CaseStep.RETURN: ActKind.RETURNED,
    CaseStep.REVIEW: ActKind.REVIEWED,
    CaseStep.PROPOSE: ActKind.PROPOSED,
    CaseStep.DELIBERATE: ActKind.DELIBERATED,
    CaseStep.NOTIFY: ActKind.NOTIFIED,
    CaseStep.OPEN_HEARING: ActKind.HEARING_CALLED,
    CaseStep.CONSIDER: ActKind.CONSIDERED,
    CaseStep.RENOTIFY: ActKind.RETURNED,
    CaseStep.DECIDE: ActKind.DECIDED,
    CaseStep.DECIDE_NO_PENALTY: ActKind.DECIDED,
    CaseStep.DECIDE_ON_SPOT: ActKind.DECIDED,
    CaseStep.SERVE: ActKind.SERVED,
    CaseStep.ENFORCE: ActKind.ENFORCED,
    CaseStep.REVOKE: ActKind.REVOKED,
    CaseStep.WITHDRAW: ActKind.WITHDRAWN,
    CaseStep.TRANSFER: ActKind.TRANSFERRED,
    CaseStep.TAKE_BACK: ActKind.TAKEN_BACK,
    CaseStep.SUSPEND: ActKind.SUSPENDED,
    CaseStep.RESUME: ActKind.RESUMED,
    CaseStep.TERMINATE: ActKind.TERMINATED,
    CaseStep.CLOSE: ActKind.CLOSED,
    CaseStep.ARCHIVE: ActKind.ARCHIVED,
}

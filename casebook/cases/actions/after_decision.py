"""What every act after a decision begins with: the case held, its file read, papers and clocks at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases.actions.drawing_up import known_facts
from casebook.cases.actions.papers import draft_paper
from casebook.cases.actions.steps import hold, note_case, subject_of_case, subject_of_party
from casebook.cases.queries.facts import accounts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.books import decision_of
from casebook.cases.rules.checks import not_after_today, not_before
from casebook.cases.rules.papers import OF_PARTY
from casebook.cases.rules.performing import Account
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import PERFORMING, CaseStep
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.documents import actions as documents
from casebook.documents.rules import FORMS, FormCode
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.acts import Act, ActKind
    from casebook.cases.models import Case, CaseEvent
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.rules.folding import Entry
    from casebook.documents.models import Document
    from casebook.kernel.subjects import Subject
    from casebook.parties.models import Party

AFTER_DECISION = PERFORMING | {CaseStatus.SUSPENDED, CaseStatus.CLOSED}
"""Money still comes and goes, and courts still answer, when a case is closed; not when it is archived."""
DECISIONS = frozenset({FormCode.F27, FormCode.F28, FormCode.F29})


@dataclass(frozen=True)
class Standing:
    """A case after its decision, on one day, for whoever acts on it."""

    session: Session
    actor: Actor
    now: datetime
    case: Case
    file: CaseFile
    decision: Entry

    @property
    def today(self) -> date:
        """The Chinese day on which this happens."""
        return local_day(self.now)

    @property
    def officer_id(self) -> UUID:
        """Who acts; the command line acts for somebody."""
        if self.actor.officer_id is None:
            raise RuleBroken("officer_needed")
        return self.actor.officer_id

    @property
    def decision_no(self) -> str:
        """The number of the decision's paper."""
        numbers = [one.number for one in self.file.papers if one.form in DECISIONS and one.number]
        return numbers[-1] if numbers else ""

    @property
    def served_on(self) -> date:
        """The day from which the decision binds, as the records of its service stand now."""
        days = [one.served_on for one in self.file.papers if one.form in DECISIONS and one.served_on]
        if days:
            return min(days)
        served = [
            one.on for one in self.file.entries if one.step in {CaseStep.SERVE, CaseStep.DECIDE_ON_SPOT}
        ]
        return served[-1] if served else self.decision.on

    def decision_no_of(self, party_id: UUID) -> str:
        """Return the number of the decision's paper to one party."""
        papers = [one for one in self.file.papers if one.form in DECISIONS and one.number]
        own = [one.number for one in papers if self.file.party_of_paper(one.id) == party_id]
        return own[-1] if own else self.decision_no

    def clock_subject(self, party_id: UUID) -> Subject:
        """Return what a party's clocks run on: the party, where it was served by itself, else the case."""
        if self.file.has_own_clocks(party_id):
            return subject_of_party(self.case, self.file.seats[party_id], self.party(party_id))
        return subject_of_case(self.case)

    def party(self, party_id: UUID) -> Party:
        """Return a party of the case, or raise RuleBroken `party_elsewhere`."""
        found = next((one for one in self.file.parties if one.id == party_id), None)
        if found is None:
            raise RuleBroken("party_elsewhere", field="party_id")
        return found

    def account(self, party_id: UUID, on: date | None = None) -> Account:
        """Return what a party owes and paid."""
        self.party(party_id)
        found = (one for one in accounts_of(self.file, on=on or self.today) if one.party == party_id)
        return next(found, Account(party_id))

    def again(self) -> Standing:
        """Return the case with what was written since."""
        return Standing(
            self.session, self.actor, self.now, self.case, reload_file(self.session, self.case), self.decision
        )


def stand(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    permission: Permission = Permission.CASE_PERFORM,
) -> Standing:
    """Hold a case after its decision; RuleBroken `performance_too_early` before, and once it is archived."""
    actor.need(permission)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    file = reload_file(session, case)
    decision = decision_of(file.entries)
    if case.status not in AFTER_DECISION or decision is None:
        raise RuleBroken("performance_too_early", number=case.number, present=case.status)
    return Standing(session, actor, now, case, file, decision)


def note_after(
    standing: Standing,
    kind: ActKind,
    act: Act,
    *,
    on: date,
    what: str,
    document_id: UUID | None = None,
    approval_id: UUID | None = None,
) -> CaseEvent:
    """Write an act after the decision; its day lies between the decision and today."""
    session, actor, now, case = standing.session, standing.actor, standing.now, standing.case
    not_after_today(on, standing.today, field="on")
    not_before(on, standing.decision.on, field="on", cause_name="决定日期")
    event = note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=on,
        what=what,
        kind=kind,
        act=act,
        document_id=document_id,
        approval_id=approval_id,
    )
    after = {"kind": kind, "on": on, "status": case.status, "what": event.what}
    record(session, actor=actor, now=now, action="case:act", subject=subject_of_case(case), after=after)
    return event


def issue_paper(
    standing: Standing, form: FormCode, facts: Mapping[str, object], *, party_id: UUID
) -> Document:
    """Draft and issue a paper at once: its figures are frozen with its number on the day they were made."""
    sheet, file = FORMS[form], standing.file
    standing.party(party_id)
    own = party_id if len(file.parties) > 1 else None
    whole: dict[str, object] = known_facts(standing.session, file.only(own), form) | {
        "decision_number": standing.decision_no_of(party_id),
        "decided_on": standing.decision.on,
        **facts,
    }
    known = {name: value for name, value in whole.items() if sheet.field(name) and value not in (None, "")}
    made = draft_paper(
        standing.session,
        actor=standing.actor,
        now=standing.now,
        case=standing.case,
        form=form,
        facts=known,
        party=own,
    )
    return documents.issue(standing.session, actor=standing.actor, now=standing.now, document=made)


def end_clock(
    standing: Standing,
    rule_id: str,
    *,
    on: date | None = None,
    reason: str = "",
    subject: Subject | None = None,
) -> None:
    """Meet a running clock of the case or of a party on a day, or cancel it for a reason, if one runs."""
    subject_id = subject.id if subject is not None else standing.case.id
    term = clocks.find_running(standing.session, subject_id=subject_id, rule_id=rule_id)
    if term is None:
        return
    if on is None:
        deadlines.cancel_term(
            standing.session, actor=standing.actor, now=standing.now, term=term, reason=reason
        )
    else:
        day = max(on, term.started_on)
        deadlines.meet_term(standing.session, actor=standing.actor, now=standing.now, term=term, on=day)


def start_clock(standing: Standing, rule_id: str, *, on: date, subject: Subject | None = None) -> None:
    """Start a clock on the case or a party, in place of a running one; windows of parties run for nobody."""
    end_clock(standing, rule_id, reason="重新起算", subject=subject)
    deadlines.start_term(
        standing.session,
        actor=standing.actor,
        now=standing.now,
        subject=subject or subject_of_case(standing.case),
        rule_id=rule_id,
        started_on=on,
        assignee_id=None if rule_id in OF_PARTY else standing.case.investigator_id,
    )

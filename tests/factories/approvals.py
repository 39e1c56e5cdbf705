"""Approvals for tests: a bureau with everybody whom a chain asks, and who says yes for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts import queries as accounts
from casebook.approvals import actions, queries
from casebook.approvals.rules import ApprovalState, ChainKind, Verdict
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.approvals.models import Approval


@dataclass(frozen=True)
class Desk:
    """One officer of every position of the longest chain, all of one agency."""

    agency: Agency
    handler: Actor
    other_handler: Actor
    head_of_unit: Actor
    legal: Actor
    deputy: Actor
    head: Actor

    @property
    def after_handlers(self) -> tuple[Actor, ...]:
        return (self.head_of_unit, self.legal, self.deputy, self.head)


def make_desk(session: Session, agency: Agency | None = None) -> Desk:
    agency = agency or make_agency(session, name="冠县综合行政执法局", word="冠综执")
    roles = (
        Role.INSPECTOR,
        Role.INSPECTOR,
        Role.CASE_HEAD,
        Role.LEGAL_REVIEWER,
        Role.DEPUTY_HEAD,
        Role.AGENCY_HEAD,
    )
    return Desk(agency, *(make_actor(session, role, agency=agency) for role in roles))


def some_subject(
    division_code: str = COUNTY, title: str = "371525-2023-AJ-00001 未经批准擅自取水"
) -> Subject:
    return Subject("case", new_id(), title, division_code)


def ask(
    session: Session,
    desk: Desk,
    *,
    subject: Subject | None = None,
    kind: ChainKind = ChainKind.PENALTY_DECISION,
    now: datetime = NOW,
    barred: frozenset[UUID] = frozenset(),
) -> Approval:
    return actions.ask(
        session,
        actor=desk.handler,
        now=now,
        subject=subject or some_subject(),
        kind=kind,
        title="行政处罚决定",
        text="建议责令停止违法行为，罚款 2 万元。",
        facts={"案由": "未经批准擅自取水", "当事人": "冠县某某板材有限公司"},
        barred=barred,
    )


def say_yes(session: Session, approval: Approval, *, now: datetime = NOW) -> None:
    """Let officers who may answer agree, one after another, until it is approved.

    Whoever is missing is made, of the asker's agency: tests of other rooms need the outcome only.
    """
    agency = accounts.get_agency(session, approval.agency_id)
    while approval.state is ApprovalState.REQUESTED:
        assert approval.turn is not None
        assert approval.turn_role is not None
        signers = queries.list_signers(session, approval, approval.turn, now.date())
        able = next(
            (
                one
                for one in map(accounts.actor_of, signers)
                if queries.find_seat(session, approval, one, now.date())
            ),
            None,
        )
        actor = able or make_actor(session, approval.turn_role, agency=agency)
        now += timedelta(minutes=1)
        actions.answer(
            session, actor=actor, now=now, approval=approval, verdict=Verdict.AGREE, opinion="同意。"
        )

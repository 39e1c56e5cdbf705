"""A finding, a case and a penalty do not rest on leads alone (rules.md 5.4, G15)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from casebook.cases import actions
from casebook.cases.actions.steps import subject_of_case, subject_of_problem
from casebook.cases.actions.taking import facts_now
from casebook.cases.rules import CaseStep
from casebook.cases.rules.gates import missing
from casebook.cases.rules.lacks import Lack
from casebook.evidence import actions as evidence
from casebook.evidence import queries as items
from casebook.evidence.rules import (
    REVIEWERS,
    EvidenceKind,
    EvidenceMethod,
    EvidenceOrigin,
    Review,
    ReviewKind,
)
from casebook.inspections.actions import subject_of as subject_of_inspection
from casebook.inspections.queries import SUBJECT
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from tests.factories.accounts import NOW, make_actor
from tests.factories.cases import DAY, listing_of, make_bureau, make_case, make_problems
from tests.factories.inspections import begin, find, make_whole, photograph
from tests.factories.storage import picture

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Problem
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import Upload
    from casebook.kernel.subjects import Subject
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")
LEADS_ONLY = "evidence_supports_leads_only"


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


_sizes = count(64)


def a_photograph(**changes: object) -> Upload:
    """A photograph of bytes that no other test has."""
    stream = io.BytesIO(picture(size=(next(_sizes), 48)))
    return replace(photograph(), stream=stream, **changes)


def forwarded(session: Session, bureau: Bureau, subject: Subject) -> EvidenceItem:
    upload = a_photograph(origin=EvidenceOrigin.CHAT)
    kind = EvidenceKind.AUDIOVISUAL
    return evidence.add_item(
        session, actor=bureau.inspector, now=NOW, subject=subject, upload=upload, kind=kind
    )


def unseen(session: Session, bureau: Bureau) -> Problem:
    """A problem that was found otherwise than by a visit, with a picture that came by chat."""
    (problem,) = make_problems(session, bureau)
    problem.inspection_id = None
    forwarded(session, bureau, subject_of_problem(problem))
    return problem


def test_a_finding_whose_only_ground_is_data_of_no_known_device(session: Session, bureau: Bureau) -> None:
    inspection, later = begin(session, bureau.visit), NOW + timedelta(minutes=40)
    make_whole(session, bureau.visit, inspection, now=later)
    (own,) = items.list_items(session, SUBJECT, inspection.id)
    evidence.withdraw_item(session, actor=bureau.inspector, now=NOW, item=own, reason="拍错了井")
    upload = a_photograph(method=EvidenceMethod.EXTRACT)
    evidence.add_item(
        session,
        actor=bureau.inspector,
        now=NOW,
        subject=subject_of_inspection(inspection),
        upload=upload,
        kind=EvidenceKind.ELECTRONIC,
    )
    find(session, bureau.visit, inspection, "P10")
    with pytest.raises(RuleBroken) as refusal:
        actions.submit_inspection(
            session,
            actor=bureau.inspector,
            now=later,
            inspection=inspection,
            listings=listing_of(session, bureau, inspection),
        )
    assert refusal.value.code == LEADS_ONLY


def test_a_case_over_what_only_a_chat_shows(session: Session, bureau: Bureau) -> None:
    problem = unseen(session, bureau)
    with pytest.raises(RuleBroken) as refusal:
        make_case(session, bureau, [problem])
    assert refusal.value.code == LEADS_ONLY
    evidence.add_item(
        session,
        actor=bureau.inspector,
        now=NOW,
        subject=subject_of_problem(problem),
        upload=a_photograph(),
        kind=EvidenceKind.AUDIOVISUAL,
    )
    assert make_case(session, bureau, [problem]).number


def test_a_penalty_on_data_of_an_unreviewed_meter(session: Session, bureau: Bureau) -> None:
    (problem,) = make_problems(session, bureau)
    case = make_case(session, bureau, [problem])
    problem.inspection_id = None
    actor, about = bureau.inspector, {"actor": bureau.inspector, "now": NOW}
    meter = evidence.add_device(
        session, **about, number="YC-1", name="远传水表", place="泵房", division_code=problem.division_code
    )
    upload = a_photograph(method=EvidenceMethod.EXTRACT)
    data = evidence.add_item(
        session, **about, subject=subject_of_case(case), upload=upload, kind=EvidenceKind.ELECTRONIC
    )
    evidence.cite_device(session, **about, item=data, device=meter)
    day = local_day(NOW)

    def lacks() -> set[Lack]:
        facts = facts_now(session, case, on=day + DAY, actor=bureau.inspector)
        return {one.lack for one in missing(CaseStep.REPORT, facts)}

    assert Lack.LEADS_ONLY in lacks()
    for kind, reviewer in (
        (ReviewKind.LEGAL, make_actor(session, REVIEWERS[ReviewKind.LEGAL])),
        (ReviewKind.TECHNICAL, bureau.chief),
    ):
        evidence.review_device(
            session,
            actor=reviewer,
            now=NOW,
            device=meter,
            review=Review(kind, True, day, day, day + 365 * DAY),
            paper="审〔2023〕1号",
            remark="",
        )
    evidence.publish_location(session, actor=actor, now=NOW, device=meter, on=day, where="县政府网站")
    session.expire(data)
    assert not data.doubts
    assert Lack.LEADS_ONLY not in lacks()

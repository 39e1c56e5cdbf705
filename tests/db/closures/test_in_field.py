"""A closure is accepted at the well with a tablet: photographs, presence, paper, four signatures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from casebook.closures import actions, queries
from casebook.closures.rules import ClosureStatus
from casebook.evidence.queries import count_by_stage, list_items
from casebook.evidence.rules import EvidenceStage
from casebook.inspections.filed import FiledSecond, SignedHow
from casebook.inspections.queries import list_papers
from casebook.kernel.errors import Conflict, Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.wells.rules import WellStatus
from tests.factories.acceptance import LATER, filed, photographs, standing
from tests.factories.accounts import NOW
from tests.factories.closures import Offices, make_offices, report
from tests.factories.papers import make_device, signed_paper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.closures.filed import FiledAcceptance
    from casebook.closures.models import Closure, ClosureFieldAcceptance
    from casebook.storage.disk import FileStore


@pytest.fixture
def offices(session: Session, file_store: FileStore) -> Offices:
    return make_offices(session)


@pytest.fixture
def closure(session: Session, offices: Offices) -> Closure:
    return report(session, offices)


def accept(
    session: Session, offices: Offices, closure: Closure, given: FiledAcceptance, *, by: str = "acceptor"
) -> ClosureFieldAcceptance:
    return actions.accept_in_field(
        session,
        actor=offices.actor(by),
        now=LATER + timedelta(hours=1),
        device_id=make_device(session, getattr(offices, by)).id,
        closure=closure,
        filed=given,
    )


def test_a_closure_is_accepted_on_site(session: Session, offices: Offices, closure: Closure) -> None:
    given = filed(session, offices, closure, paper=signed_paper(session))
    kept = accept(session, offices, closure, given)
    session.expire_all()
    assert closure.status is ClosureStatus.ACCEPTED
    assert offices.well.status is WellStatus.PLUGGED
    assert set(count_by_stage(session, "closure", closure.id).values()) == {1}
    assert all(item.is_locked for item in list_items(session, "closure", closure.id))
    assert len(queries.list_signatures(session, closure.id)) == 4
    assert queries.signature_images(session, closure.id) == {one.role: one.image for one in given.signatures}
    (paper,) = list_papers(session, [closure.id])
    assert (kept.paper_id, kept.second_name, kept.second_how) == (paper.id, "陈核", SignedHow.DECLARED)
    assert kept.distance_m < 1
    assert queries.find_field_acceptance(session, closure.id) == kept


def test_somebody_who_changed_it_meanwhile_is_not_overwritten(
    session: Session, offices: Offices, closure: Closure
) -> None:
    given = filed(session, offices, closure)
    actions.return_closure(
        session, actor=offices.actor("acceptor"), now=NOW, closure=closure, reason="缺井深"
    )
    with pytest.raises(Conflict) as conflict:
        accept(session, offices, closure, given)
    assert conflict.value.code == "closure_changed"


def test_what_is_missing_is_told_and_nothing_is_accepted(
    session: Session, offices: Offices, closure: Closure
) -> None:
    given = filed(session, offices, closure, evidence=photographs(session, [EvidenceStage.BEFORE]))
    given = replace(given, signatures=given.signatures[1:])
    with pytest.raises(Refused) as refusal:
        accept(session, offices, closure, given)
    assert [one.code for one in refusal.value.reasons] == [
        "signature_missing",
        "stage_photograph_missing",
        "stage_photograph_missing",
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"presence": standing(115.43, 36.46)}, "acceptance_far_reason_missing"),
        ({"presence": standing(10.0, 36.46)}, "inspection_position_impossible"),
        ({"note": "字" * 2_001}, "paper_too_long"),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, offices: Offices, closure: Closure, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        accept(session, offices, closure, filed(session, offices, closure, **changes))
    assert refusal.value.code == code


def test_far_off_is_good_with_a_reason(session: Session, offices: Offices, closure: Closure) -> None:
    presence = standing(115.43, 36.46, far_reason="登记井位有误，以现场为准")
    kept = accept(session, offices, closure, filed(session, offices, closure, presence=presence))
    assert kept.distance_m > 200


def test_a_drawn_signature_that_was_not_sent_is_refused(
    session: Session, offices: Offices, closure: Closure
) -> None:
    given = filed(session, offices, closure)
    first = replace(given.signatures[0], image="sha256:" + "7" * 64)
    with pytest.raises(RuleBroken) as refusal:
        accept(session, offices, closure, replace(given, signatures=(first, *given.signatures[1:])))
    assert refusal.value.code == "paper_picture_missing"


def test_who_reported_or_stands_alone_twice_does_not_accept(
    session: Session, offices: Offices, closure: Closure
) -> None:
    with pytest.raises(Forbidden):
        accept(session, offices, closure, filed(session, offices, closure), by="reporter")
    oneself = FiledSecond(officer=offices.acceptor.id, how=SignedHow.DECLARED)
    with pytest.raises(RuleBroken) as refusal:
        accept(session, offices, closure, filed(session, offices, closure, second=oneself))
    assert refusal.value.code == "inspection_officers_same"


def test_nobody_unknown_is_the_second(session: Session, offices: Offices, closure: Closure) -> None:
    nobody = FiledSecond(officer=new_id(), how=SignedHow.DECLARED)
    with pytest.raises(NotFound):
        accept(session, offices, closure, filed(session, offices, closure, second=nobody))


def test_the_database_refuses_changes(session: Session, offices: Offices, closure: Closure) -> None:
    accept(session, offices, closure, filed(session, offices, closure))
    session.commit()
    for table in ("closure_field_acceptance", "closure_signature_image"):
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(f"DELETE FROM {table}"))
        session.rollback()

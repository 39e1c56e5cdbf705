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
from casebook.inspections.filed import FiledSecond, FiledTold, SignedHow
from casebook.inspections.queries import list_papers
from casebook.inspections.rules.signing import signed_bytes
from casebook.kernel.errors import Conflict, Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.wells.rules import WellStatus
from tests.factories.acceptance import LATER, filed, photographs, standing
from tests.factories.accounts import COUNTY, NOW
from tests.factories.closures import Offices, make_offices, report
from tests.factories.field import make_tablet
from tests.factories.papers import make_device, signed_paper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.closures.filed import FiledAcceptance
    from casebook.closures.models import Closure, ClosureFieldAcceptance
    from casebook.storage.disk import FileStore
    from tests.factories.field import Tablet


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
    assert (kept.certificate_no, kept.second_certificate_no) == (
        offices.acceptor.certificate_no,
        offices.recheck.certificate_no,
    )
    assert (kept.id_shown_at, kept.recusal_asked, kept.person_on_site) == (LATER, True, "刘建国，产权人")
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


def test_two_officers_show_themselves_and_ask(session: Session, offices: Offices, closure: Closure) -> None:
    given = filed(session, offices, closure, second=None, told=FiledTold(id_shown=True))
    with pytest.raises(Refused) as refusal:
        accept(session, offices, closure, given)
    assert [one.code for one in refusal.value.reasons] == [
        "inspection_second_missing",
        "inspection_recusal_not_asked",
    ]


def test_where_nobody_was_there_it_says_so(session: Session, offices: Offices, closure: Closure) -> None:
    told = FiledTold(absence_note="井房上锁，见证人王四")
    kept = accept(session, offices, closure, filed(session, offices, closure, told=told))
    assert (kept.id_shown_at, kept.recusal_asked, kept.absence_note) == (None, False, "井房上锁，见证人王四")


@pytest.mark.parametrize("who", ["acceptor", "recheck"])
def test_both_need_a_certificate_of_the_day(
    session: Session, offices: Offices, closure: Closure, who: str
) -> None:
    getattr(offices, who).certificate_valid_to = LATER.date() - timedelta(days=1)
    session.flush()
    with pytest.raises(RuleBroken, match="inspection_officer_uncertified"):
        accept(session, offices, closure, filed(session, offices, closure))


def signed(offices: Offices, closure: Closure, given: FiledAcceptance, tablet: Tablet) -> FiledAcceptance:
    data = signed_bytes(
        county_code=COUNTY,
        record_id=closure.id,
        text_hash=digest(given.note.encode()),
        officer_id=offices.recheck.id,
        signed_at=LATER,
    )
    second = FiledSecond(
        officer=offices.recheck.id,
        how=SignedHow.OWN_DEVICE,
        device=tablet.device.id,
        signed_at=LATER,
        signature=tablet.sign(data),
    )
    return replace(given, second=second)


def test_the_second_officers_own_signature_is_verified(
    session: Session, offices: Offices, closure: Closure
) -> None:
    tablet = make_tablet(session, offices.recheck)
    given = signed(offices, closure, filed(session, offices, closure), tablet)
    with pytest.raises(RuleBroken, match="signature_invalid"), session.begin_nested():
        accept(session, offices, closure, replace(given, note="另一段话"))
    unsigned = replace(given.second, signature="")
    with pytest.raises(RuleBroken, match="signature_invalid"), session.begin_nested():
        accept(session, offices, closure, replace(given, second=unsigned))
    assert accept(session, offices, closure, given).second_how is SignedHow.OWN_DEVICE


def test_a_screen_is_no_signature_of_ones_own(session: Session, offices: Offices, closure: Closure) -> None:
    second = FiledSecond(officer=offices.recheck.id, how=SignedHow.SIGNED_IN)
    kept = accept(session, offices, closure, filed(session, offices, closure, second=second))
    assert kept.second_how is SignedHow.DECLARED

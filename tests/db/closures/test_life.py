"""The whole life of a closure, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.audit.queries import list_acts
from casebook.closures import actions, queries
from casebook.closures.queries import ClosureFilter
from casebook.closures.rules import (
    ClosureKind,
    ClosureOrigin,
    ClosureStatus,
    ConfirmingPart,
    ReplacementSource,
    SignatureRole,
)
from casebook.evidence import queries as evidence
from casebook.evidence.rules import EvidenceStage
from casebook.kernel.errors import CasebookError, Refused
from casebook.ledger import queries as ledger
from casebook.ledger.rules import AquiferGroup, PostingKind
from casebook.quotas.actions import put_permit
from casebook.quotas.facts import PermitFacts
from casebook.regions.rules import Aquifer
from casebook.wells.rules import WellStatus
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.closures import CLOSED_ON, DAY, Offices
from tests.factories.regions import EAST

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def offices(session: Session) -> Offices:
    return make.make_offices(session, aquifer=Aquifer.DEEP_CONFINED, built_on=None)


def refused(call: Callable[[], object]) -> set[str]:
    """Return the codes of a refusal, which there must be."""
    with pytest.raises(CasebookError) as caught:
        call()
    found = caught.value
    return {one.code for one in found.reasons} if isinstance(found, Refused) else {found.code}


def test_a_report_is_numbered_and_posts_nothing(session: Session, offices: Offices) -> None:
    closure = make.report(session, offices)
    assert (closure.number, closure.status) == ("371525-2023-FJ-00001", ClosureStatus.REPORTED)
    assert (closure.full_year_m3, closure.this_year_m3) == (Decimal("36500.000"), Decimal("22500.000"))
    assert offices.well.status is WellStatus.IN_USE
    assert ledger.head(session, COUNTY).count == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closed_on": date(2023, 6, 2)}, "date_in_future"),
        ({"closed_on": date(2023, 5, 11)}, "closed_before_supply"),
        ({"replacement_connected_on": None}, "connection_needed"),
        ({"residual_m3": Decimal(36501)}, "residual_above_baseline"),
        ({"baseline_m3": Decimal(-1)}, "volume_out_of_range"),
        ({"basis_papers": " "}, "baseline_needs_papers"),
        ({"origin": ClosureOrigin.CASE}, "origin_case"),
    ],
)
def test_a_report_that_cannot_be(
    session: Session, offices: Offices, changes: dict[str, object], code: str
) -> None:
    assert refused(lambda: make.report(session, offices, **changes)) == {code}
    assert queries.list_by_well(session, offices.well.id) == []


def test_nothing_needs_to_replace_a_use_that_ended(session: Session, offices: Offices) -> None:
    ended = {"replacement_source": ReplacementSource.NONE_NEEDED, "replacement_connected_on": None}
    assert make.report(session, offices, **ended).replacement_connected_on is None


def test_a_well_is_reported_once_at_a_time(session: Session, offices: Offices) -> None:
    make.report(session, offices)
    assert refused(lambda: make.report(session, offices)) == {"closure_exists"}


def test_a_well_that_the_register_has_closed_earlier_is_not_claimed(
    session: Session, offices: Offices
) -> None:
    well = make.new_well(session, status=WellStatus.PLUGGED, closed_on=date(2022, 8, 1))
    assert refused(lambda: make.report(session, offices, well=well)) == {"already_closed"}


def test_a_permit_must_be_cut(session: Session, offices: Offices) -> None:
    put_permit(
        session,
        actor=actor_of(make_officer(session, Role.PERMIT_OFFICER, agency=offices.water)),
        now=NOW,
        facts=PermitFacts(number="取水（冠）字〔2020〕第001号"),
        wells=[offices.well.id],
    )
    assert refused(lambda: make.report(session, offices)) == {"permit_note_needed"}
    assert make.report(session, offices, permit_note="已注销").permit_note == "已注销"


def test_a_foreign_well_and_a_foreign_closure_are_not_found(session: Session, offices: Offices) -> None:
    closure = make.report(session, offices)
    offices.reporter = make_officer(session, Role.CLOSURE_OFFICER, agency=offices.water, jurisdiction=EAST)
    stranger = offices.actor("reporter")
    assert refused(lambda: make.report(session, offices, well=make.new_well(session))) == {"not_found"}
    assert refused(lambda: queries.get_closure(session, closure.number, stranger)) == {"not_found"}
    assert queries.page_closures(session, actor=stranger, wanted=ClosureFilter()).items == []


def test_the_whole_line_posts_once(session: Session, offices: Offices) -> None:
    closure = make.report(session, offices)
    make.accept(session, offices, closure)
    assert (closure.status, closure.accepted_on) == (ClosureStatus.ACCEPTED, date(2023, 6, 2))
    assert (offices.well.status, offices.well.closed_on) == (WellStatus.PLUGGED, CLOSED_ON)
    assert ledger.head(session, COUNTY).count == 0
    assert make.confirm(session, offices, closure)
    assert (closure.status, closure.confirmed_on) == (ClosureStatus.CONFIRMED, date(2023, 6, 3))
    closed, water = ledger.list_entries_of_subject(session, closure.id, offices.actor("lead"))
    assert (closed.posting.kind, closed.posting.count) == (PostingKind.WELL_CLOSED, 1)
    assert (closed.posting.on, closed.posting.year) == (CLOSED_ON, 2023)
    assert closed.posting.aquifer_group is AquiferGroup.DEEP
    assert (water.posting.kind, water.posting.method, water.posting.grade) == (
        PostingKind.REDUCTION,
        "B1",
        "A",
    )
    assert (water.posting.full_year_m3, water.posting.this_year_m3) == (
        closure.full_year_m3,
        closure.this_year_m3,
    )
    hashes = {item.file_hash for item in evidence.list_items(session, "closure", closure.id)}
    assert set(water.posting.papers) == hashes
    assert len(hashes) == 3
    assert refused(lambda: make.confirm(session, offices, closure)) == {"step_out_of_order"}
    assert ledger.head(session, COUNTY).count == 2


@pytest.mark.parametrize("kind", ClosureKind)
def test_each_kind_leaves_its_status(session: Session, offices: Offices, kind: ClosureKind) -> None:
    make.make_closure(session, offices, ClosureStatus.ACCEPTED, kind=kind)
    assert offices.well.status.value == kind.value


def test_a_mothballed_well_on_the_register_can_be_plugged(session: Session, offices: Offices) -> None:
    well = make.new_well(session, status=WellStatus.MOTHBALLED, closed_on=CLOSED_ON)
    make.make_closure(session, offices, ClosureStatus.ACCEPTED, well=well)
    assert well.status is WellStatus.PLUGGED


def test_an_acceptance_tells_all_that_is_missing(session: Session, offices: Offices) -> None:
    closure = make.report(session, offices)
    make.take_photographs(session, offices, closure, stages=[EvidenceStage.BEFORE])
    found = refused(
        lambda: actions.accept_closure(
            session,
            actor=offices.actor("acceptor"),
            now=NOW,
            closure=closure,
            accepted_on=date(2023, 5, 19),
            signatures=make.signatures(without=[SignatureRole.OWNER]),
            works=make.works(),
        )
    )
    assert found == {
        "signature_missing",
        "stage_photograph_missing",
        "accepted_before_closed",
        "accepted_before_signed",
    }
    assert queries.list_signatures(session, closure.id) == []


@pytest.mark.parametrize(
    ("on", "signed_on", "code"),
    [
        (date(2023, 6, 3), date(2023, 6, 1), "date_in_future"),
        (date(2023, 6, 1), date(2023, 6, 2), "accepted_before_signed"),
        (date(2023, 6, 1), date(2023, 5, 19), "accepted_before_closed"),
    ],
)
def test_days_of_an_acceptance(
    session: Session, offices: Offices, on: date, signed_on: date, code: str
) -> None:
    closure = make.report(session, offices)
    make.take_photographs(session, offices, closure)
    found = refused(
        lambda: actions.accept_closure(
            session,
            actor=offices.actor("acceptor"),
            now=NOW + DAY,
            closure=closure,
            accepted_on=on,
            signatures=make.signatures(signed_on),
            works=make.works(),
        )
    )
    assert found == {code}


def test_a_signature_without_name_or_twice_is_none(session: Session, offices: Offices) -> None:
    closure = make.report(session, offices)
    make.take_photographs(session, offices, closure)
    first, *others = make.signatures()
    blank = [replace(first, name=" "), *others]
    about = {
        "actor": offices.actor("acceptor"),
        "now": NOW,
        "closure": closure,
        "accepted_on": CLOSED_ON,
        "works": make.works(),
    }
    assert refused(lambda: actions.accept_closure(session, **about, signatures=blank)) == {
        "signature_missing"
    }
    twice = [first, first, *others]
    assert refused(lambda: actions.accept_closure(session, **about, signatures=twice)) == {"signature_twice"}


def test_nobody_accepts_what_they_reported(session: Session, offices: Offices) -> None:
    offices.reporter = make_officer(
        session, Role.CLOSURE_OFFICER, Role.CLOSURE_ACCEPTOR, agency=offices.water
    )
    closure = make.report(session, offices)
    assert refused(lambda: make.accept(session, offices, closure, by="reporter")) == {"accepted_by_reporter"}


def test_photographs_are_locked_by_acceptance_and_end_with_the_booking(
    session: Session, offices: Offices
) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.ACCEPTED)
    assert all(item.is_locked for item in evidence.list_items(session, "closure", closure.id))
    make.take_photographs(session, offices, closure, stages=[EvidenceStage.AFTER], by="lead")
    make.confirm(session, offices, closure)
    items = evidence.list_items(session, "closure", closure.id)
    assert len(items) == 4
    assert all(item.is_locked for item in items)
    water = ledger.list_entries_of_subject(session, closure.id, offices.actor("lead"))[1]
    assert len(water.posting.papers) == 4
    assert refused(lambda: make.take_photographs(session, offices, closure)) == {"closure_booked"}


def test_a_returned_report_comes_again_mended(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.RETURNED)
    assert closure.status is ClosureStatus.RETURNED
    facts = make.report_facts(baseline_m3=Decimal(30_000), closed_on=date(2023, 5, 30))
    actions.report_again(
        session, actor=offices.actor("reporter"), now=NOW + DAY, closure=closure, facts=facts
    )
    assert (closure.status, closure.full_year_m3) == (ClosureStatus.REPORTED, Decimal(30_000))
    assert closure.this_year_m3 == Decimal("17671.233")
    act, values = list_acts(session, "closure", closure.id)[0]
    assert (act.action, values.before["baseline_m3"], values.after["baseline_m3"]) == (
        "closure:report",
        "36500.000",
        "30000",
    )


def test_a_return_needs_a_reason(session: Session, offices: Offices) -> None:
    closure = make.report(session, offices)
    about = {"actor": offices.actor("acceptor"), "now": NOW, "closure": closure}
    assert refused(lambda: actions.return_closure(session, **about, reason=" ")) == {"return_needs_reason"}


def test_a_reopening_takes_back_once_and_keeps_what_was_saved(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices)
    make.reopen(session, offices, closure, on=date(2023, 6, 4))
    assert (closure.status, closure.reopened_on) == (ClosureStatus.REOPENED, date(2023, 6, 4))
    assert (offices.well.status, offices.well.closed_on) == (WellStatus.IN_USE, None)
    totals = ledger.totals(session, COUNTY, 2023)
    assert (totals.count, totals.full_year_m3, totals.this_year_m3) == (0, 0, Decimal("1400.000"))
    entries = ledger.list_entries_of_subject(session, closure.id, offices.actor("reporter"))
    assert [entry.reverses for entry in entries] == [None, None, 1, 2]
    assert refused(lambda: make.reopen(session, offices, closure)) == {"step_out_of_order"}
    assert ledger.verify(session, COUNTY).is_whole


def test_a_reopened_well_can_be_closed_again(session: Session, offices: Offices) -> None:
    make.make_closure(session, offices, ClosureStatus.REOPENED)
    later = NOW + 10 * DAY
    again = make.report(session, offices, closed_on=date(2023, 6, 8), now=later)
    make.accept(session, offices, again, now=later)
    make.confirm(session, offices, again, now=later)
    assert again.number == "371525-2023-FJ-00002"
    assert ledger.totals(session, COUNTY, 2023).count == 1
    assert ledger.verify(session, COUNTY).is_whole


@pytest.mark.parametrize(
    ("on", "code"), [(date(2023, 5, 19), "reopened_before_closed"), (date(2023, 6, 7), "date_in_future")]
)
def test_days_of_a_reopening(session: Session, offices: Offices, on: date, code: str) -> None:
    closure = make.make_closure(session, offices)
    assert refused(lambda: make.reopen(session, offices, closure, on=on)) == {code}
    assert ledger.totals(session, COUNTY, 2023).count == 1


def test_only_a_booked_closure_can_be_reopened(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.ACCEPTED)
    assert refused(lambda: make.reopen(session, offices, closure)) == {"step_out_of_order"}


def test_events_fold_to_the_stored_status(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.REOPENED)
    present = None
    for number, event in enumerate(queries.list_events(session, closure.id), start=1):
        assert (event.sequence, event.from_status) == (number, present)
        present = event.to_status
    assert present is closure.status


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUDITOR, Role.COUNTY_LEADER, Role.SYSTEM_ADMIN])
def test_who_may_not_act(session: Session, offices: Offices, role: Role) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.ACCEPTED)
    offices.lead = make_officer(session, role, agency=offices.water)
    missing = {"permission_missing"}
    assert refused(lambda: make.report(session, offices, by="lead")) == missing
    assert refused(lambda: make.confirm(session, offices, closure, ConfirmingPart.TOWNSHIP)) == missing
    assert refused(lambda: make.take_photographs(session, offices, closure, by="lead")) == missing

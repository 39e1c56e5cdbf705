"""A permit from its application to its end; one of several wells that closes; two at the same permit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.parties.actions import PartyFacts
from casebook.quotas import actions, queries
from casebook.quotas.models import Permit, PermitEvent
from casebook.quotas.queries import PermitFilter, Shown
from casebook.quotas.rules import (
    JUDGED,
    Answer,
    Checked,
    PermitStatus,
    PermitStep,
    Wanted,
    WaterSource,
    precheck,
)
from casebook.regions.rules import ZoneKind
from casebook.wells.rules import WellUse
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.quotas import TODAY, make_permit
from tests.factories.regions import EAST, WEST, make_county, make_zone
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

NUMBER = "D371525G2023-0007"
CLEAR = dict.fromkeys(JUDGED, Answer.NO)


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_county(session)


@pytest.fixture
def actor(session: Session) -> Actor:
    return keeper(session)


def checked(**changes: object) -> Checked:
    facts: dict[str, object] = {
        "source": WaterSource.SHALLOW,
        "use": WellUse.INDUSTRY,
        "volume_m3": Decimal(100),
        "total_left_m3": Decimal(100),
        "norm_m3": Decimal(100),
        "judged": CLEAR,
    }
    return precheck(Wanted(**{**facts, **changes}))


def act(on: date = TODAY, **more: str) -> actions.Act:
    return actions.Act(on=on, **{"paper": "冠审〔2023〕8号", "reason": "经审查。", **more})


def applied(session: Session, actor: Actor) -> Permit:
    return actions.apply_permit(
        session,
        actor=actor,
        now=NOW,
        on=TODAY,
        application=actions.Application(
            holder=PartyFacts(name="冠县甲公司"),
            source=WaterSource.SHALLOW,
            use=WellUse.INDUSTRY,
            volume_m3=Decimal(20_000),
            well_ids=(make_well(session).id,),
        ),
    )


def step(session: Session, actor: Actor, permit: Permit, name: str, **more: object) -> None:
    actions.take_permit_step(
        session, actor=actor, now=NOW, permit=permit, step=PermitStep(name), act=act(**more)
    )


def test_the_whole_way(session: Session, actor: Actor) -> None:
    permit = applied(session, actor)
    (well_id,) = queries.well_ids_of(session, [permit.id])[permit.id]
    assert permit.number == "371525-2023-SQ-00001"
    assert queries.permits_of_well(session, well_id) == []
    by = {"actor": actor, "now": NOW, "permit": permit}
    step(session, actor, permit, "accept")
    actions.approve_permit(session, **by, checked=checked(), act=act())
    step(session, actor, permit, "inspect")
    days = (TODAY, date(2028, 5, 31))
    actions.issue_permit(session, **by, number=f" {NUMBER.lower()}", days=days, act=act())
    assert (permit.number, permit.application_no) == (NUMBER, "371525-2023-SQ-00001")
    assert queries.permits_of_well(session, well_id) == [permit]
    step(session, actor, permit, "ask_renewal")
    actions.renew_permit(session, **by, valid_to=date(2033, 5, 31), checked=checked(), act=act())
    assert permit.renewal_asked_on is None
    step(session, actor, permit, "cancel")
    assert (permit.status, permit.ended_on) == (PermitStatus.CANCELLED, TODAY)
    assert queries.permits_of_well(session, well_id) == []
    events = queries.list_events(session, permit.id)
    assert [one.sequence for one in events] == list(range(1, 9))
    assert [one.to_status for one in events][-1] is permit.status
    assert [one.from_status for one in events][1:] == [one.to_status for one in events][:-1]
    assert events[2].facts["checked"]


def test_the_hard_list_holds_the_approval(session: Session, actor: Actor) -> None:
    permit = applied(session, actor)
    step(session, actor, permit, "accept")
    by = {"actor": actor, "now": NOW, "permit": permit, "act": act()}
    with pytest.raises(RuleBroken) as refused:
        actions.approve_permit(session, **by, checked=checked(halted_by=("冠综执限〔2023〕1号",)))
    assert refused.value.code == "permit_refused_by_law"
    assert refused.value.article == "748号 25"
    with pytest.raises(RuleBroken) as refused:
        actions.approve_permit(session, **by, checked=checked(judged=None))
    assert refused.value.code == "permit_check_open"
    assert permit.status is PermitStatus.ACCEPTED


@pytest.mark.parametrize(
    ("name", "more", "code"),
    [
        ("cancel", {"paper": " "}, "permit_paper_missing"),
        ("revoke", {"reason": ""}, "permit_reason_missing"),
        ("cancel", {"on": date(2023, 6, 2)}, "permit_day_in_future"),
        ("expire", {}, "permit_not_past"),
        ("accept", {}, "permit_step_out_of_order"),
        ("renew", {}, "permit_step_needs_facts"),
    ],
)
def test_what_a_step_is_refused_for(
    session: Session, actor: Actor, name: str, more: dict[str, object], code: str
) -> None:
    permit = make_permit(session)
    with pytest.raises(RuleBroken) as refused:
        step(session, actor, permit, name, **more)
    assert refused.value.code == code
    assert queries.list_events(session, permit.id) == []


def test_a_step_never_goes_back_in_time(session: Session, actor: Actor) -> None:
    permit = make_permit(session)
    step(session, actor, permit, "ask_renewal")
    with pytest.raises(RuleBroken) as refused:
        step(session, actor, permit, "cancel", on=date(2023, 5, 31))
    assert refused.value.code == "permit_day_too_early"


def test_an_approval_lapses_after_three_years(session: Session, actor: Actor) -> None:
    permit = applied(session, actor)
    step(session, actor, permit, "accept")
    actions.approve_permit(session, actor=actor, now=NOW, permit=permit, checked=checked(), act=act())
    later = datetime(2026, 6, 5, tzinfo=UTC)
    for on, code in ((date(2026, 5, 31), "permit_not_lapsed"), (date(2026, 6, 1), "")):
        lapse = {"step": PermitStep.LAPSE, "act": act(on)}
        if code:
            with pytest.raises(RuleBroken) as refused:
                actions.take_permit_step(session, actor=actor, now=later, permit=permit, **lapse)
            assert refused.value.code == code
        else:
            actions.take_permit_step(session, actor=actor, now=later, permit=permit, **lapse)
    assert permit.status is PermitStatus.LAPSED


def test_a_past_permit_is_not_renewed(session: Session, actor: Actor) -> None:
    permit = make_permit(session, valid_to=date(2023, 5, 31))
    with pytest.raises(RuleBroken) as refused:
        actions.renew_permit(
            session,
            actor=actor,
            now=NOW,
            permit=permit,
            valid_to=date(2028, 5, 31),
            checked=checked(),
            act=act(),
        )
    assert refused.value.code == "permit_renewal_past"


def test_a_number_is_taken_once(session: Session, actor: Actor) -> None:
    make_permit(session, number=NUMBER)
    permit = applied(session, actor)
    permit.status = PermitStatus.INSPECTED
    by = {"actor": actor, "now": NOW, "permit": permit, "days": (TODAY, date(2028, 5, 31)), "act": act()}
    for number, code in ((NUMBER, "permit_number_taken"), ("许可2023", "permit_number_form")):
        with pytest.raises(RuleBroken) as refused:
            actions.issue_permit(session, **by, number=number)
        assert refused.value.code == code


def test_one_of_several_wells_closes_and_the_volume_is_cut(session: Session, actor: Actor) -> None:
    wells = [make_well(session) for _ in range(2)]
    permit = make_permit(session, *wells, volume=30_000)
    drop = {"actor": actor, "now": NOW, "permit": permit, "act": act()}
    with pytest.raises(RuleBroken) as refused:
        actions.drop_well(session, **drop, well=wells[0], cut_m3=None)
    assert refused.value.code == "permit_cut_missing"
    actions.drop_well(session, **drop, well=wells[0], cut_m3=Decimal(8_210))
    assert permit.permitted_m3 == 21_790
    assert queries.well_ids_of(session, [permit.id])[permit.id] == [wells[1].id]
    assert queries.list_changes(session, permit.id)[0].facts["permitted_m3"] == "30000.000"
    with pytest.raises(RuleBroken) as refused:
        actions.drop_well(session, **drop, well=wells[0], cut_m3=Decimal(1))
    assert refused.value.code == "permit_well_not_on_it"
    actions.drop_well(session, **drop, well=wells[1], cut_m3=None)
    assert permit.status is PermitStatus.CANCELLED


def test_a_change_never_adds_volume(session: Session, actor: Actor) -> None:
    well, other = make_well(session), make_well(session)
    permit = make_permit(session, well, volume=30_000)
    said = {
        "use": WellUse.INDUSTRY,
        "aquifer": None,
        "source": WaterSource.SHALLOW,
        "conditions": "",
        "list_paper": "",
    }
    by = {"actor": actor, "now": NOW, "permit": permit, "act": act()}
    more = actions.PermitChanges(volume_m3=Decimal(30_001), well_ids=(well.id,), **said)
    with pytest.raises(RuleBroken) as refused:
        actions.change_permit(session, **by, changes=more)
    assert refused.value.code == "permit_volume_grows"
    same = actions.PermitChanges(volume_m3=Decimal(30_000), well_ids=(other.id,), **said)
    actions.change_permit(session, **by, changes=same)
    assert queries.well_ids_of(session, [permit.id])[permit.id] == [other.id]
    with pytest.raises(RuleBroken) as refused:
        actions.change_permit(session, **by, changes=same)
    assert refused.value.code == "permit_change_nothing"


def test_a_permit_passes_to_another(session: Session, actor: Actor) -> None:
    permit = make_permit(session, holder=make_party(session, name="冠县甲公司", identifier="", phone=""))
    by = {"actor": actor, "now": NOW, "permit": permit, "act": act()}
    with pytest.raises(RuleBroken) as refused:
        actions.transfer_permit(session, **by, holder=PartyFacts(name="冠县甲公司"))
    assert refused.value.code == "permit_same_holder"
    actions.transfer_permit(session, **by, holder=PartyFacts(name="冠县乙公司"))
    session.refresh(permit)
    assert permit.holder is not None
    assert permit.holder.name == "冠县乙公司"


def test_who_does_not_keep_permits_changes_none(session: Session) -> None:
    permit = make_permit(session)
    with pytest.raises(Forbidden):
        step(session, make_actor(session, Role.INSPECTOR), permit, "cancel")
    with pytest.raises(NotFound):
        step(session, keeper(session, jurisdiction=WEST), permit, "cancel")


def test_an_old_page_is_refused(session: Session, actor: Actor) -> None:
    permit = make_permit(session)
    seen = permit.version
    step(session, actor, permit, "ask_renewal")
    with pytest.raises(Conflict):
        actions.take_permit_step(
            session,
            actor=actor,
            now=NOW,
            permit=permit,
            step=PermitStep.CANCEL,
            act=act(),
            base_version=seen,
        )


def test_events_are_written_once(session: Session, actor: Actor) -> None:
    permit = make_permit(session)
    step(session, actor, permit, "ask_renewal")
    event = session.get_one(PermitEvent, queries.list_events(session, permit.id)[0].rowid)
    event.reason = "改"
    with pytest.raises(RuleBroken) as refused:
        session.flush()
    assert refused.value.code == "append_only"


def test_what_the_list_shows(session: Session, actor: Actor) -> None:
    well, lone = make_well(session), make_well(session)
    bundle = make_permit(session, well, make_well(session), number="D371525G2019-0001")
    past = make_permit(session, number="D371525G2019-0002", valid_to=date(2023, 5, 31))
    soon = make_permit(session, number="D371525G2019-0003", valid_to=date(2023, 7, 15))
    application = applied(session, actor)
    ended = make_permit(session, number="D371525G2019-0004")
    step(session, actor, ended, "revoke")

    def shown(kind: Shown) -> list[Permit]:
        return list(queries.page_permits(session, actor, PermitFilter(on=TODAY, shown=kind)).items)

    assert shown(Shown.IN_FORCE) == [bundle, soon]
    assert shown(Shown.RENEWAL) == [soon]
    assert shown(Shown.PAST) == [past]
    assert shown(Shown.APPLICATIONS) == [application]
    assert shown(Shown.ENDED) == [ended]
    assert shown(Shown.SEVERAL_WELLS) == [bundle]
    assert shown(Shown.NO_WELL) == [past, soon]
    by_text = PermitFilter(on=TODAY, text="2019-0002")
    assert queries.page_permits(session, actor, by_text).items == [past]
    assert queries.count_permits(session, actor, PermitFilter(on=TODAY)) == 5
    without = set(session.scalars(queries.without_permit(COUNTY, TODAY)))
    assert lone.id in without
    assert well.id not in without


def test_a_township_sees_the_permits_of_its_wells(session: Session) -> None:
    here = make_permit(session, make_well(session), number="D371525G2019-0001")
    make_permit(session, number="D371525G2019-0002")
    west, east = keeper(session, jurisdiction=WEST), keeper(session, jurisdiction=EAST)
    assert queries.page_permits(session, west, PermitFilter(on=TODAY)).items == [here]
    assert queries.page_permits(session, east, PermitFilter(on=TODAY)).items == []
    assert queries.get_permit(session, here.id, west) is here
    with pytest.raises(NotFound):
        queries.get_permit(session, here.id, east)


def test_zones_of_wells_and_of_a_place(session: Session) -> None:
    make_zone(session)
    at = queries.zones_at(session, COUNTY, (115.42, 36.45), TODAY)
    assert [zone.kind for zone in at] == [ZoneKind.NO_ABSTRACTION]
    well = make_well(session)
    assert queries.zones_of_wells(session, [well.id], TODAY) == at
    assert queries.zones_at(session, COUNTY, (115.42, 36.45), date(2000, 1, 1)) == ()

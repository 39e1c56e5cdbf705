from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from casebook.access import Role
from casebook.audit import queries as audit
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.wells import actions, queries
from casebook.wells.filed import FiledWellEdit
from casebook.wells.rules import EditState, WellUse
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import make_county
from tests.factories.wells import keeper, make_well

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.actions import Merge
    from casebook.wells.models import Well


@pytest.fixture
def well(session: Session) -> Well:
    make_county(session)
    return make_well(session, depth_m=100.0)


@pytest.fixture
def inspector(session: Session, well: Well) -> Actor:
    return make_actor(session, Role.INSPECTOR, jurisdiction=COUNTY)


def written(
    well: Well, seen: dict[str, Any], values: dict[str, Any], *, minutes: int = 0, base: int | None = None
) -> FiledWellEdit:
    return FiledWellEdit(
        base_version=base or well.version,
        seen=seen,
        written=values,
        at=NOW + timedelta(minutes=minutes),
        reason="按铭牌。",
    )


def merge(
    session: Session, actor: Actor, well: Well, filed: FiledWellEdit, source_id: UUID | None = None
) -> Merge:
    return actions.merge_edit(
        session, actor=actor, now=NOW, well=well, filed=filed, source_id=source_id or new_id()
    )


def test_an_edit_of_what_stands_goes_into_the_register(
    session: Session, well: Well, inspector: Actor
) -> None:
    seen = {"depth_m": 100.0, "use": "irrigation"}
    found = merge(session, inspector, well, written(well, seen, {"depth_m": 120, "use": "industry"}))
    assert (found.changed, found.conflicts) == ({"depth_m": 120.0, "use": "industry"}, ())
    assert (well.depth_m, well.use) == (120.0, WellUse.INDUSTRY)
    (act, values), *_ = audit.list_acts(session, "well", well.id)
    assert act.action == "well:merge"
    assert values is not None
    assert (values.before["depth_m"], values.after["depth_m"]) == (100.0, 120.0)


def test_other_fields_that_changed_meanwhile_are_no_matter(
    session: Session, well: Well, inspector: Actor
) -> None:
    base = well.version
    actions.update_well(
        session, actor=keeper(session), now=NOW, well=well, base_version=base, facts={"village": "大王庄村"}
    )
    found = merge(session, inspector, well, written(well, {"depth_m": 100.0}, {"depth_m": 120}, base=base))
    assert found.conflicts == ()
    assert (well.depth_m, well.village) == (120.0, "大王庄村")


def test_the_same_field_waits_for_a_person(session: Session, well: Well, inspector: Actor) -> None:
    base, office = well.version, keeper(session)
    actions.update_well(
        session, actor=office, now=NOW, well=well, base_version=base, facts={"depth_m": 110.0}
    )
    found = merge(session, inspector, well, written(well, {"depth_m": 100.0}, {"depth_m": 120}, base=base))
    assert (found.changed, found.conflicts) == ({}, ("depth_m",))
    assert well.depth_m == 110.0
    (waiting,) = queries.page_conflicts(session, office).items
    assert (waiting.seen, waiting.written, waiting.officer_name) == (100.0, 120.0, inspector.name)
    assert queries.count_waiting(session, office) == (1, 0)
    actions.decide_conflict(
        session, actor=office, now=NOW, well=well, field="depth_m", chosen=waiting.id, note="按铭牌。"
    )
    assert (well.depth_m, waiting.state) == (120.0, EditState.TAKEN)
    assert queries.count_waiting(session, office) == (0, 0)
    with pytest.raises(RuleBroken, match="well_conflict_decided"):
        actions.decide_conflict(session, actor=office, now=NOW, well=well, field="depth_m", chosen=None)


def test_the_register_may_stay_as_it_is(session: Session, well: Well, inspector: Actor) -> None:
    base, office = well.version, keeper(session)
    actions.update_well(
        session, actor=office, now=NOW, well=well, base_version=base, facts={"depth_m": 110.0}
    )
    merge(session, inspector, well, written(well, {"depth_m": 100.0}, {"depth_m": 120}, base=base))
    (waiting,) = queries.page_conflicts(session, office).items
    with pytest.raises(RuleBroken, match="well_conflict_choice"):
        actions.decide_conflict(session, actor=office, now=NOW, well=well, field="depth_m", chosen=new_id())
    actions.decide_conflict(session, actor=office, now=NOW, well=well, field="depth_m", chosen=None)
    assert (well.depth_m, waiting.state) == (110.0, EditState.DROPPED)
    after = merge(session, inspector, well, written(well, {"depth_m": 110.0}, {"depth_m": 130}))
    assert (after.conflicts, well.depth_m) == ((), 130.0)


def test_the_same_edit_twice_changes_nothing(session: Session, well: Well, inspector: Actor) -> None:
    source, filed = new_id(), written(well, {"depth_m": 100.0}, {"depth_m": 120})
    first = merge(session, inspector, well, filed, source)
    version = well.version
    assert merge(session, inspector, well, filed, source) == first
    assert well.version == version


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_edits_end_alike_in_any_order(
    session: Session, well: Well, inspector: Actor, order: tuple[int, ...]
) -> None:
    base = well.version
    made = [
        written(well, {"depth_m": 100.0}, {"depth_m": 120}, minutes=1, base=base),
        written(well, {"depth_m": 120.0}, {"depth_m": 125}, minutes=2, base=base),
        written(well, {"depth_m": 100.0}, {"depth_m": 130}, minutes=3, base=base),
    ]
    for place in order:
        merge(session, inspector, well, made[place])
    assert well.depth_m == 125.0
    assert [row.written for row in queries.list_waiting_edits(session, well.id)] == [130.0]


@pytest.mark.parametrize(
    ("seen", "values", "code"),
    [
        ({}, {}, "well_edit_nothing"),
        ({}, {"depth_m": 120}, "well_edit_unseen"),
        ({"lon": 115.42}, {"lon": 115.5}, "well_edit_field"),
        ({"depth_m": 100}, {"depth_m": 9_999}, "number_range"),
        ({"use": "irrigation"}, {"use": "swimming"}, "well_edit_choice"),
    ],
)
def test_what_the_field_may_not_write(
    session: Session, well: Well, inspector: Actor, seen: dict[str, Any], values: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        merge(session, inspector, well, written(well, seen, values))


def test_a_version_that_never_was(session: Session, well: Well, inspector: Actor) -> None:
    filed = written(well, {"depth_m": 100.0}, {"depth_m": 120}, base=99)
    with pytest.raises(RuleBroken, match="well_edit_version"):
        merge(session, inspector, well, filed)


def test_only_who_inspects_or_keeps_the_register(session: Session, well: Well) -> None:
    filed = written(well, {"depth_m": 100.0}, {"depth_m": 120})
    with pytest.raises(Forbidden):
        merge(session, make_actor(session, Role.INFORMANT, jurisdiction=COUNTY), well, filed)
    with pytest.raises(NotFound):
        merge(session, make_actor(session, Role.INSPECTOR, jurisdiction="371525105"), well, filed)
    merge(session, keeper(session), well, filed)
    assert well.depth_m == 120.0


def test_inspectors_do_not_decide(session: Session, well: Well, inspector: Actor) -> None:
    with pytest.raises(Forbidden):
        actions.decide_conflict(session, actor=inspector, now=NOW, well=well, field="depth_m", chosen=None)

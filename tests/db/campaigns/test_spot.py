"""Drawing wells for a self-check: the pool, the gaps of their files then and now, and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casebook.access import Role
from casebook.campaigns import actions, presenters, queries
from casebook.campaigns.actions import SpotWish
from casebook.campaigns.queries import Drawn
from casebook.campaigns.rules import Gap, InUseItem, SpotKind
from casebook.dossier.queries.well_files import get_well_file
from casebook.dossier.rules.well_file import WellFileItem
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from tests.factories.accounts import NOW, make_actor, make_agency
from tests.factories.closures import CLOSED_ON, make_closure, make_offices, new_well
from tests.factories.quotas import make_permit
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.wells import make_party, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.models import SpotCheck

TODAY = local_day(NOW)
IN_USE = (SpotKind.IN_USE,)

pytestmark = pytest.mark.usefixtures("file_store")


def head(session: Session) -> Actor:
    return make_actor(session, Role.CASE_HEAD, agency=make_agency(session, name="冠县执法队", word="冠执"))


def draw(session: Session, actor: Actor, **wish: object) -> SpotCheck:
    told = {"year": CLOSED_ON.year, "kinds": IN_USE, "count": 2, "seed": "一二三", **wish}
    return actions.draw_spot_check(session, actor=actor, now=NOW, wish=SpotWish(**told))


def in_use(session: Session, count: int) -> None:
    make_county(session)
    wells = [new_well(session) for _n in range(count)]
    make_permit(session, *wells)


def codes(session: Session, check: SpotCheck) -> list[str]:
    return [one.code for one in queries.list_drawn(session, [check.id])]


def test_the_same_seed_and_register_draw_the_same_wells(session: Session) -> None:
    in_use(session, 6)
    make_well(session, lon=115.47)
    actor = head(session)
    first, again = draw(session, actor), draw(session, actor)
    assert codes(session, first) == codes(session, again)
    assert (first.pool_count, first.pool_hash, first.seed) == (6, again.pool_hash, "一二三")
    assert first.number != again.number
    other = draw(session, actor, count=6, seed="", seed_by="谁也没说")
    assert sorted(codes(session, other)) == sorted(one[0] for one in first.pool)
    assert (len(other.seed), other.seed_by) == (8, "")
    page = presenters.spot_page(session, first, actor, TODAY)
    assert page.is_reproduced
    assert [(one.pool, one.drawn, name) for one, name in page.strata] == [(6, 2, "清水镇")]


def test_gaps_stay_as_they_were_and_are_told_anew(session: Session) -> None:
    make_county(session)
    well = new_well(session, user=make_party(session))
    permit = make_permit(session, well)
    actor = head(session)
    check = draw(session, actor)
    (line,) = presenters.spot_page(session, check, actor, TODAY).lines
    first = {item for group in line.then for item in group.items}
    assert first == set(InUseItem) - {InUseItem.USER, InUseItem.PERMIT}
    assert (line.then, line.mended, line.asked) == (line.now, 0, len(InUseItem))
    permit.valid_to = permit.valid_from
    session.flush()
    (line,) = presenters.spot_page(session, check, actor, TODAY).lines
    assert {item for group in line.now for item in group.items} - first == {InUseItem.PERMIT}


def test_a_closed_well_is_asked_for_what_its_file_lacks(session: Session) -> None:
    offices = make_offices(session)
    closure = make_closure(session, offices)
    actor = head(session)
    check = draw(session, actor, kinds=tuple(SpotKind))
    (row,) = queries.list_drawn(session, [check.id])
    assert (row.well_id, row.kind, row.kinds) == (offices.well.id, SpotKind.CLOSED, ["closed_in_year"])
    file = get_well_file(session, offices.well.code, actor)
    assert row.gaps == [str(Gap(SpotKind.CLOSED, one)) for one in file.missing]
    assert WellFileItem.PUBLICATION in file.missing
    assert WellFileItem.ACCEPTANCE not in file.missing
    gone = queries.list_drawn_gaps(
        session, [Drawn(closure.well_id, (SpotKind.CLOSED,))], year=CLOSED_ON.year - 1, on=TODAY
    )
    assert gone == {closure.well_id: [Gap(SpotKind.CLOSED, WellFileItem.REPORT)]}


def test_gaps_cost_the_same_for_one_well_and_for_many(session: Session) -> None:
    in_use(session, 8)
    actor = head(session)
    wells = queries.pool_of(session, actor, year=2023, kinds=IN_USE, townships=(), on=TODAY)
    sent = []
    for some in (wells[:1], wells):
        drawn = [Drawn(one.well_id, one.kinds) for one in some]
        with statements(session.get_bind().engine) as counted:
            found = queries.list_drawn_gaps(session, drawn, year=2023, on=TODAY)
        assert len(found) == len(some)
        sent.append(len(counted))
    assert sent[0] == sent[1]


def test_a_township_draws_and_sees_its_own(session: Session) -> None:
    in_use(session, 3)
    town = make_agency(session, name="冠县东镇人民政府", word="东", division_code=EAST)
    outsider = make_actor(session, Role.CASE_HEAD, agency=town, jurisdiction=EAST)
    check = draw(session, head(session))
    with pytest.raises(NotFound):
        queries.get_spot_check(session, check.number, outsider)
    with pytest.raises(RuleBroken, match="spot_pool_empty"):
        draw(session, outsider)
    with pytest.raises(RuleBroken, match="campaign_township_unknown"):
        draw(session, outsider, townships=(WEST,))
    with pytest.raises(Forbidden):
        draw(session, make_actor(session, Role.TOWNSHIP_LEAD, agency=town, jurisdiction=EAST))
    with pytest.raises(RuleBroken, match="spot_kinds"):
        draw(session, outsider, kinds=())


def test_a_draw_cannot_be_changed_in_the_database(session: Session) -> None:
    in_use(session, 2)
    check = draw(session, head(session))
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text("UPDATE spot_check SET seed = 'x'"))
    assert check.seed == "一二三"

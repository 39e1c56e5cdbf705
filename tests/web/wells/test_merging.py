"""What waits for whoever keeps the register: clashing corrections and proposed positions, as pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.db import db
from casebook.kernel.ids import new_id
from casebook.wells import actions, queries
from casebook.wells.filed import FiledWellEdit
from casebook.wells.rules import Agreement
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency, make_officer
from tests.factories.regions import make_county
from tests.factories.wells import keeper, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.wells.models import FieldEdit, PositionProposal
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> CasebookClient:
    make_county(store)
    return sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=make_agency(store), name="许可员"))


def clash(store: Session) -> FieldEdit:
    """A correction that the register went past."""
    well = make_well(store, depth_m=100.0)
    base = well.version
    actions.update_well(
        store, actor=keeper(store), now=NOW, well=well, base_version=base, facts={"depth_m": 110.0}
    )
    filed = FiledWellEdit(
        base_version=base,
        seen={"depth_m": 100},
        written={"depth_m": 120},
        at=NOW + timedelta(minutes=5),
        reason="按铭牌。",
    )
    inspector = make_actor(store, Role.INSPECTOR, jurisdiction=COUNTY, name="周明")
    actions.merge_edit(store, actor=inspector, now=NOW, well=well, filed=filed, source_id=new_id())
    store.commit()
    return queries.list_waiting_edits(store, well.id)[0]


def propose(store: Session) -> PositionProposal:
    well = make_well(store)
    found = Agreement(well.lon, well.lat + 0.0004, 44.4, 6.0, (new_id(), new_id(), new_id()))
    proposal = actions.propose_position(store, actor=keeper(store), now=NOW, well=well, found=found)
    assert proposal is not None
    store.commit()
    return proposal


def test_both_values_are_shown_with_who_wrote_them(store: Session, client: CasebookClient) -> None:
    edit = clash(store)
    page = client.page("/wells/conflicts")
    for words in (edit.well.code, "井深", "110", "120", "周明", "按铭牌。"):
        assert words in page.text
    assert "裁定登记更正" in client.page("/").text


def test_a_person_decides(store: Session, client: CasebookClient) -> None:
    edit = clash(store)
    url, prefix = f"/wells/conflicts/{edit.id}", edit.id.hex
    client.submit(url, {f"{prefix}-chosen": "", f"{prefix}-note": ""}, status=422)
    client.submit(url, {f"{prefix}-chosen": str(edit.id), f"{prefix}-note": "按照片。"})
    store.expire_all()
    assert edit.well.depth_m == 120.0
    assert "没有冲突" in client.page("/wells/conflicts").text
    answer = client.submit(url, {f"{prefix}-chosen": str(edit.id)}, status=422)
    assert "已经有人裁定" in answer.text


def test_the_register_may_stay(store: Session, client: CasebookClient) -> None:
    edit = clash(store)
    client.submit(f"/wells/conflicts/{edit.id}", {f"{edit.id.hex}-chosen": "stored"})
    store.expire_all()
    assert edit.well.depth_m == 110.0


def test_a_position_is_accepted_or_declined(store: Session, client: CasebookClient) -> None:
    first, second = propose(store), propose(store)
    page = client.page("/wells/proposals")
    assert "相距 44 m" in page.text
    assert "决定井位建议" in client.page("/").text
    client.submit(f"/wells/proposals/{first.id}", {f"{first.id.hex}-accept": "1"})
    refused = client.submit(f"/wells/proposals/{second.id}", {f"{second.id.hex}-decline": "1"}, status=422)
    assert "不采纳的，请写明理由" in refused.text
    declined = {f"{second.id.hex}-decline": "1", f"{second.id.hex}-note": "在院外。"}
    client.submit(f"/wells/proposals/{second.id}", declined)
    store.expire_all()
    assert first.well.lat == first.lat
    assert second.well.lat != second.lat
    assert "没有井位建议" in client.page("/wells/proposals").text


def test_only_who_keeps_the_register(store: Session, client: CasebookClient, sign_in: SignIn) -> None:
    edit, proposal = clash(store), propose(store)
    other = sign_in(
        make_officer(store, Role.INSPECTOR, agency=make_agency(store, name="执法局"), name="周明")
    )
    other.page("/wells/conflicts", status=403)
    other.page("/wells/proposals", status=403)
    other.submit(f"/wells/conflicts/{edit.id}", {f"{edit.id.hex}-chosen": "stored"}, status=403)
    other.submit(f"/wells/proposals/{proposal.id}", {f"{proposal.id.hex}-accept": "1"}, status=403)
    east = make_officer(
        store,
        Role.PERMIT_OFFICER,
        agency=make_agency(store, name="东镇"),
        name="东",
        jurisdiction="371525105",
    )
    elsewhere = sign_in(east)
    assert "没有冲突" in elsewhere.page("/wells/conflicts").text
    elsewhere.submit(f"/wells/conflicts/{edit.id}", {f"{edit.id.hex}-chosen": "stored"}, status=404)


@pytest.mark.parametrize("url", ["/wells/conflicts", "/wells/proposals"])
def test_the_lists_cost_the_same_at_one_and_at_twenty(
    store: Session, client: CasebookClient, url: str
) -> None:
    counts = []
    for more in (1, 19):
        for _one in range(more):
            clash(store)
            propose(store)
        client.page(url)
        with statements(db.engine) as sent:
            client.page(url)
        counts.append(len(sent))
    assert counts[0] == counts[1]

"""The sheet of a round: which wells, per-row answers, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Role
from casebook.volumes.models import MeterReading
from casebook.wells.rules import MeterKind
from tests.factories.accounts import make_officer
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

SHEET = "/volumes/round?township=371525104"


def test_the_sheet_names_the_wells_that_are_read_by_hand(
    store: Session, water: Water, client: CasebookClient
) -> None:
    make_well(store, code="371525104JJ00003", meter_kind=MeterKind.ONLINE, meter_no="SB3")
    make_well(store, code="371525104JJ00004", meter_kind=MeterKind.NONE, meter_no="")
    store.commit()
    page = client.page(SHEET).text
    assert "371525104JJ00001" in page
    for code in ("JJ00002", "JJ00003", "JJ00004"):
        assert code not in page
    assert "先选择乡镇" in client.page("/volumes/round").text


def test_good_rows_are_kept_and_doubtful_ones_stay_on_the_sheet(
    store: Session, water: Water, client: CasebookClient
) -> None:
    make_well(store, code="371525104JJ00005", meter_kind=MeterKind.MECHANICAL, meter_no="SB5")
    store.commit()
    data = {
        "csrf_token": client.csrf_token(),
        "read_on": "2023-05-25",
        "dial-371525104JJ00001": "150",
        "dial-371525104JJ00005": "12",
    }
    shown = client.post(SHEET, data=data).get_data(as_text=True)
    assert "已写入 1 眼井的读数" in shown
    assert "比 2023-04-25 的表底数 210 小" in shown
    assert 'value="150"' in shown
    assert "照实录入" in shown
    done = client.post(SHEET, data=data | {"sure-371525104JJ00001": "y"})
    assert done.status_code == 302
    store.expire_all()
    found = store.scalars(select(MeterReading).where(MeterReading.read_on == date(2023, 5, 25)))
    assert sorted(row.dial_l or 0 for row in found) == [12_000, 150_000]


def test_bad_rows_write_nothing_at_all(store: Session, client: CasebookClient) -> None:
    token = {"csrf_token": client.csrf_token(), "read_on": "2023-05-25"}
    for more, words in (
        ({"dial-371525104JJ00001": "abc"}, "读不懂这个数"),
        ({"dial-371525104JJ00001": "-1"}, "表底数不会是负数"),
        ({"dial-371525104JJ00001": ""}, "一眼井的表底数也没有填"),
        ({"dial-371525104JJ00001": "300", "read_on": "2199-01-01"}, "在今天之后"),
    ):
        answer = client.post(SHEET, data=token | more)
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    assert client.post(SHEET, data=token | {"dial-NOWELL": "3"}).status_code == 404
    store.expire_all()
    assert len(store.scalars(select(MeterReading)).all()) == 4


def test_of_another_township_nothing_is_offered_or_written(
    store: Session, sign_in: SignIn, water: Water
) -> None:
    east = sign_in(make_officer(store, Role.INSPECTOR, agency=water.agency, jurisdiction="371525105"))
    assert "371525104JJ00001" not in east.page(SHEET).text
    data = {"csrf_token": east.csrf_token(), "read_on": "2023-05-25", "dial-371525104JJ00001": "300"}
    assert east.post(SHEET, data=data).status_code == 404
    leader = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=water.agency))
    assert leader.get(SHEET).status_code == 403

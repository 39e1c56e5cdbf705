"""The board's page: every figure with what it is made of; setting targets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from casebook.access import Role
from casebook.closures.rules import ClosureStatus
from casebook.db import db
from casebook.oversight import queries
from casebook.oversight.rules import Indicator
from casebook.regions.rules import Aquifer
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.oversight import set_target
from tests.factories.regions import EAST, WEST
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'
TARGET = {
    "year": "2023",
    "division": COUNTY,
    "indicator": "reduction",
    "amount": "115万",
    "paper": "冠水发〔2023〕试4号",
}


@pytest.fixture
def offices(store: Session) -> Offices:
    found = make.make_offices(store, aquifer=Aquifer.DEEP_CONFINED)
    store.commit()
    return found


@pytest.fixture
def planner(store: Session, offices: Offices) -> Officer:
    return make_officer(store, Role.PERMIT_OFFICER, agency=offices.water)


def fill(store: Session, offices: Offices) -> None:
    """Two booked of different layers, one reopened, one claimed in each township."""
    make.make_closure(store, offices)
    make.make_closure(store, offices, well=make.new_well(store), baseline_m3=Decimal(1234))
    make.make_closure(store, offices, ClosureStatus.REOPENED, well=make.new_well(store))
    make.make_closure(store, offices, ClosureStatus.ACCEPTED, well=make.new_well(store))
    make.make_closure(store, offices, ClosureStatus.REPORTED, well=make.new_well(store, lon=115.46))
    store.commit()


def test_each_figure_opens_exactly_its_entries(store: Session, sign_in: SignIn, offices: Offices) -> None:
    fill(store, offices)
    client = sign_in(offices.reporter)
    board = client.page("/board?year=2023")
    figures = [
        (urlsplit(a.get("href", "")), "".join(a.itertext()))
        for a in board.all("a")
        if a.get("href", "").startswith(("/ledger?", "/closures?"))
    ]
    assert len(figures) > 20
    for address, figure in figures:
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        listed = client.page(address.geturl())
        if address.path == "/ledger" and "kind" in asked:
            name = {"wells": "数目", "water": "全年压减"}[asked["kind"]]
            assert facts(listed)[name] == in_list(figure, asked["kind"])
        if address.path == "/closures":
            numbers = [text for text in listed.links() if "-FJ-" in text]
            assert asked["status"] == "claimed"
            assert not figure.isdigit() or len(numbers) == int(figure)


def facts(page: Page) -> dict[str, str]:
    names = ["".join(one.itertext()).strip() for one in page.all("dt")]
    values = ["".join(one.itertext()).split()[0] for one in page.all("dd")]
    return dict(zip(names, values, strict=True))


def in_list(figure: str, kind: str) -> str:
    """The board shows 万m³, the ledger m³."""
    number = Decimal(figure.replace(",", ""))
    text = f"{number * 10_000 if kind == 'water' else number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def test_the_board_says_what_stands_and_what_does_not(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    set_target(store, amount="2")
    set_target(store, Indicator.REDUCTION, "1150000")
    fill(store, offices)
    page = sign_in(offices.reporter).page("/board?year=2023")
    assert page.h1 == "2023 年压采任务"
    assert "各项任务都完成，全年任务才算完成" in page.text
    rows = {cells[0]: cells for cells in table_rows(page)}
    assert rows["封井眼数"][1:6] == ["眼", "2", "2", "—", "2"]
    assert rows["压减地下水量"][1:6] == ["万m³", "115", "3.7734", "2.4661", "7.3"]
    assert rows["封井眼数"][-1] == "已完成"
    assert rows["压减地下水量"][-1] == "未完成"
    assert rows["深层承压"][1:3] == ["1", "3.65"]
    assert rows["浅层（含咸水）"][1:3] == ["1", "0.1234"]
    assert "罚" not in page.text
    assert "元" not in page.text.replace("元/", "")


def table_rows(page: Page) -> list[list[str]]:
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag.endswith(("}th", "}td"))]
        for row in page.all("tr")
    ]


def test_a_township_sees_its_own_board(store: Session, sign_in: SignIn, offices: Offices) -> None:
    set_target(store, amount="3", division_code=WEST)
    fill(store, offices)
    page = sign_in(offices.lead).page("/board?year=2023")
    assert "清水镇" in page.text
    assert "东古城镇" not in page.text
    links = page.links()
    assert f"/ledger?kind=wells&year=2023&township={WEST}" in links.values()
    east = make_officer(store, Role.TOWNSHIP_LEAD, agency=offices.township, jurisdiction=EAST)
    store.commit()
    other = sign_in(east).page("/board?year=2023")
    assert {cells[0]: cells for cells in table_rows(other)}["封井眼数"][3] == "0"


def test_a_year_without_anything_and_a_year_that_is_none(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    client = sign_in(offices.reporter)
    page = client.page("/board?year=2031")
    assert "未下达" in page.text
    assert "2031" in [option.text for option in page.all("option")]
    this_year = client.page("/board?year=nonsense").h1
    assert this_year == client.page("/board?year=99999").h1 == client.page("/board").h1


def test_the_board_asks_as_often_for_many_as_for_few(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    fill(store, offices)
    client = sign_in(offices.reporter)
    client.page("/board?year=2023")
    counts = []
    for time in range(2):
        with statements(db.engine) as sent:
            client.page("/board?year=2023")
        counts.append(len(sent))
        if time == 0:
            for _ in range(6):
                make.make_closure(store, offices, well=make.new_well(store))
            store.commit()
    assert counts[0] == counts[1]


def test_a_target_is_set_and_its_history_kept(store: Session, sign_in: SignIn, planner: Officer) -> None:
    client = sign_in(planner)
    assert client.submit("/board/targets?year=2023", TARGET).location == "/board/targets?year=2023"
    client.submit("/board/targets?year=2023", {**TARGET, "amount": "1,200,000", "paper": HOSTILE})
    page = client.page("/board/targets?year=2023")
    assert "1,150,000 m³" in page.text
    assert "1,200,000 m³" in page.text
    assert "已替换" in page.text
    assert HOSTILE in page.text
    board = queries.board(store, county_code=COUNTY, year=2023)
    assert board.whole.reduction.target == 1_200_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "请填写"),
        ({"amount": "-1"}, "不能小于零"),
        ({"amount": "许多"}, "读不懂这个数"),
        ({"amount": "9" * 30}, "太大"),
        ({"indicator": "wells_closed", "amount": "1.5"}, "须是整数"),
        ({"indicator": "fines"}, "指标"),
        ({"division": "371526"}, "下达给"),
        ({"year": "1999"}, "年份须在 2000 至 2100 之间"),
        ({"paper": ""}, "请填写"),
    ],
)
def test_bad_targets_are_told(
    store: Session, sign_in: SignIn, planner: Officer, offices: Offices, changes: dict[str, str], words: str
) -> None:
    typed = {**TARGET, "paper": HOSTILE, **changes}
    answer = sign_in(planner).submit("/board/targets?year=2023", typed, status=422)
    page = Page(answer.get_data(as_text=True))
    assert words in page.text
    assert page.fields()["amount"] == typed["amount"]
    assert queries.list_targets(store, COUNTY, 2023) == []


def test_who_may_see_and_set(store: Session, sign_in: SignIn, offices: Offices, planner: Officer) -> None:
    agency = make_agency(store, name="某单位")
    leader = make_officer(store, Role.COUNTY_LEADER, agency=agency)
    informant = make_officer(store, Role.INFORMANT, agency=agency)
    admin = make_officer(store, Role.SYSTEM_ADMIN, agency=agency)
    store.commit()
    for officer, board, targets in (
        (planner, 200, 200),
        (leader, 200, 403),
        (offices.lead, 200, 403),
        (informant, 403, 403),
        (admin, 403, 403),
    ):
        client = sign_in(officer)
        client.page("/board", board)
        client.page("/board/targets", targets)
        if targets != 200:
            client.submit("/board/targets", TARGET, status=403)
    assert queries.list_targets(store, COUNTY, 2023) == []

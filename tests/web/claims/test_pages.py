"""Claims as pages: who may, what is refused, the arithmetic, the sheet, that lists stay cheap."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from casebook.access import Role
from casebook.claims import queries
from casebook.claims.rules import BaselineStatus, ClaimStatus, MeasureKind
from casebook.db import db
from tests.factories import claims as make
from tests.factories.accounts import make_officer
from tests.factories.storage import picture
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.claims import Office
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def office(store: Session) -> Office:
    found = make.make_office(store)
    store.commit()
    return found


def test_from_the_baseline_to_the_booking(store: Session, sign_in: SignIn, office: Office) -> None:
    well = make.shallow_well(store)
    store.commit()
    editor, decider = sign_in(office.editor), sign_in(office.decider)
    typed = {"well": well.code, "before_year": "2026", "method": "B2", "stated_m3": "0.1万"}
    assert "请填写" in editor.submit("/claims/baselines/new", typed, status=422).text
    editor.submit("/claims/baselines/new", {**typed, "papers": "核定税单"})
    (row,) = queries.page_baselines(store, actor=office.edits, status=None).items
    url = f"/claims/baselines/{row.id}"
    assert editor.get(f"{url}/lock").status_code == 403
    assert "锁定基线" in decider.page("/").text
    decider.submit(f"{url}/lock", {"locked_on": "2026-01-05", "lock_paper": "冠水核1号"})
    store.expire_all()
    assert row.status is BaselineStatus.LOCKED
    claim = {
        "kind": "saving",
        "baseline": str(row.id),
        "began_on": "2026-01-05",
        "claimed_m3": "600",
        "residual_m3": "400",
        "what": "更换循环冷却系统",
        "papers": "竣工验收",
    }
    assert "锁定之后" in editor.submit("/claims/new", claim, status=422).text
    editor.submit("/claims/new", {**claim, "began_on": "2026-03-31"})
    (found,) = queries.page_claims(store, actor=office.edits, wanted=queries.ClaimFilter()).items
    url = f"/claims/{found.number}"
    assert "提交审核" in editor.page(url).links()
    editor.submit(f"{url}/submit")
    assert editor.submit(f"{url}/accept", status=403)
    page = decider.page(url)
    assert "此刻可认定" in page.text
    assert "认定入账" in page.links()
    assert "请写明理由" in decider.submit(f"{url}/refuse", status=422).text
    decider.submit(f"{url}/accept")
    store.expire_all()
    assert (found.status, found.booked_m3) == (ClaimStatus.ACCEPTED, 600)
    assert "600" in decider.page(url).text
    assert "认定入账" not in decider.page(url).links()


def test_a_changed_claim_is_not_overwritten(store: Session, sign_in: SignIn, office: Office) -> None:
    baseline = make.make_baseline(store, office, make.shallow_well(store), 1000)
    claim = make.make_claim(store, office, baseline, 100, status=ClaimStatus.DRAFT)
    store.commit()
    client = sign_in(office.editor)
    url = f"/claims/{claim.number}/edit"
    fields = {**client.page(url).fields(), "claimed_m3": "200"}
    typed = {name: value or "" for name, value in fields.items() if name != "csrf_token"}
    typed |= {"kind": "saving", "substitute": "", "what": "换泵", "explanation": ""}
    client.submit(url, typed)
    store.expire_all()
    assert (claim.claimed_m3, claim.what) == (200, "换泵")
    assert "别人刚刚办理过" in client.submit(url, typed, status=409).text


def test_a_paper_is_added_and_read(store: Session, sign_in: SignIn, office: Office) -> None:
    baseline = make.make_baseline(store, office, make.shallow_well(store), 1000)
    claim = make.make_claim(store, office, baseline, 100, status=ClaimStatus.DRAFT)
    store.commit()
    client = sign_in(office.editor)
    url = f"/claims/{claim.number}/papers/new"
    assert "请选择文件" in client.submit(url, {"title": "竣工验收"}, status=422).text
    scan = (BytesIO(picture("PNG", colour="#314159")), "验收.png")
    client.submit(url, {"title": "竣工验收 3 号", "scan": scan})
    link = client.page(f"/claims/{claim.number}").links()["竣工验收 3 号"]
    answer = client.get(link)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")


def test_a_substitute_with_its_months(store: Session, sign_in: SignIn, office: Office) -> None:
    client = sign_in(office.editor)
    typed = {"name": "引黄水厂", "source": "yellow_river", "capacity_m3": "100", "papers": "批复"}
    client.submit("/claims/substitutes/new", {**typed, "groundwater_percent": "101"}, status=422)
    client.submit("/claims/substitutes/new", {**typed, "groundwater_percent": "12.5"})
    (row,) = queries.list_substitutes(store, office.agency.county_code)
    url = f"/claims/substitutes/{row.id}"
    month = {"month": "2023-04", "volume_m3": "3001", "paper": "抄见单"}
    assert "供水能力" in client.submit(f"{url}/supply", month, status=422).text
    assert "请写成" in client.submit(f"{url}/supply", {**month, "month": "四月"}, status=422).text
    client.submit(f"{url}/supply", {**month, "volume_m3": "800"})
    assert "700" in client.page(url).text
    assert "700" in client.page("/claims/substitutes").text
    client.submit(f"{url}/edit", {**typed, "groundwater_percent": "50", "base_version": "1"})
    assert "400" in client.page(url).text


def test_the_sheet_has_units_and_the_same_lines(store: Session, sign_in: SignIn, office: Office) -> None:
    baseline = make.make_baseline(store, office, make.shallow_well(store), 1000)
    make.make_claim(store, office, baseline, 600, 400)
    make.make_claim(store, office, baseline, 100, kind=MeasureKind.CROPS, status=ClaimStatus.DRAFT)
    store.commit()
    client = sign_in(office.editor)
    assert "2023 年度总账" in client.page("/claims?year=2023").text
    sheet = openpyxl.load_workbook(BytesIO(client.get("/claims/claims.xlsx?kind=saving").data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if "申报编号" in row)
    assert "认定全年压减（m³）" in header
    assert [row[header.index("认定全年压减（m³）")] for row in rows[rows.index(header) + 1 :]] == [600]


def test_who_only_reads_does_not_write(store: Session, sign_in: SignIn, office: Office) -> None:
    reader = sign_in(make_officer(store, Role.CLOSURE_ACCEPTOR, agency=office.agency))
    store.commit()
    assert "申报压减量" not in reader.page("/claims").links()
    for url in ("/claims/new", "/claims/baselines/new", "/claims/substitutes/new"):
        assert reader.get(url).status_code == 403


@pytest.mark.parametrize("url", ["/claims", "/claims/baselines", "/claims/substitutes"])
def test_lists_cost_the_same_at_any_length(store: Session, sign_in: SignIn, office: Office, url: str) -> None:
    client = sign_in(office.editor)
    costs = []
    for n in range(2):
        for _ in range(4):
            baseline = make.make_baseline(store, office, make.shallow_well(store), 1000)
            make.make_claim(store, office, baseline, 600, 400, status=ClaimStatus.DRAFT)
        make.make_substitute(store, office, monthly=100 + n, months=1)
        store.commit()
        with statements(db.engine) as sent:
            client.page(url)
        costs.append(len(sent))
    assert costs[0] == costs[1]

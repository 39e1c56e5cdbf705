"""Pages of permits: who keeps them, who only sees, what the pre-check and the lists tell."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel import clock
from casebook.quotas import actions, queries
from casebook.quotas.rules import JUDGED, PermitStatus, PermitStep
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.quotas import make_firm, make_permit, make_total
from tests.factories.regions import WEST, make_county, make_zone
from tests.factories.wells import keeper, make_party, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

NUMBER = "D371525G2019-0001"
LIST = (
    "许可证编号,取水权人,许可水量（m³）,有效期止\n"
    "{number},冠县清泉纸业有限公司,25000,2030-01-01\n"
    "{other},冠县乙公司,800,\n"
)


@pytest.fixture
def agency(store: Session) -> object:
    make_county(store)
    load_calendar(store)
    return make_agency(store)


@pytest.fixture
def client(store: Session, sign_in: SignIn, agency: object) -> Callable[..., CasebookClient]:
    def act(*roles: Role, jurisdiction: str = COUNTY) -> CasebookClient:
        officer = make_officer(store, *roles, agency=agency, jurisdiction=jurisdiction)
        store.commit()
        return sign_in(officer)

    return act


def today() -> date:
    return clock.today()


def test_an_application_is_registered_checked_and_granted(
    store: Session, client: Callable[..., CasebookClient]
) -> None:
    make_total(store, year=today().year)
    well = make_well(store)
    page = client(Role.PERMIT_OFFICER)
    typed = {
        "on": today().isoformat(),
        "holder": "冠县清泉纸业有限公司",
        "source": "groundwater_shallow",
        "use": "industry",
        "volume": "3万",
        "wells": well.code,
    }
    made = page.submit("/permits/new", {**typed, "wells": "371525104JJ99999"}, status=422)
    assert "371525104JJ99999" in made.text
    made = page.submit("/permits/new", typed)
    (permit,) = queries.page_permits(store, actor_of_county(store), everything()).items
    assert made.location == f"/permits/{permit.id}"
    at = f"/permits/{permit.id}"
    assert "371525" in page.get(at).text
    done = {"on": today().isoformat(), "paper": "冠审〔2026〕1号", "base_version": "1"}
    assert "受理取水申请" in page.page("/").text
    assert page.submit(f"{at}/steps/accept", done).location == at
    assert "决定取水申请" in page.page("/").text
    assert page.get(f"{at}/steps/approve").location == f"{at}/check"
    shown = page.get(f"{at}/check")
    assert "待判断" in shown.text
    page.submit(f"{at}/check", {"decide": "1", "paper": "冠审〔2026〕1号"}, status=422)
    answers = {reason.value: "no" for reason in JUDGED} | {"norm": "30000"}
    assert "没有不得批准的情形" in page.submit(f"{at}/check", {**answers, "look": "1"}, status=200).text
    granted = page.submit(f"{at}/check", {**answers, "decide": "1", "paper": "冠审〔2026〕2号"})
    assert granted.location == at
    store.expire_all()
    assert permit.status is PermitStatus.APPROVED
    assert "验收取水工程" in page.page("/").text


def test_what_ends_soon_waits_on_the_desk(store: Session, client: Callable[..., CasebookClient]) -> None:
    make_permit(store, make_well(store), valid_to=today() + timedelta(days=30))
    asked = make_permit(store, number="D371525G2019-0002", valid_to=today() + timedelta(days=60))
    make_permit(store, number="D371525G2019-0003", valid_to=today() + timedelta(days=46))
    by = {"actor": keeper(store), "now": clock.now(), "permit": asked}
    actions.take_permit_step(store, **by, step=PermitStep.ASK_RENEWAL, act=actions.Act(on=today()))
    desk = client(Role.PERMIT_OFFICER).page("/").text
    assert "45 日内到期的许可证 1 件" in desk
    assert "决定延续" in desk
    assert asked.number in desk
    assert "决定延续" not in client(Role.INSPECTOR).page("/").text


def everything() -> queries.PermitFilter:
    return queries.PermitFilter(on=today())


def actor_of_county(store: Session) -> object:
    from tests.factories.wells import keeper  # noqa: PLC0415 - only here

    return keeper(store)


def test_a_step_out_of_order_tells_what_is_wrong(
    store: Session, client: Callable[..., CasebookClient]
) -> None:
    permit = make_permit(store, make_well(store))
    page = client(Role.PERMIT_OFFICER)
    done = {"on": today().isoformat(), "paper": "文", "reason": "理由"}
    page.submit(f"/permits/{permit.id}/steps/issue", {**done, "number": NUMBER}, status=422)
    assert page.get(f"/permits/{permit.id}/steps/nothing").status_code == 404
    assert page.get(f"/permits/{permit.id}/steps/transfer").status_code == 200
    assert page.get(f"/permits/{permit.id}/steps/change").status_code == 200
    page.submit(f"/permits/{permit.id}/steps/cancel", {**done, "base_version": "7"}, status=409)
    page.submit(f"/permits/{permit.id}/steps/cancel", done)
    store.expire_all()
    assert permit.status is PermitStatus.CANCELLED


def test_one_well_closes(store: Session, client: Callable[..., CasebookClient]) -> None:
    wells = [make_well(store) for _ in range(2)]
    permit = make_permit(store, *wells, holder=make_firm(store))
    page = client(Role.PERMIT_OFFICER)
    done = {"on": today().isoformat(), "paper": "文", "well": wells[0].code}
    at = f"/permits/{permit.id}/steps/cut"
    assert "请填写核减的水量" in page.submit(at, done, status=422).text
    page.submit(at, {**done, "cut_m3": "1万"})
    store.expire_all()
    assert permit.permitted_m3 == 20_000


def test_who_only_sees(store: Session, client: Callable[..., CasebookClient]) -> None:
    permit = make_permit(store, make_well(store), holder=make_party(store))
    page = client(Role.INSPECTOR)
    assert NUMBER in page.get("/permits").text
    shown = page.get(f"/permits/{permit.id}").text
    assert "刘**" in shown
    assert "刘建国" not in shown
    assert "登记申请" not in page.get("/permits").text
    for path in ("new", f"{permit.id}/steps/cancel", f"{permit.id}/check", "lists"):
        assert page.get(f"/permits/{path}").status_code == 403
    assert client(Role.SYSTEM_ADMIN).get("/permits").status_code == 403


def test_wells_without_a_permit(store: Session, client: Callable[..., CasebookClient]) -> None:
    covered, lone = make_well(store), make_well(store)
    make_permit(store, covered, valid_to=today().replace(year=today().year + 1))
    shown = client(Role.PERMIT_OFFICER, jurisdiction=WEST).get("/permits/without").text
    assert lone.code in shown
    assert covered.code not in shown


def test_a_place_is_checked_beforehand(store: Session, client: Callable[..., CasebookClient]) -> None:
    make_zone(store, name="县城禁采区")
    page = client(Role.INSPECTOR)
    assert page.get("/permits/check").status_code == 200
    asked = "/permits/check?lon=115.42&lat=36.45&source=groundwater_deep&use=industry&volume=100"
    shown = page.get(asked).text
    assert "县城禁采区" in shown
    assert "新增开采深层承压水" in shown
    assert page.get("/permits/check?lon=x&lat=36.45&source=tap&use=industry").status_code == 422


def test_a_list_is_compared_and_taken_over(store: Session, client: Callable[..., CasebookClient]) -> None:
    make_permit(store, make_well(store), holder=make_firm(store))
    page = client(Role.PERMIT_OFFICER)
    content = LIST.format(number=NUMBER, other="D371525G2019-0002").encode("gb18030")
    bad = page.submit(
        "/permits/lists", {"file": (io.BytesIO("乡镇,村\n甲,乙\n".encode()), "x.csv")}, status=422
    )
    assert "表头" in bad.text
    made = page.submit("/permits/lists", {"file": (io.BytesIO(content), "清单.csv")})
    shown = page.get(made.location).text
    assert "25000" in shown
    assert "冠县乙公司" in page.get(f"{made.location}?verdict=only_theirs").text
    page.submit(f"{made.location}/take-over")
    store.expire_all()
    taken = queries.find_permit(store, COUNTY, "D371525G2019-0002")
    assert taken is not None
    assert taken.permitted_m3 == 800
    assert "已导入" in page.get("/permits/lists").text


def test_the_list_costs_the_same_for_one_and_for_twenty(
    store: Session, client: Callable[..., CasebookClient]
) -> None:
    page = client(Role.PERMIT_OFFICER)

    def cost(count: int) -> int:
        for _ in range(count):
            number = f"D371525G2019-{next(serial):04d}"
            make_permit(store, make_well(store), make_well(store), number=number)
        store.commit()
        page.get("/permits")
        with statements(store.get_bind()) as counted:
            assert page.get("/permits").status_code == 200
        return len(counted)

    serial = iter(range(1, 100))
    assert cost(1) == cost(20)

"""Pages of screening: who sees, who decides, what the figures say, and what is refused."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.cases.models import Lead
from casebook.db import db
from casebook.jobs.worker import Worker
from casebook.kernel import clock
from casebook.screening import actions, queries
from casebook.screening.rules import RuleId
from casebook.screening.rules.states import HitState
from casebook.volumes.models import WellMonth
from casebook.wells.queries import get_well
from casebook.wells.rules import MeterKind
from tests.factories.accounts import make_officer
from tests.factories.quotas import make_firm, make_permit, make_total, make_township, make_user
from tests.factories.screening import hits_of, make_watch, put_months, put_power
from tests.factories.wells import make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.screening.models import ScreeningHit
    from tests.factories.screening import Watch
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

TODAY = clock.today()


@pytest.fixture
def watch(store: Session) -> Watch:
    """A well above its permit, another without, and an account without a well; screened as of today."""
    found = make_watch(store)
    over = make_well(store, code="371525104SX00001", meter_kind=MeterKind.MECHANICAL)
    make_permit(store, over, volume=100, valid_from=None, valid_to=None)
    put_months(store, over, TODAY.year, [60] * min(TODAY.month, 3))
    put_months(store, over, TODAY.year - 1, [60] * 12)
    make_well(store, code="371525104SX00002")
    put_power(store, "3700000001", TODAY.year, [500] * TODAY.month)
    actions.run(store, actor=found.chief, now=clock.now(), as_of=TODAY)
    store.commit()
    return found


@pytest.fixture
def chief(store: Session, sign_in: SignIn, watch: Watch) -> CasebookClient:
    return sign_in(make_officer(store, Role.CASE_HEAD, agency=watch.agency, name="钱立"))


@pytest.fixture
def inspector(sign_in: SignIn, watch: Watch) -> CasebookClient:
    return sign_in(watch.inspector)


def work_off(app: Flask, store: Session) -> None:
    """Let a worker do what is due."""
    store.rollback()

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()
            db.session.remove()

    Worker(scope).run_due()


def one(store: Session, watch: Watch, rule: RuleId) -> ScreeningHit:
    return next(hit for (name, _), hit in hits_of(store, watch).items() if name == rule.value)


def fresh(store: Session, hit: ScreeningHit) -> ScreeningHit:
    store.expire_all()
    store.refresh(hit)
    return hit


def test_the_list_shows_what_waits_and_is_narrowed(watch: Watch, chief: CasebookClient) -> None:
    page = chief.page("/screening")
    assert "371525104SX00002" in page.text
    assert "3700000001" in page.text
    assert "不作违法认定" in page.text
    narrowed = chief.page("/screening?rule=power_without_well")
    assert "371525104SX00002" not in narrowed.text
    assert "没有命中" in chief.page("/screening?state=hit_dismissed").text


def test_an_inspector_sees_but_does_not_decide(
    store: Session, watch: Watch, inspector: CasebookClient
) -> None:
    hit = one(store, watch, RuleId.NO_PERMIT)
    assert "转为线索</span></button>" not in inspector.page(f"/screening/hits/{hit.id}").text
    for path in (f"/screening/hits/{hit.id}/lead", f"/screening/hits/{hit.id}/dismiss", "/screening/leads"):
        assert inspector.post(path, data={"csrf_token": inspector.csrf_token()}).status_code == 403
    assert inspector.get("/screening/runs/new").status_code == 403
    assert inspector.get("/screening/lists").status_code == 403


def test_who_keeps_seals_sees_none_of_it(store: Session, sign_in: SignIn, watch: Watch) -> None:
    keeper = sign_in(make_officer(store, Role.SEAL_KEEPER, agency=watch.agency))
    assert keeper.get("/screening").status_code == 403
    assert keeper.get("/screening/routes").status_code == 403


def test_a_hit_is_explained_and_becomes_a_lead(store: Session, watch: Watch, chief: CasebookClient) -> None:
    hit = one(store, watch, RuleId.OVER_PERMIT)
    page = chief.page(f"/screening/hits/{hit.id}")
    assert "许可水量" in page.text
    assert "累计取水" in page.text
    assert "系统默认" in page.text
    token = {"csrf_token": chief.csrf_token()}
    gone = chief.post(f"/screening/hits/{hit.id}/lead", data=token | {"lead-base_version": "7"})
    assert gone.status_code == 409
    done = chief.post(f"/screening/hits/{hit.id}/lead", data=token | {"lead-base_version": "1"})
    assert done.status_code == 302
    assert fresh(store, hit).state is HitState.LEAD
    lead = store.query(Lead).filter(Lead.id == hit.lead_id).one()
    assert lead.number in chief.page(f"/screening/hits/{hit.id}").text


def test_water_of_several_wells_is_drawn_together(
    store: Session, watch: Watch, chief: CasebookClient
) -> None:
    year = TODAY.year - 1
    firm = make_firm(store)
    wells = [make_well(store, code=f"371525104SX0010{n}", user=firm) for n in range(2)]
    make_permit(store, *wells, holder=firm, volume=1_900, number="D371525G2020-0077", valid_to=None)
    make_user(store, make_township(store, make_total(store, year=year)), firm, 1_200)
    for well in wells:
        put_months(store, well, year, [90] * 10 + [100, 110])
    actions.run(store, actor=watch.chief, now=clock.now(), as_of=date(year, 12, 31))
    store.commit()
    hits = hits_of(store, watch)
    permit, month = hits["over_permit", wells[1].code], hits["over_plan_month", firm.name]
    shown = chief.page(f"/screening/hits/{permit.id}").text
    assert "2,220" in shown
    assert "371525104SX00101" in shown
    # On New Year's Eve December is not over, so eleven months of each well are due.
    assert "构成 甲级 100.0%、22 个井月都有数" in shown
    shown = chief.page(f"/screening/hits/{month.id}").text
    assert f"{year} 年每月取水" in shown
    assert f"{year}-12" in shown
    assert "取水 220 m³，计划 100 m³，超出 120%" in shown


def test_a_hit_is_put_aside_with_a_reason_and_taken_up(
    store: Session, watch: Watch, chief: CasebookClient
) -> None:
    hit = one(store, watch, RuleId.NO_PERMIT)
    token = {"csrf_token": chief.csrf_token()}
    refused = chief.post(f"/screening/hits/{hit.id}/dismiss", data=token)
    assert refused.status_code == 422
    reason = token | {"dismiss-reason": "抗旱应急，已备案", "dismiss-base_version": "1"}
    assert chief.post(f"/screening/hits/{hit.id}/dismiss", data=reason).status_code == 302
    assert "抗旱应急，已备案" in chief.page(f"/screening/hits/{hit.id}").text
    assert chief.post(f"/screening/hits/{hit.id}/reopen", data=token).status_code == 302
    assert fresh(store, hit).state is HitState.OPEN


def test_several_become_leads_at_once_and_are_assigned(
    store: Session, watch: Watch, chief: CasebookClient, inspector: CasebookClient
) -> None:
    hits = list(hits_of(store, watch).values())
    token = {"csrf_token": chief.csrf_token()}
    given = {"assign-officer_id": str(watch.inspector.id)}
    assert chief.post(f"/screening/hits/{hits[0].id}/assign", data=token | given).status_code == 302
    assert hits[0].subject_title in inspector.page("/").text
    assert chief.post("/screening/leads", data=token).status_code == 302
    assert "请先勾选" in chief.page("/screening").text
    chosen = [("hit", str(hit.id)) for hit in hits] + [("csrf_token", token["csrf_token"])]
    answer = chief.post("/screening/leads", data=dict_of_lists(chosen))
    assert answer.status_code == 302
    store.expire_all()
    assert {hit.state for hit in hits_of(store, watch).values()} == {HitState.LEAD}


def dict_of_lists(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_runs_and_their_hits(watch: Watch, chief: CasebookClient) -> None:
    assert "第 1 次" in chief.page("/screening/runs").text
    page = chief.page("/screening/runs/1?rule=no_permit")
    assert "371525104SX00002" in page.text
    assert "3700000001" not in page.text
    assert chief.get("/screening/runs/2").status_code == 404


def test_a_day_screened_again_says_what_changed(store: Session, watch: Watch, chief: CasebookClient) -> None:
    assert "与同一天的上一次相比" not in chief.page("/screening/runs/1").text
    hit = one(store, watch, RuleId.OVER_PERMIT)
    for row in store.scalars(select(WellMonth).where(WellMonth.well_id == hit.well_id)):
        row.volume_m3 += 1
    make_permit(
        store, get_well(store, "371525104SX00002", watch.chief), number="D371525G2020-0009", valid_to=None
    )
    actions.run(store, actor=watch.chief, now=clock.now(), as_of=TODAY)
    store.commit()
    text = chief.page("/screening/runs/2").text
    assert "与同一天的上一次相比" in text
    for words in ("第 1 次筛查", "新命中 0 条", "不再命中 1 条", "数据有变 1 条", "371525104SX00002"):
        assert words in text


def test_a_run_is_asked_for_and_the_worker_does_it(
    app: Flask, store: Session, watch: Watch, chief: CasebookClient
) -> None:
    make_well(store, code="371525104SX00003")
    store.commit()
    asked = chief.post(
        "/screening/runs/new", data={"csrf_token": chief.csrf_token(), "as_of": TODAY.isoformat()}
    )
    assert asked.status_code == 302
    assert "/jobs/" in asked.headers["Location"]
    work_off(app, store)
    assert "371525104SX00003" in chief.page("/screening/runs/2?rule=no_permit").text
    later = {"csrf_token": chief.csrf_token(), "as_of": "2199-01-01"}
    assert chief.post("/screening/runs/new", data=later).status_code == 422


def test_a_rule_is_set(store: Session, watch: Watch, chief: CasebookClient) -> None:
    assert "未核实" in chief.page("/screening/rules").text
    form = {
        "csrf_token": chief.csrf_token(),
        "is_active": "y",
        "tolerance": "15",
        "paper": "冠水〔2026〕8号",
        "valid_from": TODAY.isoformat(),
    }
    wrong = chief.post("/screening/rules/over_plan_month", data=form | {"tolerance": "9999"})
    assert wrong.status_code == 422
    assert chief.post("/screening/rules/over_plan_month", data=form).status_code == 302
    settings = queries.settings_on(store, watch.agency.county_code, TODAY)
    assert settings[RuleId.OVER_PLAN_MONTH]["tolerance"] == 15
    assert "冠水〔2026〕8号" in chief.page("/screening/rules").text
    assert chief.get("/screening/rules/no_such").status_code == 404


def test_a_list_is_taken_in_with_what_was_refused(watch: Watch, chief: CasebookClient) -> None:
    def send(text: str) -> object:
        file = (io.BytesIO(text.encode("gb18030")), "名单.csv")
        form = {"csrf_token": chief.csrf_token(), "kind": "businesses", "on": TODAY.isoformat(), "file": file}
        return chief.post("/screening/lists", data=form, content_type="multipart/form-data")

    assert send("单位名称,行业\n清水洗车行,洗车\n").status_code == 302  # type: ignore[attr-defined]  # an answer
    partly = send("单位名称,行业\n清水洗车行,洗车\n,洗浴\n")
    assert "没有名称" in partly.get_data(as_text=True)  # type: ignore[attr-defined]  # an answer
    assert send("甲,乙\n").status_code == 422  # type: ignore[attr-defined]  # an answer
    assert "名单.csv" in chief.page("/screening/lists").text


def test_a_route_is_planned_shown_printed_and_dropped(
    store: Session, watch: Watch, chief: CasebookClient, inspector: CasebookClient
) -> None:
    token = {"csrf_token": chief.csrf_token()}
    form = token | {
        "officer_id": str(watch.inspector.id),
        "on": TODAY.isoformat(),
        "stops": "5",
        "radius_km": "8",
    }
    assert chief.post("/screening/routes/new", data=form).status_code == 422, "no lead yet"
    hits = [hit for hit in hits_of(store, watch).values() if hit.well_id]
    actions.make_leads(store, actor=watch.chief, now=clock.now(), hits=hits)
    store.commit()
    planned = chief.post("/screening/routes/new", data=form)
    assert planned.status_code == 302
    url = planned.headers["Location"]
    page = inspector.page(url)
    assert "371525104SX00001" in page.text
    assert "涉嫌超许可水量取水" in page.text
    assert "按路线核查" in inspector.page("/").text
    assert inspector.get(f"{url}.pdf").data.startswith(b"%PDF")
    assert chief.post(f"{url}/drop", data=token).status_code == 302
    assert "已取消" in chief.page("/screening/routes").text


def test_the_list_costs_the_same_at_twenty_rows(store: Session, watch: Watch, chief: CasebookClient) -> None:
    def cost() -> int:
        with statements(store.get_bind().engine) as sent:
            assert chief.get("/screening").status_code == 200
        return len(sent)

    few = cost()
    for _ in range(20):
        make_well(store)
    actions.run(store, actor=watch.chief, now=clock.now(), as_of=TODAY)
    store.commit()
    assert cost() == few

"""Pages of campaigns: planned, staffed, started, summed up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.kernel import clock
from tests.factories.accounts import make_officer
from tests.factories.closures import make_offices

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def test_a_campaign_is_planned_staffed_run_and_summed_up(store: Session, sign_in: SignIn) -> None:
    offices = make_offices(store)
    reader = make_officer(store, Role.LIAISON, agency=offices.water)
    store.commit()
    client, today = sign_in(offices.head), clock.today()
    first = (today - timedelta(days=20)).isoformat()
    facts = {
        "title": "春灌专项行动",
        "basis": "冠水发〔2026〕3号",
        "goal": "违规的全部立案。",
        "starts_on": first,
    }
    refused = client.submit("/campaigns/new", {**facts, "ends_on": "2001-01-01"}, status=422)
    assert "结束日期不能早于开始日期" in refused.text
    client.submit("/campaigns/new", {**facts, "ends_on": today.isoformat(), "townships": ["371525104"]})
    url = f"/campaigns/371525-{today.year}-ZX-00001"
    assert "清水镇" in client.get(url).text
    client.submit(f"{url}/team", {"team": "第一组", "officer": str(offices.head.id), "is_leader": "y"})
    client.submit(f"{url}/start", {"base_version": "1"})
    assert client.submit(f"{url}/start", {"base_version": "1"}, status=422)
    draft = client.get(f"{url}/summary.pdf")
    assert draft.data.startswith(b"%PDF")
    client.submit(f"{url}/close", {"base_version": "2", "summary": ""}, status=422)
    client.submit(f"{url}/close", {"base_version": "2", "summary": "检查了所有在用井。"})
    page = client.get(url).text
    for words in ("已结束", "检查了所有在用井。", "已固定", "卫执"):
        assert words in page
    assert client.get(f"{url}/summary.docx").data.startswith(b"PK")
    assert "春灌专项行动" in client.get("/campaigns?state=closed").text
    other = sign_in(reader)
    assert other.get(url).status_code == 200
    assert other.get("/campaigns/new").status_code == 403
    assert other.get(f"{url}/close").status_code == 403

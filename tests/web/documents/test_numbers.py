"""The register of numbers, and the bureau's own wording, in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.db import db
from casebook.documents import actions, templates
from casebook.documents.rules import FormCode
from casebook.kernel import clock
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.documents import NOW, an_issued
from tests.support.rows import numbers_of_series, series_of_county

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.documents import Office
    from tests.support.page import CasebookClient
    from tests.web.documents.conftest import SignIn

YEAR = NOW.year


def test_the_register_proves_that_nothing_is_missing(
    store: Session, office: Office, maker: CasebookClient
) -> None:
    first = an_issued(store, office)
    an_issued(store, office)
    actions.void(store, actor=office.maker, now=NOW, document=first, reason="当事人有误")
    store.commit()
    page = maker.page(f"/documents/numbers?year={YEAR}")
    assert "冠水责改字〔2023〕" in page.text
    assert "无空号、重号" in page.text
    (series,) = series_of_county(db.session(), COUNTY)
    shown = maker.page(f"/documents/numbers/{series.id}")
    assert "冠水责改字〔2023〕第002号" in shown.text
    assert "当事人有误" in shown.text
    assert "第002号" not in maker.page(f"/documents/numbers/{series.id}?state=void").text
    assert maker.get(f"/documents/numbers/voids.xlsx?year={YEAR}").data.startswith(b"PK")
    assert maker.get(f"/documents/numbers/voids.pdf?year={YEAR}").data.startswith(b"%PDF")


def test_numbers_are_reserved_used_and_given_up(
    store: Session, office: Office, maker: CasebookClient
) -> None:
    store.commit()
    wanted = {"agency": str(office.agency.id), "form": "F29", "count": "2", "reason": "预印当场处罚决定书"}
    maker.submit("/documents/numbers/reserve", wanted | {"count": "500"}, status=422)
    maker.submit("/documents/numbers/reserve", wanted)
    (series,) = series_of_county(db.session(), COUNTY)
    maker.submit(f"/documents/numbers/{series.id}/1/void", {"reason": "印坏了"})
    texts = [(one.number, one.state.value) for one in numbers_of_series(db.session(), series.id)]
    assert texts == [(1, "void"), (2, "reserved")]
    refused = maker.submit(f"/documents/numbers/{series.id}/1/void", {"reason": "印坏了"}, status=422)
    assert "不是预留编号" in refused.get_data(as_text=True)
    assert maker.get(f"/documents/numbers/{series.id}/9/void").status_code == 404


def test_a_township_sees_the_numbers_of_its_own_agencies(
    store: Session, office: Office, sign_in: SignIn
) -> None:
    own = make_agency(store, name="清水镇人民政府", word="清水", division_code="371525104")
    reader = make_officer(store, Role.INSPECTOR, agency=own, jurisdiction="371525104")
    an_issued(store, office)
    taken = {"actor": office.maker, "now": NOW, "form": FormCode.F29, "count": 1, "reason": "预印"}
    actions.reserve_numbers(store, agency_id=own.id, **taken)
    county, township = sorted(series_of_county(store, COUNTY), key=lambda one: one.word)
    ids = {"county": county.id, "township": township.id}
    store.commit()
    client = sign_in(reader)
    shown = client.page(f"/documents/numbers?year={YEAR}").text
    assert "清水当罚字" in shown
    assert "冠水责改字" not in shown
    assert client.get(f"/documents/numbers/{ids['township']}").status_code == 200
    assert client.get(f"/documents/numbers/{ids['county']}").status_code == 404


def test_a_wording_is_checked_saved_put_in_force_and_given_up(
    reviewer: CasebookClient, maker: CasebookClient
) -> None:
    assert "责令限期改正通知书" in reviewer.page("/documents/templates").text
    assert maker.get("/documents/templates").status_code == 403
    url = "/documents/templates/F10"
    own = templates.own_source(FormCode.F10)
    wrong = own.replace("{{ until }}", "{{ colour }}") + '<script src="x">1</script>\n'
    refused = reviewer.submit(url, {"source": wrong}, status=422).get_data(as_text=True)
    assert "没有这一栏" in refused
    assert "不允许的元素" in refused
    line = next(n for n, text in enumerate(wrong.splitlines(), 1) if "colour" in text)
    assert f"第 {line} 行" in refused
    saved = reviewer.submit(url, {"source": own.replace("你（单位）", "你单位"), "note": "本局写法"})
    assert saved.headers["Location"] == f"{url}?version=1"
    shown = reviewer.submit(f"{url}/preview", {"source": own}, status=200)
    assert shown.data.startswith(b"%PDF")
    past = (clock.today() - timedelta(days=1)).isoformat()
    reviewer.submit(f"{url}/1/activate", {"valid_from": past}, status=422)
    reviewer.submit(f"{url}/1/activate", {"valid_from": clock.today().isoformat()})
    today = clock.today()
    assert templates.find_in_force(db.session(), COUNTY, FormCode.F10, today).version == 1
    assert "第 1 版" in reviewer.page("/documents/templates").text
    reviewer.submit(f"{url}/0/activate", {"valid_from": today.isoformat()})
    assert templates.find_in_force(db.session(), COUNTY, FormCode.F10, today).version == 0
    assert reviewer.get("/documents/templates/F99").status_code == 404

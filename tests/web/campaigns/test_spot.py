"""Pages of the draw for a self-check: who draws, what is shown, what leaves the house."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.kernel import clock
from tests.factories.accounts import make_officer
from tests.factories.closures import CLOSED_ON, make_closure, make_offices, new_well
from tests.factories.quotas import make_permit
from tests.support.counting import statements
from tests.web.dossier.test_pages import work_off

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def test_a_draw_is_made_shown_printed_and_packed(app: Flask, store: Session, sign_in: SignIn) -> None:
    offices = make_offices(store)
    make_closure(store, offices)
    make_permit(store, new_well(store), valid_to=date(2099, 12, 31))
    reader = make_officer(store, Role.LIAISON, agency=offices.water)
    store.commit()
    client = sign_in(offices.head)
    draw = {"year": CLOSED_ON.year, "count": 5, "kinds": ["closed_in_year", "in_use_permitted"]}
    refused = client.submit("/spot-checks/new", {**draw, "count": 0, "seed": "留着"}, status=422)
    assert "留着" in refused.text
    client.submit("/spot-checks/new", {**draw, "seed": "8-8-8", "seed_by": "市水利局 王检"})
    number = f"371525-{clock.today().year}-CC-00001"
    page = client.get(f"/spot-checks/{number}").text
    for words in ("8-8-8", "市水利局 王检", "取水口标牌", "一致", "一井一档"):
        assert words in page
    assert "8-8-8" in client.get("/spot-checks").text
    assert client.get(f"/spot-checks/{number}.pdf").data.startswith(b"%PDF")
    assert client.get(f"/spot-checks/{number}.xlsx").status_code == 200
    assert client.get(f"/spot-checks/{number}.zip").status_code == 422
    client.submit(f"/spot-checks/{number}/files", {})
    work_off(app, store)
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/spot-checks/{number}.zip").data))
    assert sorted(packed.namelist()) == sorted([f"{offices.well.code}.pdf", f"{number}.pdf"])
    other = sign_in(reader)
    assert other.get(f"/spot-checks/{number}").status_code == 200
    assert other.get("/spot-checks/new").status_code == 403
    assert other.get(f"/spot-checks/{number}.zip").status_code == 403


def test_a_draw_costs_the_same_for_few_wells_and_for_many(store: Session, sign_in: SignIn) -> None:
    offices = make_offices(store)
    make_permit(store, *(new_well(store) for _n in range(20)), valid_to=date(2099, 12, 31))
    store.commit()
    client = sign_in(offices.head)
    sent = []
    for number, count in enumerate((1, 20), start=1):
        draw = {"year": 2023, "count": count, "kinds": ["in_use_permitted"], "seed": "1"}
        client.submit("/spot-checks/new", draw)
        url = f"/spot-checks/371525-{clock.today().year}-CC-{number:05d}"
        client.get(url)
        with statements(store.get_bind().engine) as counted:
            assert client.get(url).status_code == 200
        sent.append(len(counted))
    assert sent[0] == sent[1]

"""A closure that was accepted on site shows where, with whom, and the drawn signatures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.closures import actions
from tests.factories.acceptance import LATER, filed
from tests.factories.accounts import make_officer
from tests.factories.closures import make_offices, report
from tests.factories.papers import make_device

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def test_the_page_shows_the_acceptance_on_site(store: Session, sign_in: SignIn) -> None:
    offices = make_offices(store)
    closure = report(store, offices)
    actions.accept_in_field(
        store,
        actor=offices.actor("acceptor"),
        now=LATER + timedelta(hours=1),
        device_id=make_device(store, offices.acceptor).id,
        closure=closure,
        filed=filed(store, offices, closure),
    )
    url = f"/closures/{closure.number}"
    reader = make_officer(store, Role.LIAISON, agency=offices.water)
    store.commit()
    page = sign_in(offices.acceptor).page(url)
    for word in ("现场验收", "陈核", "仅为声明", "没有扫标识牌", "封填到位，井口已硬化。"):
        assert word in page.text
    assert sum(one.get("src", "").startswith("data:image/png") for one in page.all("img")) == 4
    page = sign_in(reader).page(url)
    assert not [one for one in page.all("img") if one.get("src", "").startswith("data:")]

"""Pages of responsibility letters: drafted, printed, signed, read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.kernel import clock
from tests.factories.closures import make_offices
from tests.factories.oversight import set_target
from tests.factories.regions import WEST
from tests.factories.storage import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


def test_a_letter_is_drafted_printed_and_signed(store: Session, sign_in: SignIn) -> None:
    offices = make_offices(store)
    year = clock.today().year
    set_target(store, amount="2", division_code=WEST, year=year)
    store.commit()
    client, town = sign_in(offices.head), sign_in(offices.lead)
    facts = {"year": year, "agency": str(offices.township.id), "duties": "配合封停", "giver": "县长 郑重"}
    refused = client.submit("/responsibility-letters/new", facts, status=422)
    assert "县长 郑重" in refused.text
    client.submit("/responsibility-letters/new", {**facts, "taker": "镇长 高远"})
    url = f"/responsibility-letters/371525-{year}-ZR-00001"
    assert "镇长 高远" in client.get("/responsibility-letters").text
    assert client.get(f"{url}.pdf").data.startswith(b"%PDF")
    assert client.get(f"{url}.docx").data.startswith(b"PK")
    assert client.get(f"{url}/scan").status_code == 404
    signing = {"signed_on": clock.today().isoformat(), "base_version": "1"}
    assert "请上传双方签字盖章后的扫描件" in client.submit(f"{url}/sign", signing, status=422).text
    client.submit(f"{url}/sign", {**signing, "scan": (io.BytesIO(picture()), "责任书.jpg")})
    page = town.get(url).text
    for words in ("已签订", "配合封停", "封停", "sha256"):
        assert words in page
    assert town.get(f"{url}/scan").data == client.get(f"{url}/scan").data
    assert town.get(f"{url}/drop").status_code == 403
    client.submit(f"{url}/drop", {"reason": "重复"}, status=422)

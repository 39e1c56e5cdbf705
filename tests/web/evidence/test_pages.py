from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import select

from casebook.access import Role
from casebook.accounts import queries as accounts
from casebook.audit.models import AccessLog
from casebook.evidence import actions
from casebook.evidence.rules import EvidenceOrigin
from tests.factories import evidence as make
from tests.factories import storage as files
from tests.factories.accounts import make_agency, make_officer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.evidence.models import EvidenceItem
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

PHOTO = files.picture(size=(2000, 1000), exif=make.exif(taken="2023:06:01 17:00:00", model="V 1"))


@pytest.fixture
def inspector(store: Session) -> Officer:
    return make_officer(store, Role.INSPECTOR, agency=make_agency(store))


@pytest.fixture
def item(store: Session, inspector: Officer) -> EvidenceItem:
    upload = make.an_upload(PHOTO, file_name="井口.jpg", origin=EvidenceOrigin.CHAT)
    found = make.make_item(store, accounts.actor_of(inspector), upload=upload)
    store.commit()
    return found


@pytest.fixture
def url(store: Session, item: EvidenceItem) -> str:
    """Where the item is; known before the request, which needs SQLite's write lock for the look."""
    found = f"/evidence/{item.id}"
    store.rollback()
    return found


def looks(store: Session) -> list[tuple[str, str]]:
    store.rollback()
    return [
        (look.what, look.actor_name) for look in store.scalars(select(AccessLog).order_by(AccessLog.rowid))
    ]


def test_the_page_of_an_item(
    store: Session, sign_in: SignIn, inspector: Officer, item: EvidenceItem, url: str
) -> None:
    page = sign_in(inspector).page(url)
    assert page.h1 == "井口全景"
    for shown in (
        "照片内的时间比记录晚 7 小时",
        "非原始载体",
        "保管链",
        "接收并计算摘要",
        item.file_hash,
        "V 1",
    ):
        assert shown in page.text
    assert f"{url}/preview" in [image.get("src") for image in page.all("img")]
    assert looks(store) == [("page", inspector.name)]


def test_the_original_is_saved_byte_for_byte_and_never_rendered(
    store: Session, sign_in: SignIn, inspector: Officer, url: str
) -> None:
    answer = sign_in(inspector).get(f"{url}/original")
    assert answer.data == PHOTO
    assert answer.content_length == len(PHOTO)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "%E4%BA%95%E5%8F%A3.jpg" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert looks(store) == [("original", inspector.name)]


@pytest.mark.parametrize("is_made", [False, True])
def test_the_preview(
    store: Session, sign_in: SignIn, inspector: Officer, item: EvidenceItem, url: str, is_made: bool
) -> None:
    if is_made:
        actions.make_preview(store, item_id=item.id, now=make.NOW)
        store.commit()
    answer = sign_in(inspector).get(f"{url}/preview")
    assert answer.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.size == (1280, 640)
        assert not picture.getexif()
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in answer.headers["Cache-Control"]
    assert looks(store) == [("preview", inspector.name)]


def test_what_cannot_be_decoded_has_no_preview(store: Session, sign_in: SignIn, inspector: Officer) -> None:
    upload = make.an_upload(files.PDF, file_name="笔录.pdf")
    paper = make.make_item(store, accounts.actor_of(inspector), upload=upload, describes="")
    url = f"/evidence/{paper.id}"
    client = sign_in(inspector)
    assert client.page(url).h1 == "笔录.pdf"
    client.page(f"{url}/preview", status=404)


@pytest.mark.parametrize("part", ["", "/original", "/preview"])
def test_who_may_not_look(store: Session, sign_in: SignIn, url: str, part: str) -> None:
    agency = make_agency(store, name="另一机关")
    informant = make_officer(store, Role.INFORMANT, agency=agency)
    admin = make_officer(store, Role.SYSTEM_ADMIN, agency=agency)
    elsewhere = make_officer(store, Role.INSPECTOR, agency=agency, jurisdiction="371525001")
    store.commit()
    for officer, status in ((informant, 403), (admin, 403), (elsewhere, 404)):
        sign_in(officer).page(f"{url}{part}", status=status)
    assert looks(store) == []


def test_a_stranger_is_sent_to_the_sign_in(app: object, url: str) -> None:
    answer = app.test_client().get(url)  # type: ignore[attr-defined] # a Flask app
    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def test_no_such_item(sign_in: SignIn, inspector: Officer) -> None:
    sign_in(inspector).page(f"/evidence/{make.a_subject().id}", status=404)


def test_a_script_in_the_card_is_text(store: Session, sign_in: SignIn, inspector: Officer) -> None:
    upload = make.an_upload(files.picture(colour="red"), file_name="<img src=x onerror=alert(1)>.jpg")
    item = make.make_item(
        store, accounts.actor_of(inspector), upload=upload, describes="<script>alert(1)</script>"
    )
    url = f"/evidence/{item.id}"
    page = sign_in(inspector).page(url)
    assert page.h1 == "<script>alert(1)</script>"

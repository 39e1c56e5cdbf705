"""Recordings are played in pieces; each piece is the original's, and a look is logged once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.audit.models import AccessLog
from casebook.evidence.rules import EvidenceMethod
from tests.factories import evidence as make
from tests.factories import recordings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from tests.support.page import CasebookClient

FILM = recordings.mp4(samples=50_000)


@pytest.fixture
def url(store: Session, actor: Actor) -> str:
    upload = make.an_upload(FILM, file_name="a.mp4", method=EvidenceMethod.VIDEO)
    item = make.make_item(store, actor, upload=upload, describes="询问过程")
    found = f"/evidence/{item.id}"
    store.commit()
    return found


def looks(store: Session) -> list[str]:
    store.rollback()
    return list(store.scalars(select(AccessLog.what).order_by(AccessLog.rowid)))


def test_the_page_has_a_player(client: CasebookClient, url: str) -> None:
    page = client.page(url)
    (player,) = page.all("video")
    assert player.get("src") == f"{url}/play"
    assert page.links()["下载原件"] == f"{url}/original"


def test_the_whole(store: Session, client: CasebookClient, url: str) -> None:
    answer = client.get(f"{url}/play")
    assert (answer.status_code, answer.data) == (200, FILM)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.mimetype == "video/mp4"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert looks(store) == ["play"]


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, len(FILM) - 1),
        ("bytes=-10", len(FILM) - 10, len(FILM) - 1),
        ("bytes=49000-99999999", 49_000, len(FILM) - 1),
    ],
)
def test_a_piece(client: CasebookClient, url: str, wanted: str, first: int, last: int) -> None:
    answer = client.get(f"{url}/play", headers={"Range": wanted})
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(FILM)}"
    assert answer.data == FILM[first : last + 1]


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=9-1"])
def test_a_piece_that_is_not_there(client: CasebookClient, url: str, wanted: str) -> None:
    answer = client.get(f"{url}/play", headers={"Range": wanted})
    assert answer.status_code in {200, 416}
    assert answer.data == FILM if answer.status_code == 200 else answer.data != FILM


def test_many_pieces_are_one_look(store: Session, client: CasebookClient, url: str) -> None:
    for first in range(0, 50_000, 10_000):
        client.get(f"{url}/play", headers={"Range": f"bytes={first}-{first + 99}"})
    assert looks(store) == ["play"]


def test_what_is_no_recording_is_not_played(store: Session, actor: Actor, client: CasebookClient) -> None:
    item = make.make_item(store, actor)
    url = f"/evidence/{item.id}/play"
    store.commit()
    assert client.get(url).status_code == 404
    assert looks(store) == []


def test_who_may_not_play(store: Session, stranger: CasebookClient, url: str) -> None:
    assert stranger.get(f"{url}/play").status_code == 403
    assert looks(store) == []

"""Originals over HTTP by tus: resumed after cuts, owned by their sender, refused with a reason."""

from __future__ import annotations

import base64
import errno
import io
import os
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from casebook.access import Role
from casebook.field.views import tus
from casebook.kernel.hashing import digest
from casebook.storage import queries
from casebook.storage.models import Upload
from tests.factories.accounts import make_officer
from tests.factories.field import new_picture
from tests.factories.storage import HTML
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

URL = "/field/api/files"
BYTES = {"Content-Type": tus.BYTES}


def metadata(**told: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())


def announcement(data: bytes, **changes: str) -> dict[str, str]:
    told = {"hash": digest(data), "name": "IMG_1.jpg", "type": "image/jpeg", "operation": str(uuid4())}
    return {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(data)),
        "Upload-Metadata": metadata(**told),
        **changes,
    }


def begin(client: CasebookClient, data: bytes, **changes: str) -> str:
    answer = client.post(URL, headers=announcement(data, **changes))
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(client: CasebookClient, place: str, data: bytes, offset: int, **more: object) -> TestResponse:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), **BYTES}
    return client.patch(place, data=data, headers=headers, **more)


def offset(client: CasebookClient, place: str) -> int:
    answer = client.head(place, headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def parts(app_data: Path) -> list[Path]:
    return list((app_data / "files" / "incoming").iterdir())


@pytest.fixture
def data_path(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_photograph_in_pieces(client: CasebookClient, store: Session) -> None:
    photo = new_picture()
    place = begin(client, photo)
    assert place.startswith(f"{URL}/")
    assert offset(client, place) == 0
    for start in range(0, len(photo), 200):
        answer = send(client, place, photo[start : start + 200], start)
        assert answer.status_code == 204
        assert answer.headers["Upload-Offset"] == str(min(start + 200, len(photo)))
        assert answer.headers["Tus-Resumable"] == "1.0.0"
        assert answer.headers["Casebook-Time"].endswith("Z")
    assert offset(client, place) == len(photo)
    assert queries.get_file(store, digest(photo)).media_type == "image/jpeg"
    with queries.open_file(digest(photo)) as stream:
        assert stream.read() == photo


def test_a_photograph_with_its_announcement(client: CasebookClient, store: Session, data_path: Path) -> None:
    photo = new_picture()
    answer = client.post(URL, data=photo, headers=announcement(photo, **BYTES))
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(photo)))
    assert queries.find_file(store, digest(photo)) is not None
    assert parts(data_path) == []


def test_a_part_with_its_announcement_is_gone_on_with(client: CasebookClient) -> None:
    photo = new_picture()
    answer = client.post(URL, data=photo[:100], headers=announcement(photo, **BYTES))
    assert answer.headers["Upload-Offset"] == "100"
    assert send(client, answer.headers["Location"], photo[100:], 100).status_code == 204


def test_a_known_file_is_not_sent_again(client: CasebookClient, data_path: Path) -> None:
    photo = new_picture()
    client.post(URL, data=photo, headers=announcement(photo, **BYTES))
    again = client.post(URL, data=photo, headers=announcement(photo, **BYTES))
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(photo)))
    place = again.headers["Location"]
    assert send(client, place, b"", len(photo)).status_code == 204
    late = send(client, place, photo[:10], 0)
    assert (late.status_code, late.json["error"]["code"]) == (409, "upload_offset_differs")
    assert parts(data_path) == []


def test_a_begun_file_is_found_by_its_hash(client: CasebookClient) -> None:
    photo = new_picture()
    place = begin(client, photo)
    send(client, place, photo[:50], 0)
    again = client.post(URL, headers=announcement(photo))
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (place, "50")


class Cut(io.BytesIO):
    """A body whose link is cut at its end."""

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        if not piece:
            raise ConnectionResetError
        return piece


def test_what_came_before_a_cut_is_kept(client: CasebookClient) -> None:
    photo = new_picture()
    place = begin(client, photo)
    answer = send(client, place, b"", 0, input_stream=Cut(photo[:77]), content_length=len(photo))
    assert answer.headers["Upload-Offset"] == "77"
    assert offset(client, place) == 77
    ended = send(client, place, b"", 77, input_stream=io.BytesIO(photo[77:90]), content_length=5000)
    assert ended.headers["Upload-Offset"] == "90"
    assert send(client, place, photo[90:], 90).status_code == 204


def test_pieces_write_nothing_to_the_database(client: CasebookClient, store: Session) -> None:
    photo = new_picture()
    place = begin(client, photo)
    with statements(store.get_bind()) as sent:
        assert send(client, place, photo[:100], 0).status_code == 204
    assert [one for one in sent if not one.startswith(("SELECT", "BEGIN DEFERRED"))] == []


def test_wrong_bytes_begin_anew(client: CasebookClient) -> None:
    photo = new_picture()
    place = begin(client, photo)
    answer = send(client, place, photo[:-1] + b"x", 0)
    assert (answer.status_code, answer.json["error"]["code"]) == (460, "upload_hash_wrong")
    assert offset(client, place) == 0
    assert send(client, place, photo, 0).status_code == 204


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_page_is_no_photograph(
    client: CasebookClient, store: Session, data_path: Path, is_whole: bool
) -> None:
    if is_whole:
        answer = client.post(URL, data=HTML, headers=announcement(HTML, **BYTES))
    else:
        answer = send(client, begin(client, HTML), HTML, 0)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "file_kind_refused")
    assert answer.json["error"]["field"] == "file"
    assert parts(data_path) == []
    assert store.query(Upload).count() == 0
    assert queries.find_file(store, digest(HTML)) is None


@pytest.mark.parametrize("length", ["", "-1", "x", "1e3", "9" * 40, "٣"])
def test_a_length_is_a_number(client: CasebookClient, length: str) -> None:
    headers = announcement(b"x", **{"Upload-Length": length})
    if not length.isascii():
        headers["Upload-Length"] = length.encode().decode("latin-1")
    answer = client.post(URL, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "upload_number_unreadable")


@pytest.mark.parametrize(
    ("length", "code"),
    [("0", "file_empty"), (str(61 * 2**20), "file_too_large"), ("9" * 18, "file_too_large")],
)
def test_a_length_has_its_limits(client: CasebookClient, length: str, code: str) -> None:
    answer = client.post(URL, headers=announcement(b"x", **{"Upload-Length": length}))
    assert (answer.status_code, answer.json["error"]["code"]) == (422, code)


@pytest.mark.parametrize(
    "told",
    [
        "hash",
        "hash not-base64!",
        "hash " + base64.b64encode(b"\xff\xfe").decode(),
        metadata(name="a\0b.jpg", hash="sha256:" + "0" * 64),
        metadata(hash="sha256:" + "0" * 64, name="x" * 5000),
    ],
)
def test_metadata_that_nobody_can_read(client: CasebookClient, told: str) -> None:
    answer = client.post(URL, headers=announcement(b"x", **{"Upload-Metadata": told}))
    assert answer.status_code == 422
    assert answer.json["error"]["code"] in {"upload_metadata_unreadable", "upload_hash_unreadable"}


@pytest.mark.parametrize("file_hash", ["", "../../etc/passwd", "sha256:../../x", "sha256:" + "Z" * 64])
def test_a_hash_leads_nowhere(client: CasebookClient, data_path: Path, file_hash: str) -> None:
    told = {"Upload-Metadata": metadata(hash=file_hash, name="../../a.jpg")}
    answer = client.post(URL, data=b"x", headers=announcement(b"x", **told, **BYTES))
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "upload_hash_unreadable")
    assert parts(data_path) == []


def test_an_offset_is_where_the_file_ends(client: CasebookClient) -> None:
    photo = new_picture()
    place = begin(client, photo)
    assert send(client, place, photo[:10], 5).status_code == 409
    assert send(client, place, photo[:10], -5).status_code == 422
    assert send(client, place, photo + b"more", 0).json["error"]["code"] == "upload_too_long"


def test_a_request_brings_no_more_than_it_may(
    client: CasebookClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tus, "MOST_AT_ONCE", 100)
    place = begin(client, new_picture())
    assert send(client, place, bytes(101), 0).status_code == 413
    assert offset(client, place) == 0


def test_uploads_of_others_are_not_there(
    client: CasebookClient, sign_in: SignIn, store: Session, agency: Agency
) -> None:
    photo = new_picture()
    place = begin(client, photo)
    other = sign_in(make_officer(store, Role.INSPECTOR, agency=agency))
    other.environ_base["HTTP_CASEBOOK_DEVICE"] = str(uuid4())
    version = {"Tus-Resumable": "1.0.0"}
    assert other.head(place, headers=version).status_code == 404
    assert send(other, place, photo, 0).status_code == 404
    assert other.delete(place, headers=version).status_code == 404
    assert other.head(f"{URL}/{uuid4()}", headers=version).status_code == 404
    assert offset(client, place) == 0


def test_a_cancelled_upload_is_gone(client: CasebookClient, data_path: Path) -> None:
    photo = new_picture()
    place = begin(client, photo)
    send(client, place, photo[:10], 0)
    assert client.delete(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert client.head(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert parts(data_path) == []


def test_what_is_spoken(client: CasebookClient) -> None:
    answer = client.options(URL)
    assert (answer.status_code, answer.headers["Tus-Version"]) == (204, "1.0.0")
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "termination",
    }
    photo = new_picture()
    for version in ({"Tus-Resumable": "0.2.0"}, {"Tus-Resumable": ""}):
        assert client.post(URL, headers={**announcement(photo), **version}).status_code == 412
    place = begin(client, photo)
    plain = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "image/jpeg"}
    assert client.patch(place, data=photo, headers=plain).status_code == 415


def test_who_may(sign_in: SignIn, store: Session, agency: Agency) -> None:
    for role, status in ((Role.INFORMANT, 201), (Role.CLOSURE_ACCEPTOR, 201), (Role.LIAISON, 403)):
        client = sign_in(make_officer(store, role, agency=agency))
        client.environ_base["HTTP_CASEBOOK_DEVICE"] = str(uuid4())
        assert client.post(URL, headers=announcement(new_picture())).status_code == status


def test_a_full_disk(client: CasebookClient, monkeypatch: pytest.MonkeyPatch, data_path: Path) -> None:
    photo, other = new_picture(), new_picture()
    place = begin(client, photo)
    send(client, place, photo[:60], 0)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    cut = send(client, place, photo[60:], 60)
    assert (cut.status_code, cut.json["error"]["code"]) == (507, "storage_full")
    assert client.post(URL, data=other, headers=announcement(other, **BYTES)).status_code == 507
    assert len(parts(data_path)) == 1
    assert offset(client, place) == 60
    assert client.get("/account").status_code == 200
    monkeypatch.undo()
    assert send(client, place, photo[60:], 60).status_code == 204

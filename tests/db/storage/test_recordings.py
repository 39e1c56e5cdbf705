"""Video and audio: taken whole, refused when cut off, renamed, doubled or hostile."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.storage import actions, queries, rules
from casebook.storage.rules import MediaKind
from tests.factories import recordings
from tests.factories import storage as files

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session


pytestmark = pytest.mark.usefixtures("file_store")
NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
ANY = frozenset(MediaKind)
SOUND = (recordings.wav(), recordings.ogg(), recordings.mp3(), recordings.aac())


@pytest.fixture
def backend() -> str:
    """What a file holds does not depend on the database."""
    return "spatialite"


def keep(session: Session, data: bytes, name: str) -> str:
    stream = io.BytesIO(data)
    kept = actions.store(session, stream=stream, limit=2**30, allowed=ANY, now=NOW, name=name)
    with queries.open_file(kept.hash) as stored:
        assert stored.read() == data
    return kept.media_type


def refusal(session: Session, data: bytes, name: str) -> str:
    with pytest.raises(RuleBroken) as found:
        keep(session, data, name)
    assert found.value.field == "file"
    return found.value.code


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.mp4", recordings.mp4(), rules.MP4),
        ("a.mp4", recordings.large_mp4(), rules.MP4),
        ("a.mp4", recordings.endless_mp4(), rules.MP4),
        ("a.mp4", recordings.mp4(data=b"moof"), rules.MP4),
        ("a.m4a", recordings.mp4(b"mp42"), rules.MP4),
        ("a.mov", recordings.mp4(b"qt  "), rules.MOV),
        ("a.m4a", recordings.mp4(b"M4A "), rules.M4A),
        ("a.webm", recordings.webm(), rules.WEBM),
        ("a.webm", recordings.webm(504), rules.WEBM),
        ("a.wav", recordings.wav(), rules.WAV),
        ("a.wav", recordings.wav(stated=0xFFFFFFFF), rules.WAV),
        ("a.ogg", recordings.ogg(), rules.OGG),
        ("a.mp3", recordings.mp3(), rules.MP3),
        ("a.mp3", recordings.mp3(100), rules.MP3),
        ("a.aac", recordings.aac(), rules.AAC),
        ("a.heic", recordings.HEIC, rules.HEIC),
    ],
)
def test_honest_recordings(session: Session, name: str, data: bytes, media: rules.Media) -> None:
    assert keep(session, data, name) == media.type


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mp4", recordings.mp4()[:-1]),
        ("a.mp4", recordings.mp4()[:180]),
        ("a.mp4", recordings.mp4() + b"\0\0"),
        ("a.mp4", recordings.mp4(index=b"free")),
        ("a.mp4", recordings.mp4(data=b"free")),
        ("a.webm", recordings.webm(505)),
        ("a.webm", recordings.webm(body=b"")),
        ("a.wav", recordings.wav()[:-1]),
        ("a.ogg", recordings.ogg()[:-1]),
        ("a.ogg", recordings.ogg()[:-201]),
        ("a.mp3", recordings.mp3(20)[:30]),
    ],
)
def test_a_recording_cut_off(session: Session, tmp_path: Path, name: str, data: bytes) -> None:
    assert refusal(session, data, name) == "recording_cut_off"
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["a.jpg", "a.pdf", "a.webm", "a.mp3"])
def test_a_renamed_film(session: Session, name: str) -> None:
    assert refusal(session, recordings.mp4(), name) == "file_name_disagrees"


@pytest.mark.parametrize("data", [recordings.mp4(), recordings.webm(), *SOUND])
def test_a_recording_that_is_also_an_archive(session: Session, data: bytes) -> None:
    both = data + files.archive({"run.js": b"x"})
    assert refusal(session, both, "") in {"file_two_faces", "recording_cut_off"}


def test_a_film_with_a_page_in_its_free_box(session: Session) -> None:
    film = recordings.mp4()
    page = recordings.box(b"free", files.HTML)
    assert refusal(session, film[:24] + page + film[24:], "a.mp4") == "file_two_faces"


def test_a_film_larger_than_a_film_may_be(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules.LIMITS, MediaKind.VIDEO, 1000)
    assert refusal(session, recordings.mp4(), "a.mp4") == "file_too_large"


def test_a_photo_larger_than_a_photo_may_be_where_films_are_taken_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rules.LIMITS, MediaKind.PHOTO, 100)
    assert refusal(session, files.picture(), "a.jpg") == "file_too_large"


@pytest.mark.parametrize(
    "tail",
    [
        files.HTML,
        b"\r\n" + files.SVG,
        b"\0" * 5000 + files.HTML,
        files.PDF,
        b"Rar!\x1a\x07\x01\x00" + bytes(50),
        b"7z\xbc\xaf\x27\x1c" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"MZ" + bytes(50),
        b"\x7fELF" + bytes(50),
        b"#!/bin/sh\nrm -rf /\n",
    ],
    ids=["html", "svg", "html-far-behind", "pdf", "rar", "7z", "zip-head", "exe", "elf", "shell"],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_with_something_hung_behind_it(session: Session, kind: str, tail: bytes) -> None:
    data = files.picture(kind) + tail
    assert refusal(session, data, f"a.{kind.lower()}") == "file_two_faces"


def test_gifar_and_other_kinds_are_not_taken_at_all(session: Session) -> None:
    gif = b"GIF89a\1\0\1\0\0\0\0;" + files.archive({"A.class": b"x"})
    assert refusal(session, gif, "a.gif") == "file_kind_refused"
    assert refusal(session, recordings.mp4(b"3gp5"), "a.3gp") == "file_kind_refused"
    assert refusal(session, recordings.mp4(b"avif"), "a.heic") == "file_kind_refused"


@pytest.mark.parametrize("name", [b"/JavaScript", b"/JS(", b"/Launch "])
def test_a_pdf_that_runs_something(session: Session, name: bytes) -> None:
    active = files.PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S" + name + b" (x)>>")
    assert refusal(session, active, "a.pdf") == "document_active"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.mp4", "passwd.mp4"),
        ("C:\\windows\\a.mp4", "a.mp4"),
        ("a\u202e4pm.mp4", "a4pm.mp4"),
        ("con.mp4", "_con.mp4"),
        ("\0\x1b.mp4", "mp4"),
    ],
)
def test_path_tricks_in_names(given: str, kept: str) -> None:
    assert rules.safe_name(given) == kept

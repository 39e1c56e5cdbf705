"""Each hostile upload is refused with its own reason and leaves nothing on disk."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from casebook.kernel.errors import RuleBroken
from casebook.storage import actions, rules
from casebook.storage.rules import MediaKind
from tests.factories import storage as files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.storage.disk import FileStore

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
ANY = frozenset(MediaKind)


@pytest.fixture
def backend() -> str:
    """What a file holds does not depend on the database."""
    return "spatialite"


@pytest.fixture
def place(session: Session, file_store: FileStore, tmp_path: Path) -> Iterator[Session]:
    """A session whose refused uploads leave no file."""
    yield session
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def refusal(session: Session, data: bytes, name: str, allowed: frozenset[MediaKind] = ANY) -> str:
    with pytest.raises(RuleBroken) as found:
        actions.store(session, stream=io.BytesIO(data), limit=2**30, allowed=allowed, now=NOW, name=name)
    assert found.value.field == "file"
    return found.value.code


def accepted(session: Session, data: bytes, name: str) -> str:
    stream = io.BytesIO(data)
    return actions.store(session, stream=stream, limit=2**30, allowed=ANY, now=NOW, name=name).media_type


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.jpg", files.picture("JPEG"), rules.JPEG),
        ("a.png", files.picture("PNG"), rules.PNG),
        ("a.webp", files.picture("WEBP"), rules.WEBP),
        ("a.heic", files.heic(), rules.HEIC),
        ("a.pdf", files.PDF, rules.PDF),
        ("a.xlsx", files.workbook(), rules.XLSX),
        ("a.xls", files.old_workbook(), rules.XLS),
        ("a.csv", files.CSV, rules.CSV),
        ("a.csv", "编号,姓名\n1,张三\n".encode("gb18030"), rules.CSV),
        ("a.csv", "编号,姓名\n1,张三\n".encode("utf-8-sig"), rules.CSV),
        ("a.geojson", files.GEOJSON, rules.GEOJSON),
        ("a.json", b"\xef\xbb\xbf" + files.GEOJSON, rules.GEOJSON),
    ],
)
def test_honest_files(
    session: Session, file_store: FileStore, name: str, data: bytes, media: rules.Media
) -> None:
    assert accepted(session, data, name) == media.type


def test_a_large_layer(session: Session, file_store: FileStore) -> None:
    point = b'{"type":"Feature","geometry":null,"properties":{"name":"x"}},'
    layer = b'{"type":"FeatureCollection","features":[' + point * 5000 + point[:-1] + b"]}"
    assert accepted(session, layer, "zones.geojson") == rules.GEOJSON.type


def test_a_motion_photo_with_its_film_behind_the_picture(session: Session, file_store: FileStore) -> None:
    film = struct.pack(">I4s4sI", 16, b"ftyp", b"mp42", 0)
    assert accepted(session, files.picture() + film, "a.jpg") == rules.JPEG.type


def test_a_renamed_file(place: Session) -> None:
    assert refusal(place, files.picture("PNG"), "photo.jpg") == "file_name_disagrees"


def test_a_program_named_as_a_photo(place: Session) -> None:
    program = b"\x7fELF\x02\x01\x01" + bytes(200)
    assert refusal(place, program, "photo.jpg") == "file_kind_refused"


def test_svg(place: Session) -> None:
    assert refusal(place, files.SVG, "photo.svg") == "file_kind_refused"


def test_svg_named_as_a_table(place: Session) -> None:
    assert refusal(place, files.SVG, "readings.csv") in {"file_kind_refused", "file_two_faces"}


def test_html(place: Session) -> None:
    assert refusal(place, files.HTML, "photo.jpg") == "file_kind_refused"


def test_html_behind_a_pdf_header(place: Session) -> None:
    assert refusal(place, b"%PDF-1.4\n" + files.HTML + b"%%EOF", "a.pdf") == "file_two_faces"


def test_a_photo_that_is_also_an_archive(place: Session) -> None:
    both = files.picture() + files.archive({"run.js": b"alert(1)"})
    assert refusal(place, both, "a.jpg") == "file_two_faces"


def test_a_photo_that_is_also_a_workbook(place: Session) -> None:
    both = files.picture() + files.workbook()
    assert refusal(place, both, "a.jpg") == "file_name_disagrees"
    assert refusal(place, both, "a.jpg", frozenset({MediaKind.PHOTO})) == "file_kind_refused"


def test_a_pdf_that_is_also_an_archive(place: Session) -> None:
    assert refusal(place, files.PDF + files.archive({"a.class": b"x"}), "a.pdf") == "file_two_faces"


def test_a_photo_that_is_also_a_pdf(place: Session) -> None:
    comment = b"\xff\xfe" + struct.pack(">H", len(files.PDF) + 2) + files.PDF
    photo = files.picture()
    assert refusal(place, photo[:2] + comment + photo[2:], "a.jpg") == "file_two_faces"


def test_a_photo_with_a_page_in_its_comment(place: Session) -> None:
    comment = b"\xff\xfe" + struct.pack(">H", len(files.HTML) + 2) + files.HTML
    photo = files.picture()
    assert refusal(place, photo[:2] + comment + photo[2:], "a.jpg") == "file_two_faces"


def test_an_image_bomb(place: Session) -> None:
    assert refusal(place, files.huge_png(60_000, 60_000), "a.png") == "image_too_many_pixels"


def test_an_image_bomb_in_heic(place: Session) -> None:
    assert refusal(place, files.heic(60_000, 60_000), "a.heic") == "image_too_many_pixels"


def test_an_image_bomb_in_webp(place: Session) -> None:
    assert refusal(place, files.huge_webp(16_000, 16_000), "a.webp") == "image_too_many_pixels"


@pytest.mark.parametrize("lossless", [False, True])
def test_sizes_of_simple_webp_files(place: Session, lossless: bool) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (10_000, 5_100)).save(stream, "WEBP", lossless=lossless, method=0)
    assert refusal(place, stream.getvalue(), "a.webp") == "image_too_many_pixels"


def test_an_heic_without_sizes(place: Session) -> None:
    assert refusal(place, files.heic()[:24], "a.heic") == "image_unreadable"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_off(place: Session, kind: str) -> None:
    data = files.picture(kind, (400, 300))
    assert refusal(place, data[: len(data) - 20], f"a.{kind.lower()}") == "image_cut_off"


def test_a_photo_that_is_only_its_first_bytes(place: Session) -> None:
    assert refusal(place, files.picture()[:30], "a.jpg") == "image_unreadable"


def test_a_pdf_cut_off(place: Session) -> None:
    assert refusal(place, files.PDF[:30], "a.pdf") == "document_cut_off"


def test_a_spreadsheet_bomb(place: Session) -> None:
    bomb = files.swollen_workbook(rules.MAX_UNPACKED_BYTES // rules.MEBIBYTE + 1)
    assert len(bomb) < rules.MEBIBYTE
    assert refusal(place, bomb, "a.xlsx") == "spreadsheet_bomb"


def test_a_workbook_whose_sizes_lie(place: Session) -> None:
    data = bytearray(files.archive({"xl/workbook.xml": bytes(100_000)}))
    true, lie = struct.pack("<I", 100_000), struct.pack("<I", 10)
    assert data.count(true) == 2
    assert refusal(place, bytes(data.replace(true, lie)), "a.xlsx") == "spreadsheet_unreadable"


def test_a_workbook_cut_off(place: Session) -> None:
    data = files.workbook()
    assert refusal(place, data[: len(data) // 2], "a.xlsx") == "file_kind_refused"


def test_an_archive_named_as_a_workbook(place: Session) -> None:
    assert refusal(place, files.archive({"a.exe": b"MZ"}), "a.xlsx") == "file_kind_refused"


def test_an_old_word_document_named_as_a_workbook(place: Session) -> None:
    document = bytes.fromhex("D0CF11E0A1B11AE1").ljust(2048, b"\0") + "WordDocument".encode("utf-16-le")
    assert refusal(place, document, "a.xls") == "spreadsheet_unreadable"


def test_binary_named_as_a_table(place: Session) -> None:
    assert refusal(place, b"a,b\n1,2\n" * 50 + b"\0\xff\xfe", "a.csv") in {
        "file_kind_refused",
        "table_not_text",
    }


def test_text_in_no_known_encoding(place: Session) -> None:
    assert refusal(place, b"a,b\n1,2\n" * 5000 + b"\x81", "a.csv") == "table_not_text"


def test_a_virtual_layer_named_as_geojson(place: Session) -> None:
    assert refusal(place, files.VRT, "zones.geojson") == "layer_unreadable"


def test_json_that_is_no_map(place: Session) -> None:
    assert refusal(place, b'{"a": [1, 2, 3], "b": "c"}', "zones.geojson") == "layer_unreadable"


def test_geojson_cut_off(place: Session) -> None:
    assert refusal(place, files.GEOJSON[:-2], "zones.geojson") in {"layer_unreadable", "file_kind_refused"}

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.storage import rules
from casebook.storage.rules import MediaKind


@pytest.mark.parametrize(
    ("sniffed", "name", "is_workbook", "media"),
    [
        ("image/jpeg", "a.jpg", False, rules.JPEG),
        ("image/heif", "a.heic", False, rules.HEIC),
        ("application/json", "zones.geojson", False, rules.GEOJSON),
        ("application/zip", "a.xlsx", True, rules.XLSX),
        (rules.XLSX.type, "a.xlsx", False, None),
        ("application/x-ole-storage", "a.xls", False, rules.XLS),
        ("text/plain", "readings.csv", False, rules.CSV),
        ("text/plain", "readings.txt", False, None),
        ("text/html", "readings.csv", False, None),
        ("text/x-shellscript", "readings.csv", False, None),
        ("image/svg+xml", "a.png", False, None),
        ("image/gif", "a.gif", False, None),
        ("application/x-dosexec", "a.jpg", False, None),
    ],
)
def test_what_a_file_is(sniffed: str, name: str, is_workbook: bool, media: rules.Media | None) -> None:
    assert rules.media_of(sniffed, name, is_workbook=is_workbook) == media


def test_a_kind_that_the_upload_does_not_take() -> None:
    with pytest.raises(RuleBroken) as refusal:
        rules.check_kind(rules.PDF, "application/pdf", frozenset({MediaKind.PHOTO}))
    assert (refusal.value.code, refusal.value.field) == ("file_kind_refused", "file")


@pytest.mark.parametrize("name", ["well.jpg", "WELL.JPEG", "no extension", ""])
def test_names_that_agree(name: str) -> None:
    rules.check_name(rules.JPEG, name)


@pytest.mark.parametrize("name", ["well.png", "well.pdf", "well.jpg.exe", "well."[:-1] + ".html"])
def test_names_that_lie(name: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        rules.check_name(rules.JPEG, name)
    assert refusal.value.code == "file_name_disagrees"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("井口照片.jpg", "井口照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\photo.jpg", "photo.jpg"),
        ("/absolute/path.jpg", "path.jpg"),
        ("..", "file"),
        ("", "file"),
        ("...hidden", "hidden"),
        ("a\0b\r\n.jpg", "ab.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("con.jpg", "_con.jpg"),
        ('a"b<c>.jpg', "a_b_c_.jpg"),
        ("e\u0301.jpg", "\u00e9.jpg"),
    ],
)
def test_file_names_are_neutralised(name: str, shown: str) -> None:
    assert rules.safe_name(name) == shown


def test_a_long_name_keeps_its_extension() -> None:
    assert rules.safe_name("井" * 500 + ".jpg").endswith("井.jpg")


@given(st.text(max_size=300))
def test_no_name_is_dangerous(name: str) -> None:
    shown = rules.safe_name(name)
    assert shown
    assert len(shown) <= rules.LONGEST_NAME
    assert not set(shown) & set('\\/\0<>:"|?*')
    assert not shown.startswith(".")
    assert all(unicodedata.category(sign)[0] != "C" for sign in shown)


@pytest.mark.parametrize(("width", "height"), [(0, 10), (-1, 10)])
def test_an_image_without_size(width: int, height: int) -> None:
    with pytest.raises(RuleBroken) as refusal:
        rules.check_pixels(rules.PNG, width, height)
    assert refusal.value.code == "image_unreadable"


def test_the_largest_image() -> None:
    rules.check_pixels(rules.PNG, 10_000, 5_000)
    with pytest.raises(RuleBroken) as refusal:
        rules.check_pixels(rules.PNG, 10_000, 5_001)
    assert refusal.value.code == "image_too_many_pixels"


@given(st.binary(max_size=50))
def test_a_key_names_its_hash(data: bytes) -> None:
    stored_hash = digest(data)
    key = rules.key_of(stored_hash)
    assert key.startswith("sha256/")
    assert rules.hash_of(key) == stored_hash


@pytest.mark.parametrize("bad", ["", "sha256:", "sha256:../../etc", "../x:" + "a" * 64, "sha256:" + "A" * 64])
def test_what_is_no_hash_has_no_place(bad: str) -> None:
    with pytest.raises(ValueError, match="not a stored hash"):
        rules.key_of(bad)


@pytest.mark.parametrize("key", ["incoming/x", "sha256/ab/cd/efgh", "a/b/c/d/e"])
def test_other_keys_name_nothing(key: str) -> None:
    assert rules.hash_of(key) is None

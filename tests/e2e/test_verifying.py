"""The page that verifies evidence packages, opened as a file: it says what the program says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.dossier.actions import VERIFIER
from tests.unit.dossier.test_verifier import SIGNER, package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The page as a file, on a computer without any network."""
    context = browser.new_context(offline=True)
    found = context.new_page()
    found.goto((VERIFIER / "verify.html").as_uri())
    yield found
    context.close()


def said(page: Page, path: Path, *, key: str, head: str) -> str:
    """Ask about a package and return the answer."""
    page.set_input_files("#file", path)
    page.fill("#key", key)
    page.fill("#head", head)
    page.evaluate("() => document.getElementById('outcome').replaceChildren()")
    page.get_by_text("核验 / Verify", exact=True).click()
    page.locator("#outcome .whole, #outcome .broken").wait_for()
    return page.locator("#outcome").inner_text()


@pytest.mark.parametrize("stamped", [False, True])
def test_an_untouched_package_is_whole(page: Page, tmp_path: Path, stamped: bool) -> None:
    data, head = package(stamped=stamped)
    path = tmp_path / "package.zip"
    path.write_bytes(data)
    assert "WHOLE：371525-2026-AJ-00001" in said(page, path, key=SIGNER.fingerprint, head=head)


def test_changed_packages_are_not(page: Page, tmp_path: Path) -> None:
    data, head = package(stamped=True)
    path, passed = tmp_path / "package.zip", []
    for at in range(0, len(data), 97):
        changed = bytearray(data)
        changed[at] ^= 1 << (at % 8)
        path.write_bytes(changed)
        if "NOT WHOLE" not in said(page, path, key=SIGNER.fingerprint, head=head):
            passed.append(at)
    for changed in (data + b"x", data[:-1], b"\xef\xbb\xbf" + data):
        path.write_bytes(changed)
        if "NOT WHOLE" not in said(page, path, key=SIGNER.fingerprint, head=head):
            passed.append(len(changed))
    assert passed == []


def test_another_key_or_head_is_told(page: Page, tmp_path: Path) -> None:
    data, head = package()
    path, other = tmp_path / "package.zip", "sha256:" + 64 * "a"
    path.write_bytes(data)
    assert "not signed by the key" in said(page, path, key=other, head=head)
    assert "whose hash was printed" in said(page, path, key=SIGNER.fingerprint, head=other)

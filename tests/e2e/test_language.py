"""In English no page shows a word of the interface in Chinese; what officers wrote stays as it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from tests.e2e.pages.base import Screen
from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor
    from tests.e2e.served import Served

CATALOGUE = ROOT / "casebook/translations/en/LC_MESSAGES/messages.po"
SHOWN = """
() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) found.add(walker.currentNode.textContent.replace(/\\s+/g, " ").trim());
  for (const element of document.querySelectorAll("*"))
    for (const name of ["placeholder", "aria-label", "title", "alt"])
      if (element.hasAttribute(name)) found.add(element.getAttribute(name).trim());
  return [...found];
}
"""
PAGES = {
    "inspector": (
        "/",
        "/wells",
        "/wells/371525101JJ00002",
        "/map",
        "/inspections",
        "/problems",
        "/cases",
        "/account",
    ),
    "closure": ("/closures", "/closures/new", "/ledger"),
    "leader": ("/board", "/board?year=2023"),
    "permit": ("/wells/import", "/board/targets"),
    "security": ("/admin", "/admin/officers", "/admin/sessions"),
    "system": ("/admin/agencies", "/admin/powers", "/admin/calendar"),
    "audit": ("/admin/audit",),
}


@cache
def words() -> frozenset[str]:
    """Every Chinese text of the interface that has an English one."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    found: set[str] = set()
    for message in messages:
        singular = message.id if isinstance(message.id, str) else message.id[0]
        spoken = message.string if isinstance(message.string, str) else message.string[0]
        if spoken and spoken != singular:
            found.add(singular)
    return frozenset(found)


@pytest.mark.parametrize("login", PAGES)
def test_no_chinese_is_left_in_the_interface(visitor: Visitor, server: Served, login: str) -> None:
    page = visitor(login)
    page.context.add_cookies([{"name": "language", "value": "en", "url": server.url}])
    left = {}
    for url in PAGES[login]:
        Screen(page).open(url)
        assert page.locator("html").get_attribute("lang") == "en"
        shown = set(page.evaluate(SHOWN)) - {"中文"}
        left[url] = sorted(shown & words())
    assert {url: texts for url, texts in left.items() if texts} == {}


def test_the_language_is_chosen_on_the_page(visitor: Visitor) -> None:
    page = visitor("inspector")
    Screen(page).open("/wells")
    page.locator("summary", has_text="语言").click()
    with page.expect_navigation():
        page.get_by_text("English", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Wells"
    page.locator("summary", has_text="Language").click()
    with page.expect_navigation():
        page.get_by_text("中文", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "取水井"

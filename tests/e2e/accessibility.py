"""axe-core on a page, and what it does not see: pages that are wider than the screen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RUN = """
async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
  });
  return found.violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`));
}
"""
WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"


@cache
def _axe() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands."""
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN)
    wide, screen = page.evaluate(WIDTHS)
    if wide > screen:
        found.append(f"wider than the screen: {wide} > {screen}")
    return found


def check(page: Page) -> None:
    """Fail with everything that is wrong with the page."""
    found = faults(page)
    assert not found, "\n".join([page.url, *found])

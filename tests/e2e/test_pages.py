"""Every page on a tablet, and some in the dark: axe has nothing to say, nothing is wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.pages.base import Screen
from tests.e2e.pages.wells import of_story

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

WELL = of_story("machine_works").code
PAGES = {
    "": ("/sign-in", "/install", "/verify"),
    "inspector": (
        "/",
        "/wells?status=idle",
        f"/wells/{WELL}",
        "/search?q=清水",
        "/inspections",
        "/inspections/new",
        f"/inspections/new?well={WELL}",
        "/problems?status=in_case",
        "/problems/371525-2023-WT-00001",
        "/cases",
        "/cases/371525-2023-AJ-00002",
        "/account",
        "/account/password",
        "/evidence/footage/import",
        f"/papers/wells/{WELL}",
        f"/interviews/new?well={WELL}",
        "/deadlines",
        "/notices",
        "/report",
        "/cases/371525-2023-AJ-00002/papers",
        "/cases/371525-2023-AJ-00002/performance",
    ),
    "casehead": (
        "/checklists",
        "/evidence/monitoring/new",
        "/packages/371525-2023-AJ-00002",
        "/approvals",
        "/approvals/chains",
        "/documents/numbers",
        "/deadlines",
    ),
    "seal": ("/", "/documents", "/documents/to-stamp"),
    "legal": ("/", "/approvals", "/penalties", "/supervision"),
    "informant": ("/patrols/new",),
    "closure": (
        "/",
        "/closures",
        "/closures/371525-2023-FJ-00001",
        f"/closures/new?well={of_story('demo_farm').code}",
    ),
    "leader": ("/board", "/board?year=2023", "/ledger", "/ledger/1", "/ledger/2"),
    "permit": (
        "/wells/import",
        "/board/targets",
        f"/wells/{of_story('demo_farm').code}/edit",
        f"/wells/{of_story('demo_farm').code}/status",
        "/admin",
        "/admin/regions",
        "/wells/proposals",
        "/wells/conflicts",
        "/plates",
        f"/plates/of/{of_story('board_mill').code}",
    ),
    "qingshui": ("/", "/closures", "/problems"),
    "system": ("/admin/agencies", "/admin/agencies/new", "/admin/powers", "/admin/calendar", "/admin/system"),
    "security": ("/admin/officers", "/admin/officers/new", "/admin/sessions", "/admin/devices"),
    "audit": ("/admin/audit", "/admin/audit/1", "/admin/audit/looks", "/admin/audit/chain"),
}
LISTS = {
    "inspector": (
        "/patrols",
        "/leads",
        "/papers",
        "/interviews",
        "/evidence",
        "/evidence/preservations",
        "/evidence/exhibits",
        "/evidence/footage",
        "/approvals?whose=all",
        "/documents",
        "/penalties",
        "/handovers",
        "/tasks",
    ),
    "leader": ("/supervision",),
    "casehead": ("/inspections/review", "/operations", "/evidence/monitoring", "/checklists"),
}
"""Lists of which the first record is opened as well: it has no address that one could write down."""
RECORD = ":is(.row-link, .file__name a, tbody th a)"


@pytest.mark.parametrize("login", PAGES, ids=lambda login: login or "nobody")
def test_on_a_tablet(visitor: Visitor, login: str) -> None:
    page = visitor(login, size="tablet")
    for url in PAGES[login]:
        Screen(page).open(url)


@pytest.mark.parametrize("size", ["desk", "tablet"])
@pytest.mark.parametrize("login", LISTS)
def test_a_list_and_its_first_record(visitor: Visitor, login: str, size: str) -> None:
    page = visitor(login, size=size)
    for url in LISTS[login]:
        found = Screen(page).open(url).main.locator(RECORD).first.get_attribute("href")
        assert found
        Screen(page).open(found)


@pytest.mark.parametrize("theme", ["dark", "sunlight"])
def test_in_other_themes(visitor: Visitor, theme: str) -> None:
    page = visitor("inspector")
    page.goto("/")
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    for url in ("/", "/board?year=2023", "/cases/371525-2023-AJ-00002", "/design"):
        Screen(page).open(url)
        assert page.locator("html").get_attribute("data-theme") == theme


def test_a_page_that_is_not_there(visitor: Visitor) -> None:
    page = visitor("inspector", size="tablet")
    answer = page.goto("/wells/371525104JJ99999")
    assert answer
    assert answer.status == 404
    Screen(page).look()

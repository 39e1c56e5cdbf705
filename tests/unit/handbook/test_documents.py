"""The documents say what the code says, and lead to what is there."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from casebook.handbook import settings
from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
VARIABLE = re.compile(r"^\| `(CASEBOOK_\w+)` \| (?:`([^`]*)`|-) \|", re.MULTILINE)
LONGEST_DECISION = 40


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_readme_holds_the_table_of_settings() -> None:
    """`casebook settings --markdown` prints it."""
    assert settings.markdown() in text_of("README.md")


def test_the_chinese_readme_names_every_setting_with_its_default() -> None:
    found = VARIABLE.findall(text_of("README.zh-CN.md"))
    assert found == [(name, "" if default == "-" else default) for name, default, _help in settings.rows()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_architecture_lists_every_package_in_the_order_of_the_contract() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    floors = [[room.strip("()") for room in floor.split(" : ")] for floor in contracts[0]["layers"]]
    rank = {room: level for level, floor in enumerate(floors) for room in floor if room != "__main__"}
    section = text_of("docs/architecture.md").split("## Features")[1].split("## Inside")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert set(listed) == set(rank)
    assert [rank[name] for name in listed] == sorted(rank[name] for name in listed)


def test_decisions_are_short_and_numbered_once() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(set(numbers)) == len(numbers) > 5
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in decisions}
    assert [f"{name}: {lines}" for name, lines in lengths.items() if lines > LONGEST_DECISION] == []


def test_documents_name_no_machine() -> None:
    paths = re.compile(r"/(work|root|home/\w+|tmp)/|\.internal\b")
    assert [path.name for path in DOCUMENTS if paths.search(path.read_text(encoding="utf-8"))] == []

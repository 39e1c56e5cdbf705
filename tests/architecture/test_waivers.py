"""A rule is set aside by name and with a reason, work is finished, tests run, and the code is ours."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.source_tree import ROOT, files, python

CODES = r"[A-Z]+\d+(?:, ?[A-Z]+\d+)*"
GOOD_NOQA = re.compile(rf"noqa: {CODES}\s+(?:-|#)\s*\w.*")
GOOD_IGNORE = re.compile(r"type: ignore\[[a-z-]+(?:, ?[a-z-]+)*\]\s+(?:-|#)\s*\w.*")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
SET_ASIDE = re.compile(r"\b(skip|skipif|xfail|importorskip)\b\s*\(|mark\.(skip|xfail)")
HERE = "tests/architecture/test_waivers.py"

OURS = ("casebook", "templates", "static/src", "tests", "tools", "migrations")
FOREIGN_NAME = re.compile(
    r"\.min\.|^(bootstrap|leaflet|htmx|supercluster|axe|jquery|echarts)\b", re.IGNORECASE
)
FOREIGN_BANNER = re.compile(r"/\*!|@licen[sc]e|@preserve|Copyright \(c\)", re.IGNORECASE)
TEXT = (".py", ".html", ".ts", ".mjs", ".css", ".svg", ".txt", ".json")
LONGEST_LINE = 1_000


def _lines_with(mark: re.Pattern[str], *folders: str) -> list[tuple[str, str]]:
    return [
        (f"{source.place}:{number}", line[match.start() :])
        for source in python(*folders)
        if source.place != HERE
        for number, line in enumerate(source.lines, start=1)
        if (match := mark.search(line))
    ]


@pytest.mark.parametrize(
    ("mark", "good"), [("noqa", GOOD_NOQA), ("type: ignore", GOOD_IGNORE)], ids=["noqa", "type-ignore"]
)
def test_a_waiver_has_its_code_and_a_reason(mark: str, good: re.Pattern[str]) -> None:
    waivers = _lines_with(re.compile(rf"(?<=# ){mark}"), "casebook", "migrations", "tests", "tools")
    assert waivers
    assert [f"{place} {text}" for place, text in waivers if not good.fullmatch(text)] == []


def test_no_file_is_set_aside_whole() -> None:
    assert _lines_with(re.compile(r"# (ruff|flake8): noqa|# mypy:"), *OURS) == []


def test_nothing_is_left_unfinished() -> None:
    assert _lines_with(UNFINISHED, *OURS) == []


def test_every_test_runs() -> None:
    assert _lines_with(SET_ASIDE, "tests") == []


def test_no_file_is_somebody_elses() -> None:
    """Libraries come from the package managers; nothing is copied into the tree."""
    texts = [path for folder in OURS for path in files(folder, *TEXT) if path != ROOT / HERE]
    foreign = [
        str(path.relative_to(ROOT))
        for path in texts
        if FOREIGN_NAME.search(path.name)
        or FOREIGN_BANNER.search(path.read_text(encoding="utf-8"))
        or max(map(len, path.read_text(encoding="utf-8").splitlines()), default=0) > LONGEST_LINE
    ]
    assert foreign == []


def test_lock_files_carry_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, facts in packages.items() if name and "integrity" not in facts] == []
    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    for pinned in files("requirements", ".txt"):
        text = pinned.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text

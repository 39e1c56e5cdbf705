from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools import setup, system

if TYPE_CHECKING:
    from pathlib import Path

MISSING = system.Need("libmagic1", lambda: False)
PRESENT = system.Need("openssl", lambda: True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "MADE", tmp_path / ".made")
    (tmp_path / "input").write_text("1")
    return tmp_path


def _count_up(checkout: Path, program: str = "open('made', 'a').write('x')") -> int:
    setup.once("Count up", ["input"], [sys.executable, "-c", program], makes="made")
    return len((checkout / "made").read_text())


def test_a_step_runs_once_for_the_same_input(checkout: Path) -> None:
    assert [_count_up(checkout), _count_up(checkout)] == [1, 1]


def test_a_step_runs_again_when_its_input_changed(checkout: Path) -> None:
    _count_up(checkout)
    (checkout / "input").write_text("2")
    assert _count_up(checkout) == 2


def test_a_step_runs_again_when_its_outcome_is_gone(checkout: Path) -> None:
    _count_up(checkout)
    (checkout / "made").unlink()
    assert _count_up(checkout) == 1
    assert (checkout / "made").exists()


def test_a_failed_step_names_its_command_and_is_not_remembered(checkout: Path) -> None:
    with pytest.raises(SystemExit, match="import nothing_of_that_name"):
        _count_up(checkout, "import nothing_of_that_name")
    assert not (checkout / ".made").exists()


def test_nothing_is_asked_of_a_machine_that_has_all() -> None:
    system.ensure((PRESENT,))


def test_without_root_the_exact_line_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "root_prefix", lambda: None)
    line = "sudo apt-get update && sudo apt-get install --yes --no-install-recommends libmagic1\n"
    with pytest.raises(SystemExit) as stopped:
        system.ensure((MISSING, PRESENT))
    assert line in str(stopped.value)


def test_ubuntu_is_told_where_its_browser_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.platform, "freedesktop_os_release", lambda: {"ID": "ubuntu"})
    with pytest.raises(SystemExit, match="snap install chromium"):
        system.ensure((system.Need("chromium", lambda: None),))


def test_a_named_browser_is_taken_before_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_CHROMIUM", sys.executable)
    assert system.find_chromium() == sys.executable
    monkeypatch.setenv("CASEBOOK_CHROMIUM", "/nowhere/chromium")
    assert system.find_chromium() is None

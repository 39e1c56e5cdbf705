"""`casebook keys`, as an operator runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.config import Settings
from casebook.keys import agreement, signing
from casebook.keys.commands import keys
from casebook.wiring import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return Settings(data_dir=str(tmp_path), secret_key="test")


@pytest.fixture
def run(house: Settings) -> Run:
    app = create_app(house)
    return lambda *words: CliRunner().invoke(keys, words, obj=lambda: app)


def test_keys_are_made_changed_and_shown(run: Run, house: Settings) -> None:
    first = run("init").stdout.strip()
    assert signing.load(house).fingerprint == first
    second = run("rotate").stdout.strip()
    shown = run("show").stdout
    assert first != second
    opener = agreement.load(house).fingerprint
    assert [line.split()[0] for line in shown.splitlines()] == [first, second, opener]
    listed = json.loads(run("show", "--json").stdout)
    assert [key["fingerprint"] for key in listed] == [first, second, opener]
    assert [key["retired_at"] is None for key in listed[:2]] == [False, True]
    assert "PRIVATE" not in run("show", "--json").stdout


@pytest.mark.parametrize(("words", "told"), [(("show",), "keys init"), (("rotate",), "keys init")])
def test_without_keys_it_says_how_to_make_them(run: Run, words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert told in result.stderr


def test_keys_are_not_made_twice(run: Run) -> None:
    run("init")
    result = run("init")
    assert result.exit_code == 1
    assert "keys rotate" in result.stderr

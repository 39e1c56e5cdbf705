"""The secret that signs cookies."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from casebook.config import Settings
from casebook.kernel.errors import RuleBroken
from casebook.keys import secret

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return Settings(data_dir=str(tmp_path / "data"))


def test_it_is_made_once_and_kept(house: Settings) -> None:
    first = secret.load_or_create(house)
    assert len(first) >= 64
    assert secret.load_or_create(house) == first
    path = house.data_path / "keys" / "cookie.secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_several_processes_at_once_get_the_same(house: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret.load_or_create(house), range(32)))
    assert len(found) == 1


def test_two_houses_have_two_secrets(house: Settings, tmp_path: Path) -> None:
    assert secret.load_or_create(house) != secret.load_or_create(Settings(data_dir=str(tmp_path / "other")))


def test_one_that_others_can_read_is_refused(house: Settings) -> None:
    secret.load_or_create(house)
    (house.data_path / "keys" / "cookie.secret").chmod(0o644)
    with pytest.raises(RuleBroken) as caught:
        secret.load_or_create(house)
    assert caught.value.code == "key_open_to_others"

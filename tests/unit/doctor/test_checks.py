"""Each check that needs no database, on a machine that lacks what it looks for."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from casebook.config import Settings
from casebook.db.session import LEAST_SQLITE
from casebook.doctor import checks
from casebook.doctor.rules import State
from casebook.keys import secret, signing
from casebook.serving import certificates
from tests.factories.storage import base_map

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from casebook.doctor.rules import Finding

NOW = datetime.now(UTC)
GIB = 1024**3


def codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def settings(folder: Path, **given: str) -> Settings:
    return Settings(data_dir=str(folder), **given)


def test_a_data_directory_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    finding = checks.check_storage(tmp_path / "data")
    assert (finding.code, finding.state) == ("storage_not_writable", State.BAD)


def test_a_data_directory_before_its_first_use(tmp_path: Path) -> None:
    assert checks.check_storage(tmp_path / "not" / "yet").check == "storage"
    assert not (tmp_path / "not").exists()


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": GIB // 100})())
    assert checks.check_storage(tmp_path).code == "storage_no_room"


def test_no_chinese_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "which", lambda _name: None)
    assert checks.check_fonts((tmp_path, tmp_path / "none")).code == "fonts_missing"
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "NotoSansCJK-Regular.ttc").touch()
    assert checks.check_fonts((tmp_path,)).facts == {"name": "NotoSansCJK-Regular"}


def test_fontconfig_is_asked_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fc_list = tmp_path / "fc-list"
    fc_list.write_text('#!/bin/sh\n[ "$*" = ":lang=zh-cn family" ] && echo "Example Song,例宋"\n')
    fc_list.chmod(0o755)
    monkeypatch.setattr(checks.shutil, "which", lambda _name: str(fc_list))
    assert checks.check_fonts(()).facts == {"name": "Example Song"}


def test_a_front_end_that_was_not_built(tmp_path: Path) -> None:
    finding = checks.check_front_end(tmp_path)
    assert (finding.code, finding.state) == ("front_end_missing", State.BAD)
    for name in checks.BUILT:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert checks.check_front_end(tmp_path).state is State.OK
    catalogue = tmp_path / "casebook/translations/en/LC_MESSAGES/messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    assert checks.check_front_end(tmp_path).facts["names"].endswith("messages.po")


def test_contexts(tmp_path: Path) -> None:
    def code(**given: str) -> list[str]:
        return codes(list(checks.check_context(settings(tmp_path, **given), NOW)))

    assert code() == ["context_local"]
    assert code(host="192.168.1.20") == ["context_plain"]
    assert code(host="192.168.1.20", secure_cookies="1") == ["context_encrypted"]
    assert code(host="192.168.1.20", secure_cookies="1", demo="1") == ["demo_in_the_open"]


def test_the_local_certificate(tmp_path: Path) -> None:
    made = certificates.ensure(tmp_path, host="192.168.1.20", title="Casebook", now=NOW)

    def code(now: datetime = NOW) -> str:
        return codes(list(checks.check_context(settings(tmp_path), now)))[-1]

    assert code() == "certificate_runs"
    assert code(NOW + timedelta(days=390)) == "certificate_ends"
    assert code(NOW + timedelta(days=400)) == "certificate_ended"
    made.authority_key.chmod(0o644)
    assert code() == "certificate_unreadable"


def test_a_driver_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    assert codes(list(checks.check_driver(1))) == ["sqlite_missing"]


def test_an_extension_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    from pysqlite3 import dbapi2  # noqa: PLC0415 - the driver under test

    class Deaf(dbapi2.Connection):
        def load_extension(self, name: str) -> None:
            raise dbapi2.OperationalError(f"{name}.so: cannot open shared object file")

    monkeypatch.setattr(dbapi2, "connect", Deaf)
    assert codes(list(checks.check_driver(1))) == ["sqlite_fits", "spatialite_missing"]


def test_an_old_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    from pysqlite3 import dbapi2  # noqa: PLC0415 - the driver under test

    assert dbapi2.sqlite_version_info >= LEAST_SQLITE
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 40, 1))
    found = list(checks.check_driver(2))
    assert [(finding.code, finding.state) for finding in found] == [
        ("sqlite_old", State.BAD),
        ("spatialite_loads", State.OK),
    ]


def test_keys(tmp_path: Path) -> None:
    def code() -> list[str]:
        return codes(list(checks.check_keys(settings(tmp_path))))

    assert code() == ["keys_unusable"]
    signing.init(settings(tmp_path), now=NOW)
    secret.load_or_create(settings(tmp_path))
    assert code() == ["keys_there"]
    (tmp_path / "keys" / "cookie.secret").chmod(0o640)
    assert code() == ["keys_unusable"]
    (tmp_path / "keys" / "cookie.secret").chmod(0o600)
    (tmp_path / "keys").chmod(0o755)
    assert code() == ["keys_unusable"]


def test_with_settings_that_cannot_be_used_nothing_further_is_looked_at(tmp_path: Path) -> None:
    found = list(checks.examine(settings(tmp_path, port="http"), NOW))
    assert codes(found)[-2:] == ["setting_invalid", "python_fits"]


def test_before_the_first_start_there_is_no_database(tmp_path: Path) -> None:
    found = list(checks.examine(settings(tmp_path), NOW))
    assert found[-1].code == "database_none"
    assert found[-1].state is State.WARNING
    assert list(tmp_path.iterdir()) == []


def test_a_base_map_that_tablets_could_not_take_along(tmp_path: Path) -> None:
    path = tmp_path / "county.pmtiles"
    assert list(checks.check_basemap("")) == []
    (missing,) = checks.check_basemap(str(path))
    assert (missing.state, missing.code) == (State.BAD, "basemap_unreadable")
    path.write_bytes(base_map(1))
    (vectors,) = checks.check_basemap(str(path))
    assert (vectors.state, vectors.code) == (State.BAD, "basemap_not_pictures")
    path.write_bytes(base_map(more=bytes(3 * 2**20)))
    (found,) = checks.check_basemap(str(path))
    assert (found.state, found.code, found.facts["size"]) == (State.OK, "basemap_readable", 3)


def test_a_receiving_key_that_others_can_read(tmp_path: Path) -> None:
    house = settings(tmp_path)
    signing.init(house, now=NOW)
    (fine,) = checks.check_keys(house)
    assert fine.code == "keys_there"
    (house.data_path / "keys" / "agreement.pem").chmod(0o644)
    (found,) = checks.check_keys(house)
    assert (found.state, found.code) == (State.BAD, "keys_unusable")

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.doctor import checks
from casebook.doctor.commands import doctor

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data directory of the test's own, and nothing left to build, whatever this checkout has."""
    monkeypatch.setenv("CASEBOOK_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(checks, "BUILT", ())
    monkeypatch.setattr(checks.config, "ROOT", tmp_path)


@pytest.mark.usefixtures("built")
def test_a_machine_that_is_ready() -> None:
    result = CliRunner().invoke(doctor, ["--json"])
    report = json.loads(result.stdout)
    assert (result.exit_code, report["state"]) == (0, "warning")
    assert [check["name"] for check in report["checks"]][:2] == ["settings", "python"]
    last = report["checks"][-1]
    assert (last["name"], last["state"], last["code"]) == ("database", "warning", "database_none")
    assert "casebook init" in last["mend"]


@pytest.mark.usefixtures("built")
def test_a_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_PORT", "http")
    monkeypatch.setenv("CASEBOOK_PROT", "8000")
    result = CliRunner().invoke(doctor)
    assert result.exit_code == 1
    assert "CASEBOOK_PORT=http" in result.stdout
    assert "1 到 65534" in result.stdout
    assert "CASEBOOK_PROT" in result.stdout

"""`casebook ledger verify` and `head`, as an operator runs them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from casebook.config import Settings
from casebook.db import db
from casebook.kernel import clock
from casebook.keys import signing, timestamps
from casebook.ledger import queries
from casebook.ledger.commands import ledger
from casebook.wiring import create_app
from tests.factories.ledger import COUNTY, post_closed_well, post_reduction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )


@pytest.fixture
def app(house: Settings) -> Iterator[Flask]:
    found = create_app(house)
    signing.init(house, now=clock.now())
    with found.app_context():
        post_closed_well(db.session())
        post_reduction(db.session())
        db.session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    def act(*words: str | Path) -> Result:
        return CliRunner().invoke(ledger, [str(word) for word in words], obj=lambda: app)

    return act


def by_hand(app: Flask, *statements: str) -> None:
    with app.app_context():
        for statement in statements:
            db.session.connection().execute(text(statement))
        db.session.commit()
        db.session.remove()


def test_a_whole_ledger_exits_with_nothing_to_report(run: Run) -> None:
    result = run("verify", "--json")
    facts = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (facts["whole"], facts["chain"], facts["count"], facts["faults"]) == (
        True,
        f"ledger:{COUNTY}",
        2,
        [],
    )
    assert run("verify").exit_code == 0


def test_a_broken_ledger_exits_with_the_place(run: Run, app: Flask) -> None:
    by_hand(app, "UPDATE ledger_rollup SET full_year_l = 1 WHERE kind = 'reduction'")
    told = run("verify")
    assert told.exit_code == 1
    assert "2023 371525104 reduction deep" in told.stderr
    facts = json.loads(run("verify", "--json").stdout)
    assert facts["whole"] is False
    assert facts["faults"][0]["what"] == "rollup"


def test_a_head_leaves_the_house_and_proves_what_came_before(run: Run, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    assert run("head", "--export", file).exit_code == 0
    facts = json.loads(file.read_text())
    with app.app_context():
        head = queries.head(db.session(), COUNTY)
        post_closed_well(db.session(), 2)
        db.session.commit()
    assert (facts["county"], facts["count"], facts["head"]) == (COUNTY, 2, head.hash)
    assert facts["signature"].startswith("ecdsa-p256-sha256:")
    assert run("verify", "--against", file).exit_code == 0


def test_a_head_is_stamped_where_an_authority_is_named(
    run: Run, app: Flask, house: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped: list[tuple[str, bytes]] = []

    def obtain(url: str, data: bytes) -> bytes:
        stamped.append((url, data))
        return b"answer"

    monkeypatch.setattr(timestamps, "obtain", obtain)
    app.config["CASEBOOK"] = replace(house, timestamp_url="http://127.0.0.1:9/")
    file = tmp_path / "head.json"
    assert run("head", "--export", file).exit_code == 0
    assert stamped == [("http://127.0.0.1:9/", file.read_bytes())]
    assert (tmp_path / "head.json.tsr").read_bytes() == b"answer"


def test_no_head_is_written_that_its_authority_did_not_stamp(
    run: Run, app: Flask, house: Settings, tmp_path: Path
) -> None:
    app.config["CASEBOOK"] = replace(house, timestamp_url="http://127.0.0.1:9/")
    result = run("head", "--export", tmp_path / "head.json")
    assert result.exit_code == 1
    assert "时间戳" in result.stderr
    assert list(tmp_path.glob("head.json*")) == []


def test_the_head_is_printed(run: Run) -> None:
    facts = json.loads(run("head", "--json").stdout)
    assert facts["count"] == 2
    assert facts["head"] in run("head").stdout


def test_a_head_signed_by_a_retired_key_still_counts(run: Run, house: Settings, tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    run("head", "--export", file)
    signing.rotate(house, now=clock.now())
    assert run("verify", "--against", file).exit_code == 0


@pytest.mark.parametrize("name", ["count", "at", "head"])
def test_a_changed_head_file_is_found(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / "head.json"
    run("head", "--export", file)
    facts = json.loads(file.read_text())
    other = {"count": 1, "at": "2020-01-01T00:00:00+00:00", "head": "sha256:00"}
    file.write_text(json.dumps({**facts, name: other[name]}))
    result = run("verify", "--against", file, "--json")
    assert result.exit_code == 1
    assert "signature" in {fault["what"] for fault in json.loads(result.stdout)["faults"]}


def test_a_ledger_that_was_cut_is_found_against_the_head(run: Run, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    run("head", "--export", file)
    dialect = "sqlite" if "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"] else "postgresql"
    trigger = {
        "sqlite": "DROP TRIGGER ledger_entry_no_delete",
        "postgresql": "DROP TRIGGER ledger_entry_no_change ON ledger_entry",
    }
    by_hand(
        app,
        trigger[dialect],
        "DELETE FROM ledger_entry WHERE sequence = 2",
        "DELETE FROM ledger_rollup WHERE kind = 'reduction'",
    )
    assert run("verify").exit_code == 0
    result = run("verify", "--against", file, "--json")
    assert result.exit_code == 1
    (fault,) = json.loads(result.stdout)["faults"]
    assert (fault["what"], fault["sequence"]) == ("head", 2)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"county": "371525"}', "\x00"])
def test_a_file_that_is_no_head_is_refused_by_name(run: Run, tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    result = run("verify", "--against", file)
    assert result.exit_code == 1
    assert "other.json" in result.stderr


def test_a_head_of_another_county_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    run("head", "--export", file)
    facts = json.loads(file.read_text())
    file.write_text(json.dumps({**facts, "chain": "ledger:371599"}))
    result = run("verify", "--against", file)
    assert result.exit_code == 1
    assert "ledger:371599" in result.stderr


def test_a_missing_file_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("verify", "--against", tmp_path / "none.json").exit_code == 2

"""`casebook report close` and `report monthly`, `casebook board`: as an operator runs them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlalchemy import text

from casebook.access.actor import local_operator
from casebook.config import Settings
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.keys import signing
from casebook.ledger import queries as ledger
from casebook.ledger.commands import ledger as ledger_command
from casebook.oversight.commands import board
from casebook.reports import actions, making
from casebook.reports.commands import report
from casebook.wiring import create_app
from tests.factories.ledger import COUNTY, NOW, post_closed_well, post_reduction, reverse
from tests.factories.oversight import set_target
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click import Command
    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]

CLOSED = "371525-2023-YJ-10"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    house = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(house)
    signing.init(house, now=clock.now())
    with found.app_context():
        session = db.session()
        make_county(session)
        set_target(session, amount="14")
        post_closed_well(session)
        post_reduction(session)
        db.session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    def act(command: Command, *words: object, code: int = 0) -> Result:
        result = CliRunner().invoke(command, [str(word) for word in words], obj=lambda: app)
        assert result.exit_code == code, result.output
        return result

    return act


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_comes_while_the_files_are_made_keeps_the_month_open(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its head would be signed, and its line would be in none of the files."""

    def late(*_template: object, **_facts: object) -> bytes:
        post_closed_well(db.session(), 2)
        return b"%PDF"

    monkeypatch.setattr(making.months, "render_pdf", late)
    result = run(report, "close", "--month", "2023-10", code=1)
    assert "请重新关账" in result.stderr
    with app.app_context():
        assert ledger.list_closed_months(db.session(), COUNTY) == []


def test_a_month_before_and_after_its_close(app: Flask, run: Run, tmp_path: Path) -> None:
    """A draft until it is closed; then the stored bytes, whatever is corrected later."""
    draft = tmp_path / "draft"
    assert "还没有关账" in run(report, "monthly", "--month", "2023-10", "-o", draft).output
    assert [name for name in files(draft) if "draft" not in name] == []
    run(report, "close", "--month", "2023-10")
    first, second = tmp_path / "first", tmp_path / "second"
    run(report, "monthly", "--month", "2023-10", "-o", first)
    with app.app_context():
        session = db.session()
        reverse(session, ledger.get_entry(session, 2, local_operator("tester", COUNTY)))
        db.session.commit()
        db.session.remove()
    run(report, "monthly", "--month", "2023-10", "-o", second)
    assert files(first) == files(second)
    assert sorted(files(first)) == [
        "monthly-2023-10.json",
        "monthly-2023-10.pdf",
        "monthly-2023-10.signed.json",
        "monthly-2023-10.xlsx",
    ]
    check_facts(files(first))
    later = tmp_path / "later"
    run(report, "monthly", "--month", "2023-12", "-o", later)
    december = json.loads((later / "monthly-2023-12-draft.json").read_bytes())
    assert [one["reverses"] for one in december["adjustments"]] == [2]
    assert december["board"]["county"]["indicators"]["reduction"]["booked"] == "0.000"
    run(ledger_command, "verify")
    again = run(report, "close", "--month", "2023-10", code=1)
    assert "已经关账" in again.stderr


def check_facts(found: dict[str, bytes]) -> None:
    facts = json.loads(found["monthly-2023-10.json"])
    assert (facts["number"], facts["month"], facts["ledger"]["count"]) == (CLOSED, "2023-10", 2)
    assert facts["board"]["county"]["indicators"]["reduction"]["booked"] == "36500.000"
    assert facts["booked"]["reduction"] == {
        "entries": 1,
        "count": 0,
        "full_year_m3": "36500.000",
        "this_year_m3": "9100.000",
    }
    assert facts["adjustments"] == []
    book = load_workbook(BytesIO(found["monthly-2023-10.xlsx"]))
    assert book.sheetnames == ["指标", "本月入账", "更正和补记"]
    assert [row[9] for row in book["本月入账"].iter_rows(min_row=2, values_only=True)] == [0, 36500]
    assert found["monthly-2023-10.pdf"].startswith(b"%PDF")


def by_hand(app: Flask, statement: str) -> None:
    with app.app_context():
        connection = db.session().connection()
        postgresql = connection.dialect.name == "postgresql"
        on_table = " ON ledger_month" if postgresql else ""
        for name in ("no_change",) if postgresql else ("no_update", "no_delete"):
            connection.execute(text(f"DROP TRIGGER ledger_month_{name}{on_table}"))
        connection.execute(text(statement))
        db.session.commit()
        db.session.remove()


def faults(run: Run, *words: object) -> set[tuple[str, str]]:
    found = json.loads(run(ledger_command, "verify", "--json", *words, code=1).output)
    return {(one["what"], one["detail"][:17]) for one in found["faults"]}


def test_a_closed_month_that_was_tampered_with(app: Flask, run: Run) -> None:
    run(report, "close", "--month", "2023-10")
    by_hand(app, "UPDATE ledger_month SET closed_by = 'x', signature = 'a:b:c'")
    assert faults(run) == {("column", CLOSED), ("signature", CLOSED)}


def test_a_month_that_was_taken_out(app: Flask, run: Run, tmp_path: Path) -> None:
    """The newest row leaves no gap in its table; the audit's chain and an exported head know of it."""
    run(report, "close", "--month", "2023-10")
    run(ledger_command, "head", "--export", tmp_path / "head.json")
    run(ledger_command, "verify", "--against", tmp_path / "head.json")
    by_hand(app, "DELETE FROM ledger_month")
    assert faults(run) == {("details", CLOSED)}
    assert ("head", "ledger_month sha2") in faults(run, "--against", tmp_path / "head.json")


def test_a_month_whose_statement_was_replaced(app: Flask, run: Run) -> None:
    """As who holds the house's key could: signed anew, and not what was closed."""
    run(report, "close", "--month", "2023-10")
    with app.app_context():
        closed = ledger.list_closed_months(db.session(), COUNTY)[0]
        house = app.config["CASEBOOK"]
        changed = closed.statement.replace(closed.files["pdf"].encode(), closed.files["json"].encode())
        signature = signing.load(house).sign(changed)
        hashes = f"pdf_hash = '{closed.files['json']}', signature = '{signature}'"
        db.session.remove()
    spelled = "decode('{}', 'hex')" if "postgresql" in house.database_url else "X'{}'"
    by_hand(app, f"UPDATE ledger_month SET {hashes}, statement = {spelled.format(changed.hex())}")
    assert faults(run) == {("details", CLOSED)}


@pytest.mark.parametrize("fault", ["damaged", "missing"])
def test_a_stored_file_that_is_not_what_was_signed(app: Flask, run: Run, tmp_path: Path, fault: str) -> None:
    run(report, "close", "--month", "2023-10")
    with app.app_context():
        name = ledger.list_closed_months(db.session(), COUNTY)[0].files["json"].partition(":")[2]
        db.session.remove()
    (path,) = [one for one in (tmp_path / "data").rglob(f"*{name[4:]}*") if one.is_file()]
    path.chmod(0o600)
    if fault == "damaged":
        path.write_bytes(b"other")
    else:
        path.unlink()
    assert faults(run) == {("details", CLOSED)}
    refused = run(report, "monthly", "--month", "2023-10", "-o", tmp_path / "out", code=1)
    assert CLOSED in refused.stderr
    assert "备份" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_report_is_sent_once(app: Flask, run: Run) -> None:
    run(report, "close", "--month", "2023-10")
    with app.app_context():
        session, actor = db.session(), local_operator("tester", COUNTY)
        closed = ledger.get_closed_month(session, Month(2023, 10), actor)
        about = {"actor": actor, "now": clock.now(), "closed": closed, "sent_on": clock.today()}
        actions.send_month(session, **about, recipient="聊城市水利局", paper="冠水报〔2023〕1号")
        with pytest.raises(RuleBroken, match="month_sent_already"):
            actions.send_month(session, **about, recipient=" 聊城市水利局 ")
        actions.send_month(session, **about, recipient="冠县审计局")
        bad = {**about, "sent_on": clock.today() + timedelta(days=1)}
        with pytest.raises(RuleBroken, match="month_sending_day"):
            actions.send_month(session, **bad, recipient="冠县财政局")
        with pytest.raises(RuleBroken, match="month_needs_recipient"):
            actions.send_month(session, **about, recipient=" ")


def test_the_board_on_the_command_line(run: Run) -> None:
    found = json.loads(run(board, "--year", 2023, "--json").output)
    wells = found["county"]["indicators"]["wells_closed"]
    assert (wells["target"], wells["booked"], wells["claimed"]) == (14, 1, 0)
    before = date(NOW.year, NOW.month, NOW.day) - timedelta(days=1)
    earlier = json.loads(run(board, "--year", 2023, "--as-of", before, "--json").output)
    assert earlier["county"]["indicators"]["reduction"]["booked"] == "0.000"
    assert earlier["as_of"] == before.isoformat()
    assert "封井眼数" in run(board, "--year", 2023).output
    run(board, "--year", 2023, "--as-of", "2023-13-01", code=2)
    run(report, "monthly", "--month", "2023-1x", "-o", "x", code=2)


def test_a_month_that_has_not_begun(run: Run, tmp_path: Path) -> None:
    result = run(report, "monthly", "--month", "2099-01", "-o", tmp_path / "x", code=1)
    assert "还没有开始" in result.stderr
    assert not (tmp_path / "x").exists()

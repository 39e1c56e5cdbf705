"""What a tablet is told when it asks, and what the command line says of an outbox."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.db import db
from casebook.devices.actions import revoke_device
from casebook.field.commands import commands
from casebook.inspections.actions import ensure_checklist
from casebook.kernel import clock
from casebook.kernel.clock import local_day
from casebook.kernel.ids import new_id
from casebook.keys import agreement
from tests.factories import filings
from tests.factories.accounts import COUNTY, NOW
from tests.factories.field import File, addition, make_tablet, new_picture
from tests.factories.outboxes import entries_of, packed
from tests.sync.test_api import Line, line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

__all__ = ["line"]


def ask(line: Line, since: str = "", client: CasebookClient | None = None) -> dict:
    header = {"Casebook-Device": str(line.tablet.device.id)}
    answer = (client or line.client).get(f"/field/api/inbox?since={since}", headers=header)
    assert answer.status_code == 200, answer.data
    return answer.json


def test_answers_that_changed_are_told(line: Line) -> None:
    file, made = line.an_addition()
    line.put(made)
    told = ask(line)
    assert [one["operation"] for one in told["answers"]] == [str(made.id)]
    assert told["answers"][0]["missing"] == [file.hash]
    assert told["device_revoked"] is None
    assert ask(line, since="2099-01-01T00:00:00.000Z")["answers"], "what may be on its way is told again"


def test_another_device_of_the_officer_is_told_its_own_only(line: Line) -> None:
    _file, made = line.an_addition()
    line.put(made)
    line.tablet = make_tablet(line.store, line.visit.lead, name="平板 2")
    line.store.commit()
    assert ask(line)["answers"] == []


def test_somebody_elses_device_is_told_nothing(line: Line, sign_in: SignIn) -> None:
    """A tablet whose browser another officer uses now would keep what is theirs in the wrong store."""
    client, url = sign_in(line.visit.second), "/field/api/inbox"
    for device in (str(line.tablet.device.id), str(new_id()), "new", ""):
        refused = client.get(url, headers={"Casebook-Device": device})
        assert (refused.status_code, refused.json["error"]["code"]) == (409, "inbox_needs_own_device")
        assert "登记它的账号" in refused.json["error"]["message"]


def test_revocation_is_told(line: Line) -> None:
    given = {"actor": line.visit.actor, "now": clock.now(), "device": line.tablet.device}
    revoke_device(line.store, **given, reason="丢失")
    line.store.commit()
    assert ask(line)["device_revoked"].endswith("Z")


def test_an_odd_since_is_refused(line: Line) -> None:
    header = {"Casebook-Device": str(line.tablet.device.id)}
    answer = line.client.get("/field/api/inbox?since=yesterday", headers=header)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "inbox_since_unreadable")


def test_reasons_are_told_in_words_and_name_the_place(line: Line) -> None:
    checklist = ensure_checklist(line.store, COUNTY, on=local_day(NOW))
    filed = {**filings.inspection(line.visit, checklist), "presence": {"fixes": [{"lon": "east"}]}}
    line.store.commit()
    told = line.put(line.tablet.make("inspection.file", new_id(), filed)).json
    assert told["state"] == "refused"
    assert told["reason"]["field"].startswith("payload.presence.fixes[0]")
    assert told["reason"]["code"] == "payload_unreadable"
    assert "内容格式不对" in told["reason"]["message"]


def command_line(app: Flask) -> Callable[..., Result]:
    """Run commands as an operator does, on the test's own application."""

    groups = {command.name: command for command in commands}

    def run(group: str, *words: str) -> Result:
        db.session.remove()
        return CliRunner().invoke(groups[group], words, obj=lambda: app)

    return run


@pytest.fixture
def stick(line: Line, app: Flask, tmp_path: Path) -> Path:
    """A file with one operation, its photograph, and a draft."""
    file = File(new_picture())
    made = line.tablet.make("evidence.add", line.inspection.id, addition(file), (file,))
    key = agreement.load(app.config["CASEBOOK"])
    path = tmp_path / "outbox.zip"
    path.write_bytes(packed(entries_of(line.tablet, key, [made], drafts={new_id(): b'{"kind":"x"}'})))
    return path


def carry(line: Line, client: CasebookClient, data: bytes, device: object) -> dict:
    header = {"Casebook-Device": str(device), "Content-Type": "application/zip"}
    answer = client.post("/field/api/outboxes", data=data, headers=header)
    assert answer.status_code == 200, answer.data
    return answer.json


def test_another_tablet_carries_an_outbox_without_reading_it(
    line: Line, sign_in: SignIn, stick: Path
) -> None:
    other = make_tablet(line.store, line.visit.second)
    told = carry(line, sign_in(line.visit.second), stick.read_bytes(), other.device.id)
    assert [one["state"] for one in told["answers"]] == ["applied"]
    assert told["answers"][0]["receipt"] is not None
    assert told["answers"][0]["result"] == {}, "who carries it does not read it"
    assert len(told["drafts"]) == 1
    assert told["failed"] == []
    mine = ask(line)
    assert mine["answers"][0]["result"]["evidence"]
    assert [one["id"] for one in mine["drafts"]] == told["drafts"]


def test_a_cut_outbox_is_refused(line: Line, stick: Path) -> None:
    header = {"Casebook-Device": str(line.tablet.device.id)}
    whole = stick.read_bytes()
    answer = line.client.post("/field/api/outboxes", data=whole[: len(whole) // 2], headers=header)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "outbox_cut_off")


def test_the_command_counts_and_says_whether_all_is_safe(line: Line, app: Flask, stick: Path) -> None:
    run = command_line(app)
    first = run("outbox", "load", str(stick), "--json")
    assert first.exit_code == 0, first.output
    told = json.loads(first.stdout)
    assert (told["safe"], told["applied"], told["drafts"], told["unchanged"]) == (True, 1, 1, 0)
    again = run("outbox", "load", str(stick))
    assert again.exit_code == 0
    assert "早已收到 1 条" in again.stdout
    proof = run("receipts", "verify", "--json")
    assert (proof.exit_code, json.loads(proof.stdout)["count"]) == (0, 1)


def test_the_command_refuses_what_is_no_outbox(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    path.write_bytes(b"PK")
    assert command_line(app)("outbox", "load", str(path)).exit_code == 1


def test_the_command_says_when_something_is_missing(line: Line, app: Flask, tmp_path: Path) -> None:
    file = File(new_picture())
    made = line.tablet.make("evidence.add", line.inspection.id, addition(file), (file,))
    entries = entries_of(line.tablet, agreement.load(app.config["CASEBOOK"]), [made])
    path = tmp_path / "lossy.zip"
    path.write_bytes(packed({name: data for name, data in entries.items() if not name.startswith("files/")}))
    result = command_line(app)("outbox", "load", str(path))
    assert result.exit_code == 1
    assert "请保留平板和导出文件" in result.stdout
    assert file.hash in result.stderr

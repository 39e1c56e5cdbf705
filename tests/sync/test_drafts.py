"""Unfinished forms that came on a stick: their photographs come back to a tablet, and each has an end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.field.actions.drafts import forget_filed
from casebook.field.models import FieldDraft
from casebook.kernel.ids import new_id
from casebook.keys import agreement
from tests.factories.field import File, make_tablet, new_picture
from tests.factories.outboxes import entries_of, packed
from tests.sync.test_api import Line, line
from tests.sync.test_inbox import ask, carry

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from tests.sync.test_inbox import SignIn

__all__ = ["line"]


def content_of(record: object, *files: File) -> bytes:
    photographs = [{"hash": file.hash, "size": len(file.data)} for file in files]
    return json.dumps(
        {"id": str(new_id()), "data": {"record": str(record), "photographs": photographs}}
    ).encode()


def bring(line: Line, app: Flask, content: bytes, *loose: File) -> UUID:
    """Carry a draft in and return its id."""
    draft, key = new_id(), agreement.load(app.config["CASEBOOK"])
    data = packed(entries_of(line.tablet, key, [], drafts={draft: content}, loose=loose))
    told = carry(line, line.client, data, line.tablet.device.id)
    assert (told["drafts"], told["failed"]) == ([str(draft)], [])
    return draft


def headers(line: Line, **more: str) -> dict[str, str]:
    return {"Casebook-Device": str(line.tablet.device.id), **more}


def test_a_drafts_photographs_come_back(line: Line, app: Flask) -> None:
    file = File(new_picture())
    url = f"/field/api/drafts/{bring(line, app, content_of(new_id(), file), file)}/files/{file.hash}"
    answer = line.client.get(url, headers=headers(line), buffered=True)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, file.data, "image/jpeg")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_only_what_ones_own_draft_names(line: Line, app: Flask, sign_in: SignIn) -> None:
    file, other, gone = File(new_picture()), File(new_picture()), File(new_picture())
    draft = bring(line, app, content_of(new_id(), file, gone), file, other)
    base = f"/field/api/drafts/{draft}/files"
    for name in (other.hash, gone.hash, "sha256:x", "record"):
        assert line.client.get(f"{base}/{name}", headers=headers(line)).status_code == 404
    second = make_tablet(line.store, line.visit.second)
    line.store.commit()
    foreign = {"Casebook-Device": str(second.device.id)}
    client = sign_in(line.visit.second)
    assert client.get(f"{base}/{file.hash}", headers=foreign).status_code == 404
    assert client.delete(f"/field/api/drafts/{draft}", headers=foreign).status_code == 204
    assert [one["id"] for one in ask(line)["drafts"]] == [str(draft)]


def test_a_dismissed_draft_is_offered_no_more(line: Line, app: Flask) -> None:
    draft, kept = bring(line, app, b"{}"), bring(line, app, b"not JSON")
    for _twice in range(2):
        assert line.client.delete(f"/field/api/drafts/{draft}", headers=headers(line)).status_code == 204
    assert [one["id"] for one in ask(line)["drafts"]] == [str(kept)]
    assert line.client.delete(f"/field/api/drafts/{kept}").status_code == 403, "the device is not named"


@pytest.mark.parametrize("content", [b"[]", b'{"data": 1}', b'{"data": {"record": "x"}}', b"{" * 5000])
def test_an_odd_draft_is_offered_as_it_is(line: Line, app: Flask, content: bytes) -> None:
    draft = bring(line, app, content)
    assert [one["id"] for one in ask(line)["drafts"]] == [str(draft)]


def test_a_draft_ends_when_its_record_comes(line: Line, app: Flask) -> None:
    record = new_id()
    bring(line, app, content_of(record))
    other = bring(line, app, content_of(new_id()))
    line.put(line.tablet.make("patrol.visit", record, {}))
    assert [one["id"] for one in ask(line)["drafts"]] == [str(other)]
    assert forget_filed(line.store) == 1
    assert line.store.scalar(select(func.count()).select_from(FieldDraft)) == 1

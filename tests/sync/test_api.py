"""The API of operations as a tablet meets it: statuses, headers, sign-in, full disk."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.accounts.models import SignInSession
from casebook.devices.actions import revoke_device
from casebook.field.actions import kinds, operations
from casebook.field.models import FieldOperation, OperationVariant
from casebook.kernel import clock
from casebook.kernel.errors import StorageFull
from casebook.keys import signing
from casebook.storage import actions as storage
from casebook.storage.rules import MediaKind
from tests.factories.accounts import NOW, make_officer
from tests.factories.field import File, addition, make_tablet, new_picture
from tests.factories.inspections import make_submitted, make_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection
    from tests.factories.field import Made, Tablet
    from tests.factories.inspections import Visit
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

PHOTO = frozenset({MediaKind.PHOTO})


@dataclass
class Line:
    """A signed-in tablet."""

    store: Session
    client: CasebookClient
    tablet: Tablet
    visit: Visit
    inspection: Inspection

    def put(self, made: Made, *, client: CasebookClient | None = None, **headers: str) -> TestResponse:
        told = {"Casebook-Device": str(self.tablet.device.id), **made.headers, **headers}
        place = f"/field/api/operations/{made.id}"
        return (client or self.client).put(place, data=made.body, headers=told)

    def get(self, made: Made) -> TestResponse:
        return self.client.get(f"/field/api/operations/{made.id}")

    def an_addition(self) -> tuple[File, Made]:
        file = File(new_picture())
        return file, self.tablet.make("evidence.add", self.inspection.id, addition(file), (file,))

    def upload(self, file: File) -> None:
        stream = io.BytesIO(file.data)
        storage.store(self.store, stream=stream, limit=10**7, allowed=PHOTO, now=NOW, name=file.name)
        operations.file_arrived(self.store, file_hash=file.hash, now=NOW)
        self.store.commit()


@pytest.fixture
def line(app: Flask, store: Session, sign_in: SignIn) -> Line:
    signing.init(app.config["CASEBOOK"], now=NOW)
    visit = make_visit(store)
    inspection = make_submitted(store, visit)
    tablet = make_tablet(store, visit.lead, at=clock.now())
    store.commit()
    return Line(store, sign_in(visit.lead), tablet, visit, inspection)


def count(line: Line, model: type) -> int:
    return line.store.scalar(select(func.count()).select_from(model))


def test_created_then_the_same(line: Line) -> None:
    file, made = line.an_addition()
    line.upload(file)
    first = line.put(made)
    assert first.status_code == 201
    assert first.json["state"] == "applied"
    assert "Casebook-Time" in first.headers
    second = line.put(made)
    assert (second.status_code, second.data) == (200, first.data)
    assert line.get(made).data == first.data


def test_a_clash_keeps_both(line: Line) -> None:
    _file, made = line.an_addition()
    line.put(made)
    other = line.tablet.make("evidence.add", line.inspection.id, addition(), operation_id=made.id)
    answer = line.put(other)
    assert answer.status_code == 409
    assert answer.json["conflict"]["stored"] == made.hash
    assert answer.json["conflict"]["yours"] == other.hash
    assert count(line, OperationVariant) == 1, "the answer refuses, the bytes stay"


def test_somebody_elses_is_404(line: Line, sign_in: SignIn) -> None:
    _file, made = line.an_addition()
    line.put(made)
    theirs = make_tablet(line.store, line.visit.second)
    client = sign_in(line.visit.second)
    header = {"Casebook-Device": str(theirs.device.id)}
    assert line.put(made, client=client, **header).status_code == 404
    assert client.get(f"/field/api/operations/{made.id}").status_code == 404


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("Casebook-Body-Hash", "sha256:" + 64 * "a", "operation_hash_wrong"),
        ("Casebook-Body-Hash", "", "operation_hash_wrong"),
        ("Casebook-Signature", 86 * "A", "operation_signature_wrong"),
        ("Casebook-Signature", "", "operation_signature_wrong"),
    ],
)
def test_forged_ones_are_422_and_say_why(line: Line, header: str, value: str, code: str) -> None:
    _file, made = line.an_addition()
    answer = line.put(made, **{header: value})
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == code
    assert answer.json["error"]["field"] == header
    assert count(line, FieldOperation) == 0


def test_without_a_device_nothing_is_written(line: Line) -> None:
    _file, made = line.an_addition()
    answer = line.client.put(f"/field/api/operations/{made.id}", data=made.body, headers=made.headers)
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "device_header_missing"


def test_an_expired_sign_in_is_401_and_the_work_is_taken_after_the_next(line: Line, sign_in: SignIn) -> None:
    _file, made = line.an_addition()
    for one in line.store.scalars(select(SignInSession)):
        one.ended_at = NOW
    line.store.commit()
    answer = line.put(made)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "not_signed_in")
    line.store.query(SignInSession).delete()
    line.client = sign_in(line.visit.lead)
    assert line.put(made).status_code == 201


def test_who_has_no_tablets_may_not(line: Line, sign_in: SignIn) -> None:
    _file, made = line.an_addition()
    officer = make_officer(line.store, Role.LIAISON, agency=line.visit.agency)
    assert line.put(made, client=sign_in(officer)).status_code == 403


def test_a_lost_permission_refuses_and_keeps(line: Line) -> None:
    """Whoever may no longer do what the operation does gets a reason; the bytes stay."""
    file, made = line.an_addition()
    line.upload(file)
    line.visit.lead.jurisdiction = "371525999"
    line.store.commit()
    answer = line.put(made)
    assert answer.status_code == 201
    assert answer.json["state"] == "refused"
    assert answer.json["reason"]["message"]
    assert answer.json["receipt"] is not None


def test_a_revoked_device_is_heard_and_quarantined(line: Line) -> None:
    file, made = line.an_addition()
    line.upload(file)
    revoke_device(line.store, actor=line.visit.actor, now=NOW, device=line.tablet.device, reason="丢失")
    line.store.commit()
    answer = line.put(made)
    assert (answer.status_code, answer.json["state"]) == (201, "quarantined")


def test_a_full_disk_is_507_and_reads_go_on(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    file, made = line.an_addition()
    line.upload(file)

    def full(*_given: object) -> None:
        raise StorageFull("storage_full")

    payload = kinds.KINDS["evidence.add"].payload
    with monkeypatch.context() as broken:
        broken.setitem(kinds.KINDS, "evidence.add", kinds.Kind(payload, full))
        assert line.put(made).status_code == 507
    assert count(line, FieldOperation) == 0
    header = {"Casebook-Device": str(line.tablet.device.id)}
    assert line.client.get("/field/api/inbox", headers=header).status_code == 200
    assert line.put(made).status_code == 201


def test_a_body_too_large_is_refused(line: Line) -> None:
    made = line.tablet.make("evidence.add", line.inspection.id, {"x": "长" * 800_000})
    answer = line.put(made)
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "operation_too_large"

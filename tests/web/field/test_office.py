"""Field data in the office: the list, one operation, and what is decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.audit.models import AccessLog, AuditEntry
from casebook.db import db
from casebook.devices.actions import revoke_device
from casebook.field.actions import operations
from casebook.field.queries import operations as queries
from casebook.field.rules.states import OperationState
from casebook.kernel import clock
from casebook.keys import signing
from tests.factories.accounts import NOW, make_officer
from tests.factories.field import addition, make_tablet
from tests.factories.inspections import make_submitted, make_visit
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.field import Made, Tablet
    from tests.factories.inspections import Visit
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


class Office:
    """A county with one tablet and a head of casework."""

    def __init__(self, app: Flask, store: Session) -> None:
        signing.init(app.config["CASEBOOK"], now=NOW)
        self.store = store
        self.visit: Visit = make_visit(store)
        self.inspection = make_submitted(store, self.visit)
        self.tablet: Tablet = make_tablet(store, self.visit.lead)
        self.head: Officer = make_officer(store, Role.CASE_HEAD, agency=self.visit.agency, name="王处")
        store.commit()

    def hand_over(self, **card: object) -> Made:
        """An addition without files; it is applied at once unless something is wrong with it."""
        payload = {**addition(), **card}
        made = self.tablet.make("evidence.add", self.inspection.id, payload)
        given = {"actor": self.visit.actor, "now": clock.now(), "device": self.tablet.device}
        operations.receive(self.store, **given, **made.handed)
        self.store.commit()
        return made

    def revoke(self) -> None:
        given = {"actor": self.visit.actor, "now": clock.now(), "device": self.tablet.device}
        revoke_device(self.store, **given, reason="丢失")
        self.store.commit()

    def state_of(self, made: Made) -> OperationState:
        self.store.rollback()
        return queries.get_status(self.store, made.id).state


@pytest.fixture
def office(app: Flask, store: Session) -> Office:
    return Office(app, store)


def test_the_list_tells_who_sent_what_and_where_it_stands(office: Office, sign_in: SignIn) -> None:
    office.hand_over()
    office.hand_over(subject_kind="rumour")
    page = sign_in(office.head).page("/operations")
    assert page.h1 == "外业数据"
    assert "补充证据" in page.text
    assert office.visit.lead.name in page.text
    assert "已入库" in page.text
    assert "只能给检查、封井或问题补充证据" in page.text


def test_the_list_is_narrowed_by_state(office: Office, sign_in: SignIn) -> None:
    office.hand_over()
    office.hand_over(subject_kind="rumour")
    client = sign_in(office.head)
    refused = client.page("/operations?state=refused").text
    assert "只能给检查" in refused
    assert len(client.page("/operations?state=applied").all("tbody")[0].findall("*")) == 1
    assert "没有符合条件的外业数据" in client.page("/operations?state=conflict").text


def test_an_operation_shows_reason_content_and_receipt_and_is_logged(office: Office, sign_in: SignIn) -> None:
    made = office.hand_over(subject_kind="rumour")
    page = sign_in(office.head).page(f"/operations/{made.id}")
    assert "只能给检查、封井或问题补充证据" in page.text
    assert "payload.subject_kind" in page.text
    assert made.hash in page.text
    look = office.store.scalar(select(AccessLog).where(AccessLog.subject_id == made.id))
    assert look.actor_id == office.head.id


def test_both_versions_stand_side_by_side(office: Office, sign_in: SignIn) -> None:
    made = office.hand_over()
    other = office.tablet.make(
        "evidence.add", office.inspection.id, {**addition(), "subject_kind": "closure"}, operation_id=made.id
    )
    given = {"actor": office.visit.actor, "now": clock.now(), "device": office.tablet.device}
    operations.receive(office.store, **given, **other.handed)
    office.store.commit()
    text = sign_in(office.head).page(f"/operations/{made.id}").text
    assert "同一编号的另一份内容" in text
    assert "closure" in text


def test_a_quarantined_one_is_released(office: Office, sign_in: SignIn) -> None:
    office.revoke()
    made = office.hand_over()
    assert office.state_of(made) is OperationState.QUARANTINED
    client = sign_in(office.head)
    client.submit(f"/operations/{made.id}/release", {"reason": "已与本人核实"})
    assert office.state_of(made) is OperationState.APPLIED
    acts = set(office.store.scalars(select(AuditEntry.action)))
    assert "operation:release" in acts


def test_a_quarantined_one_is_rejected_with_a_reason(office: Office, sign_in: SignIn) -> None:
    office.revoke()
    made = office.hand_over()
    client = sign_in(office.head)
    answer = client.submit(f"/operations/{made.id}/reject", {"reason": ""}, status=422)
    assert "请写明处理理由" in answer.text
    client.submit(f"/operations/{made.id}/reject", {"reason": "平板被他人使用"})
    assert office.state_of(made) is OperationState.REFUSED
    told = queries.answer_of(office.store, made.id, office.visit.lead.id)
    assert told.reasons[0]["facts"]["reason"] == "平板被他人使用"
    assert told.receipt is not None


def test_what_is_applied_is_not_decided_again(office: Office, sign_in: SignIn) -> None:
    made = office.hand_over()
    client = sign_in(office.head)
    for verb in ("release", "reject"):
        answer = client.submit(f"/operations/{made.id}/{verb}", {"reason": "再试"}, status=422)
        assert "已入库" in answer.text
    assert office.state_of(made) is OperationState.APPLIED


def test_a_refused_one_is_taken_up_again_when_its_ground_is_gone(office: Office, sign_in: SignIn) -> None:
    office.visit.lead.jurisdiction = "371525999"
    office.store.commit()
    made = office.hand_over()
    assert office.state_of(made) is OperationState.REFUSED
    office.visit.lead.jurisdiction = "371525"
    office.store.commit()
    sign_in(office.head).submit(f"/operations/{made.id}/release", {"reason": "辖区已更正"})
    assert office.state_of(made) is OperationState.APPLIED


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LIAISON, Role.SYSTEM_ADMIN])
def test_others_see_nothing(office: Office, sign_in: SignIn, role: Role) -> None:
    made = office.hand_over()
    client = sign_in(make_officer(office.store, role, agency=office.visit.agency))
    for address in ("/operations", f"/operations/{made.id}"):
        assert client.get(address).status_code == 403


def test_who_may_see_may_not_decide(office: Office, sign_in: SignIn) -> None:
    office.revoke()
    made = office.hand_over()
    client = sign_in(make_officer(office.store, Role.AGENCY_HEAD, agency=office.visit.agency))
    assert "核查决定" not in client.page(f"/operations/{made.id}").text
    client.submit(f"/operations/{made.id}/release", {"reason": "x"}, status=403)


def test_another_townships_is_not_there(office: Office, sign_in: SignIn) -> None:
    made = office.hand_over()
    head = make_officer(office.store, Role.CASE_HEAD, agency=office.visit.agency, jurisdiction="371525999")
    client = sign_in(head)
    assert client.get(f"/operations/{made.id}").status_code == 404
    assert office.visit.lead.name not in client.page("/operations").text


def test_the_list_costs_the_same_at_one_and_at_twenty(office: Office, sign_in: SignIn) -> None:
    client = sign_in(office.head)
    client.page("/operations")
    counts = []
    for more in (1, 19):
        for _number in range(more):
            office.hand_over()
        with statements(db.engine) as sent:
            client.page("/operations")
        counts.append(len(sent))
    assert counts[0] == counts[1]

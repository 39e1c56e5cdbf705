"""Inspections from the field: filed once, in whatever order their parts arrive."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import func, select

from casebook.cases.models import Problem
from casebook.evidence.models import EvidenceItem
from casebook.field.queries import operations as queries
from casebook.field.rules.states import OperationState
from casebook.inspections.actions import ensure_checklist
from casebook.inspections.models import Inspection
from casebook.kernel.clock import local_day
from casebook.kernel.ids import new_id
from tests.factories import filings
from tests.factories.accounts import COUNTY, NOW
from tests.factories.field import File, addition, make_tablet, new_picture

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.inspections.models import ChecklistVersion
    from tests.factories.field import Made
    from tests.sync.conftest import Field


@pytest.fixture
def checklist(out: Field) -> ChecklistVersion:
    return ensure_checklist(out.session, COUNTY, on=local_day(NOW))


def a_filing(
    out: Field, version: ChecklistVersion, *, codes: tuple[str, ...] = (), at: datetime = NOW, **other: object
) -> tuple[File, Made]:
    file = File(new_picture())
    payload = {**filings.inspection(out.visit, version, file, at=at, codes=codes), **other}
    return file, out.tablet.make("inspection.file", new_id(), payload, (file,))


def state_of(out: Field, made: Made) -> OperationState:
    return queries.answer_of(out.session, made.id, out.tablet.device.officer_id).state


def count(out: Field, model: type) -> int:
    return out.session.scalar(select(func.count()).select_from(model))


def test_a_filed_inspection_is_submitted_with_evidence_and_problem(
    out: Field, checklist: ChecklistVersion
) -> None:
    file, made = a_filing(out, checklist, codes=("P10",))
    out.upload(file)
    answer = out.receive(made).answer
    assert answer.reasons == []
    assert answer.state is OperationState.APPLIED
    record = out.session.scalar(select(Inspection).where(Inspection.id == UUID(answer.result["inspection"])))
    assert not record.is_draft
    assert [one["code"] for one in answer.result["problems"]] == ["P10"]
    assert count(out, Problem) == 1


def test_the_same_record_under_two_operations_is_filed_once(out: Field, checklist: ChecklistVersion) -> None:
    file = File(new_picture())
    out.upload(file)
    record, payload = new_id(), filings.inspection(out.visit, checklist, file)
    first, second = (out.tablet.make("inspection.file", record, payload, (file,)) for _number in range(2))
    before = count(out, Inspection)
    assert out.receive(first).answer.state is OperationState.APPLIED
    refused = out.receive(second).answer
    assert refused.state is OperationState.REFUSED
    assert refused.reasons[0]["code"] == "inspection_filed_already"
    assert count(out, Inspection) == before + 1


def test_evidence_that_comes_before_its_inspection_waits_for_it(
    out: Field, checklist: ChecklistVersion
) -> None:
    file, made = a_filing(out, checklist)
    later = File(new_picture())
    record = out_record(made)
    more = out.tablet.make("evidence.add", record, addition(later), (later,))
    out.upload(later)
    assert out.receive(more).answer.state is OperationState.WAITING_RECORD
    out.receive(made)
    assert state_of(out, more) is OperationState.WAITING_RECORD, "the inspection still waits for its file"
    out.upload(file)
    assert state_of(out, made) is OperationState.APPLIED
    assert state_of(out, more) is OperationState.APPLIED


def test_a_refused_inspection_leaves_nothing_behind(out: Field, checklist: ChecklistVersion) -> None:
    file, made = a_filing(out, checklist, codes=("P10",), told={"id_shown": False})
    out.upload(file)
    before = count(out, Inspection), count(out, EvidenceItem), count(out, Problem)
    answer = out.receive(made).answer
    assert answer.state is OperationState.REFUSED
    assert {reason["code"] for reason in answer.reasons} == {
        "inspection_id_not_shown",
        "inspection_recusal_not_asked",
    }
    assert (count(out, Inspection), count(out, EvidenceItem), count(out, Problem)) == before


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"checklist": str(new_id())}, "inspection_checklist_gone"),
        ({"presence": {"typed_lon": 10.0, "typed_lat": 36.0}}, "inspection_position_impossible"),
        ({"presence": {"typed_lon": 121.5, "typed_lat": 31.2}}, "inspection_position_outside"),
        ({"well": str(new_id())}, "not_found"),
        ({"surprise": 1}, "payload_field_unknown"),
        ({"arrival_at": "2023-06-01T10:00:00"}, "payload_value_impossible"),
        ({"kind": "raid"}, "payload_unreadable"),
        ({"sketch": "sha256:" + 64 * "a"}, "payload_file_unlisted"),
    ],
)
def test_bad_content_is_refused_with_its_reason_and_kept(
    out: Field, checklist: ChecklistVersion, other: dict[str, object], code: str
) -> None:
    file, made = a_filing(out, checklist, **other)
    out.upload(file)
    answer = out.receive(made).answer
    assert answer.state is OperationState.REFUSED
    assert [reason["code"] for reason in answer.reasons] == [code]
    assert answer.receipt is not None
    assert queries.get_operation(out.session, made.id).body == made.body


def test_a_checklist_of_another_county_is_refused(out: Field) -> None:
    foreign = ensure_checklist(out.session, "371502", on=local_day(NOW))
    file, made = a_filing(out, foreign)
    out.upload(file)
    assert out.receive(made).answer.reasons[0]["code"] == "inspection_checklist_elsewhere"


def test_the_second_officers_signature_may_come_first(out: Field, checklist: ChecklistVersion) -> None:
    file, made = a_filing(out, checklist)
    out.upload(file)
    second = make_tablet(out.session, out.visit.second)
    record = out_record(made)
    signed_at = "2023-06-01T03:00:00.000Z"
    text_hash = filings.text_hash_of(filings.inspection(out.visit, checklist))
    text = f"casebook-sign:{COUNTY}:{record}:{text_hash}:{out.visit.second.id}:{signed_at}"
    payload = {
        "part": "second",
        "text_hash": text_hash,
        "signed_at": signed_at,
        "signature": second.sign(text.encode()),
    }
    signature = second.make("signature.add", record, payload)
    theirs = {"actor": out.visit.companion, "device": second.device}
    assert out.receive(signature, **theirs).answer.state is OperationState.WAITING_RECORD
    assert out.receive(made).answer.state is OperationState.APPLIED
    answer = queries.answer_of(out.session, signature.id, out.visit.second.id)
    assert (answer.state, answer.reasons) == (OperationState.APPLIED, [])


def test_a_patrol_visit_is_kept(out: Field) -> None:
    made = out.tablet.make("patrol.visit", new_id(), filings.visit_of_patrol(out.visit))
    answer = out.receive(made).answer
    assert (answer.state, answer.reasons) == (OperationState.APPLIED, [])


def test_a_clock_that_is_days_off_holds_nothing_up(out: Field, checklist: ChecklistVersion) -> None:
    ahead = NOW + timedelta(days=9)
    presence = {
        **filings.inspection(out.visit, checklist, at=ahead)["presence"],
        "clock_ahead_s": 9 * 86_400.0,
    }
    file, made = a_filing(out, checklist, at=ahead, presence=presence)
    out.upload(file)
    answer = out.receive(made).answer
    assert (answer.state, answer.reasons) == (OperationState.APPLIED, [])


def out_record(made: Made) -> str:
    """The record that an operation is about."""
    return json.loads(made.body)["record"]

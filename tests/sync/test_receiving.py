"""What becomes of one operation: kept, answered, applied or refused, with its receipt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.devices.actions import revoke_device
from casebook.evidence import queries as evidence
from casebook.field.actions import kinds
from casebook.field.actions.operations import receive, retry_unsettled
from casebook.field.models import FieldOperation, FieldReceipt, OperationVariant
from casebook.field.queries import operations as queries
from casebook.field.rules.states import Flag, OperationState
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.keys import current, signing
from tests.factories.accounts import COUNTY
from tests.factories.field import File, addition, make_tablet, new_picture
from tests.factories.inspections import LATER

if TYPE_CHECKING:
    from tests.factories.field import Made
    from tests.sync.conftest import Field


def count(out: Field, model: type) -> int:
    return out.session.scalar(select(func.count()).select_from(model))


def photographs(out: Field) -> list[str]:
    return [item.file_hash for item in evidence.list_items(out.session, "inspection", out.inspection.id)]


def an_addition(out: Field, **other: object) -> tuple[File, Made]:
    file = File(new_picture())
    return file, out.tablet.make("evidence.add", out.inspection.id, addition(file), (file,), **other)


def test_an_operation_whose_files_are_here_is_applied_at_once(out: Field) -> None:
    file, made = an_addition(out)
    out.upload(file)
    received = out.receive(made)
    assert received.is_new
    assert received.answer.state is OperationState.APPLIED
    assert file.hash in photographs(out)


def test_the_receipt_is_signed_and_names_its_entry(out: Field) -> None:
    file, made = an_addition(out)
    out.upload(file)
    receipt = out.receive(made).answer.receipt
    assert receipt is not None
    said = json.loads(receipt.text)
    assert said["operation"] == str(made.id)
    assert said["body_hash"] == made.hash
    assert said["files"] == [file.hash]
    assert (said["version"], said["county"], said["device"]) == (1, COUNTY, str(out.tablet.device.id))
    entry = out.session.scalar(select(FieldReceipt))
    assert (said["chain"], said["sequence"], said["head"]) == (entry.chain, entry.sequence, entry.hash)
    assert signing.is_signed_by(current.signer().public, receipt.text.encode(), receipt.signature)


def test_the_same_bytes_again_get_the_same_answer_to_the_byte(out: Field) -> None:
    file, made = an_addition(out)
    out.upload(file)
    first, second = out.receive(made), out.receive(made)
    assert not second.is_new
    assert second.answer == first.answer
    assert count(out, FieldOperation) == count(out, FieldReceipt) == 1
    assert photographs(out).count(file.hash) == 1


def test_it_waits_for_its_files_and_is_applied_with_the_last(out: Field) -> None:
    one, two = File(new_picture()), File(new_picture())
    made = out.tablet.make("evidence.add", out.inspection.id, addition(one, two), (one, two))
    waiting = out.receive(made).answer
    assert waiting.state is OperationState.WAITING_FILES
    assert waiting.missing == tuple(sorted((one.hash, two.hash)))
    assert waiting.receipt is None
    out.upload(two)
    assert queries.answer_of(out.session, made.id, out.actor.officer_id).missing == (one.hash,)
    out.upload(one)
    done = queries.answer_of(out.session, made.id, out.actor.officer_id)
    assert done.state is OperationState.APPLIED
    assert done.receipt is not None
    assert {one.hash, two.hash} <= set(photographs(out))


def test_it_waits_for_a_record_that_is_not_here(out: Field) -> None:
    file = File(new_picture())
    made = out.tablet.make("evidence.add", new_id(), addition(file), (file,))
    out.upload(file)
    answer = out.receive(made).answer
    assert answer.state is OperationState.WAITING_RECORD
    assert answer.receipt is not None, "the bytes are safe whatever they wait for"


def test_a_refused_one_is_kept_with_its_reason_and_receipt(out: Field) -> None:
    file = File(new_picture())
    out.upload(file)
    half = addition(file, lon=115.4)
    answer = out.receive(out.tablet.make("evidence.add", out.inspection.id, half, (file,))).answer
    assert answer.state is OperationState.REFUSED
    assert answer.reasons[0]["code"] == "position_incomplete"
    assert answer.receipt is not None
    assert file.hash not in photographs(out)


def test_other_bytes_under_the_same_id_are_kept_beside(out: Field) -> None:
    file, made = an_addition(out)
    out.upload(file)
    out.receive(made)
    changed = out.tablet.make(
        "evidence.add", out.inspection.id, addition(file, proves="改过"), (file,), operation_id=made.id
    )
    received = out.receive(changed)
    assert received.is_clash
    clash = received.answer.clash
    assert (clash.stored, clash.yours) == (made.hash, changed.hash)
    assert out.session.scalar(select(OperationVariant.body)) == changed.body
    assert out.receive(changed).answer.clash.kept == clash.kept, "kept once"
    assert queries.get_operation(out.session, made.id).body == made.body


def test_somebody_elses_operation_is_not_there(out: Field) -> None:
    _file, made = an_addition(out)
    out.receive(made)
    other = make_tablet(out.session, out.visit.second)
    with pytest.raises(NotFound):
        out.receive(made, actor=out.visit.companion, device=other.device)
    theirs = other.make("evidence.add", out.inspection.id, addition(), operation_id=made.id)
    with pytest.raises(NotFound):
        out.receive(theirs, actor=out.visit.companion, device=other.device)
    with pytest.raises(NotFound):
        queries.answer_of(out.session, made.id, out.visit.second.id)


@pytest.mark.parametrize("part", ["hash", "signature", "body"])
def test_forged_bytes_are_not_taken(out: Field, part: str) -> None:
    _file, made = an_addition(out)
    handed = dict(made.handed)
    if part == "hash":
        handed["body_hash"] = digest(b"other")
    elif part == "signature":
        handed["signature"] = make_tablet(out.session, out.visit.lead).sign(made.body)
    else:
        handed["body"] = made.body.replace(b"audiovisual", b"documentary")

    with pytest.raises(RuleBroken):
        receive(out.session, actor=out.actor, now=LATER, device=out.tablet.device, **handed)
    assert count(out, FieldOperation) == 0


def test_a_device_of_somebody_else_signs_nothing(out: Field) -> None:
    other = make_tablet(out.session, out.visit.second)
    made = other.make("evidence.add", out.inspection.id, addition(), officer=out.visit.lead.id)
    with pytest.raises(RuleBroken, match="operation_device_unknown"):
        out.receive(made)


def test_another_county_is_refused(out: Field) -> None:
    _file, made = an_addition(out, county="371502")
    with pytest.raises(RuleBroken, match="operation_of_other_county"):
        out.receive(made)


def test_a_gap_is_a_flag_that_goes_when_it_is_filled(out: Field) -> None:
    made = [an_addition(out) for _number in range(3)]
    for file, _operation in made:
        out.upload(file)
    first, second, third = (operation for _file, operation in made)
    assert out.receive(first).answer.flags == ()
    late = out.receive(third).answer
    assert late.state is OperationState.APPLIED, "a flag, not a block"
    assert late.flags == (Flag.GAP,)
    out.receive(second)
    assert out.receive(third).answer.flags == ()


def test_a_later_operation_of_a_revoked_device_is_quarantined(out: Field) -> None:

    file, made = an_addition(out)
    revoke_device(out.session, actor=out.actor, now=LATER, device=out.tablet.device, reason="丢失")
    answer = out.receive(made).answer
    assert (answer.state, answer.missing) == (OperationState.QUARANTINED, (file.hash,))
    out.upload(file)
    answer = queries.answer_of(out.session, made.id, out.actor.officer_id)
    assert answer.state is OperationState.QUARANTINED
    assert answer.receipt is not None
    assert file.hash not in photographs(out)


def test_a_fault_of_the_server_is_no_refusal(out: Field, monkeypatch: pytest.MonkeyPatch) -> None:

    def fail(*_given: object) -> None:
        raise ZeroDivisionError

    file, made = an_addition(out)
    out.upload(file)
    with monkeypatch.context() as broken:
        broken.setitem(kinds.KINDS, "evidence.add", kinds.Kind(kinds.KINDS["evidence.add"].payload, fail))
        answer = out.receive(made).answer
    assert answer.state is OperationState.RECEIVED
    assert answer.flags == (Flag.SERVER_ERROR,)
    assert answer.receipt is not None
    assert retry_unsettled(out.session, now=LATER) == 1
    assert queries.answer_of(out.session, made.id, out.actor.officer_id).state is OperationState.APPLIED
    assert retry_unsettled(out.session, now=LATER) == 0

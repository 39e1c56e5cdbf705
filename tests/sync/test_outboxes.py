"""Outboxes that a stick carries: whatever is whole is taken, whatever is hostile is refused by name."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.devices.actions import revoke_device
from casebook.evidence import queries as evidence
from casebook.field.actions.outboxes import Loaded, load_outbox
from casebook.field.models import FieldDraft, FieldOperation
from casebook.field.rules.states import OperationState
from casebook.kernel.errors import CasebookError
from casebook.kernel.ids import new_id
from casebook.keys import agreement
from tests.factories.field import File, addition, make_tablet, new_picture
from tests.factories.inspections import LATER
from tests.factories.outboxes import entries_of, packed, restated
from tests.factories.storage import HTML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.config import Settings
    from casebook.keys.agreement import AgreementKey
    from tests.factories.field import Made
    from tests.sync.conftest import Field


@pytest.fixture
def key(keys: Settings) -> AgreementKey:
    return agreement.load(keys)


def load(out: Field, data: bytes, key: AgreementKey, **other: object) -> Loaded:
    @contextmanager
    def unit() -> Iterator[Session]:
        with out.session.begin_nested():
            yield out.session

    given = {"actor": out.visit.companion, "now": LATER, **other}
    return load_outbox(io.BytesIO(data), key=key, unit=unit, **given)


def an_addition(out: Field, data: bytes | None = None) -> tuple[File, Made]:
    file = File(new_picture() if data is None else data)
    return file, out.tablet.make("evidence.add", out.inspection.id, addition(file), (file,))


def test_another_officer_carries_it_in(out: Field, key: AgreementKey) -> None:
    big = new_picture() + bytes(300_000) + b"\xff\xd9"
    work = [an_addition(out), an_addition(out, big)]
    draft = new_id()
    data = packed(entries_of(out.tablet, key, [made for _file, made in work], drafts={draft: b'{"a":1}'}))
    loaded = load(out, data, key)
    assert loaded.is_safe
    assert loaded.count(OperationState.APPLIED) == 2
    assert loaded.drafts == [draft]
    hashes = {item.file_hash for item in evidence.list_items(out.session, "inspection", out.inspection.id)}
    assert {file.hash for file, _made in work} <= hashes
    stored = out.session.scalars(select(FieldOperation)).all()
    assert {one.officer_id for one in stored} == {out.visit.lead.id}
    assert {one.carried_by for one in stored} == {out.visit.second.name}
    assert out.session.scalar(select(FieldDraft.content)) == b'{"a":1}'


def test_a_second_time_changes_nothing(out: Field, key: AgreementKey) -> None:
    _file, made = an_addition(out)
    data = packed(entries_of(out.tablet, key, [made]))
    first, second = load(out, data, key), load(out, data, key)
    assert second.answers == first.answers
    assert second.unchanged == {made.id}
    assert second.count(OperationState.APPLIED) == 0


def test_what_came_by_the_network_before_is_unchanged(out: Field, key: AgreementKey) -> None:
    file, made = an_addition(out)
    out.upload(file)
    answer = out.receive(made).answer
    loaded = load(out, packed(entries_of(out.tablet, key, [made])), key)
    assert loaded.answers == [answer]
    assert loaded.unchanged == {made.id}


def test_the_later_export_of_a_draft_stays(out: Field, key: AgreementKey) -> None:
    draft = new_id()
    later = entries_of(out.tablet, key, [], drafts={draft: b"later"}, at=LATER)
    earlier = entries_of(out.tablet, key, [], drafts={draft: b"earlier"})
    for entries in (later, earlier):
        assert load(out, packed(entries), key).is_safe
    assert out.session.scalar(select(FieldDraft.content)) == b"later"


def test_files_of_drafts_come_too(out: Field, key: AgreementKey) -> None:
    file = File(new_picture())
    entries = entries_of(out.tablet, key, [], drafts={new_id(): b"{}"}, loose=[file])
    assert load(out, packed(entries), key).is_safe
    _same, made = file, out.tablet.make("evidence.add", out.inspection.id, addition(file), (file,))
    assert out.receive(made).answer.state is OperationState.APPLIED


def test_a_file_that_is_no_evidence_refuses_its_operation(out: Field, key: AgreementKey) -> None:
    _file, made = an_addition(out, HTML)
    loaded = load(out, packed(entries_of(out.tablet, key, [made])), key)
    assert loaded.answers[0].state is OperationState.REFUSED
    assert not loaded.is_safe, "there is no receipt for bytes that were not kept"


def test_a_file_that_only_a_draft_names_and_that_is_not_taken_is_named(out: Field, key: AgreementKey) -> None:
    file = File(HTML)
    loaded = load(out, packed(entries_of(out.tablet, key, [], drafts={new_id(): b"{}"}, loose=[file])), key)
    assert list(loaded.failed) == [f"files/{file.hash}"]
    assert not loaded.is_safe


@pytest.mark.parametrize("is_loose", [True, False])
def test_nobody_has_anothers_work_refused(out: Field, key: AgreementKey, is_loose: bool) -> None:
    """A stranger's outbox says under the officer's name that a page of text is the awaited photograph."""
    file, made = an_addition(out)
    assert out.receive(made).answer.state is OperationState.WAITING_FILES
    lie = _Lie(HTML, claimed=file.hash)
    thief = make_tablet(out.session, out.visit.second)
    _other, named = an_addition(out)
    told = (named,) if is_loose else (replace(named, files=(lie,)),)
    entries = entries_of(thief, key, told, loose=[lie] if is_loose else [])
    loaded = load(out, packed(restated(entries, officer=str(out.visit.lead.id))), key)
    assert loaded.failed[f"files/{file.hash}"][0]["code"] == "outbox_file_wrong"
    out.upload(file)
    assert out.receive(made).answer.state is OperationState.APPLIED


@dataclass(frozen=True)
class _Lie(File):
    """A file that is listed under the hash of another."""

    claimed: str = ""

    @property
    def hash(self) -> str:
        return self.claimed


def test_drafts_without_the_tablets_signature_are_not_taken(out: Field, key: AgreementKey) -> None:
    _file, made = an_addition(out)
    draft = new_id()
    whole = entries_of(out.tablet, key, [made], drafts={draft: b"{}"})
    stranger = make_tablet(out.session, out.visit.second)
    forged = {**whole, "manifest.sig": stranger.sign(whole["manifest.json"]).encode()}
    for entries, code in (
        ({name: data for name, data in whole.items() if name != "manifest.sig"}, "outbox_unsigned"),
        (forged, "outbox_signature_wrong"),
        ({**whole, "manifest.sig": "不是签名".encode()}, "outbox_signature_wrong"),
        (restated(whole, made_at="2023-06-02T01:00:00.000Z"), "outbox_signature_wrong"),
    ):
        loaded = load(out, packed(entries), key)
        assert loaded.answers[0].state is OperationState.APPLIED, "an operation carries its own signature"
        assert [reasons[0]["code"] for reasons in loaded.failed.values()] == [code]
        assert (loaded.drafts, loaded.is_safe) == ([], False)
    assert out.session.scalar(select(FieldDraft.id)) is None


def test_nobody_plants_a_draft_in_anothers_inbox(out: Field, key: AgreementKey) -> None:
    draft = new_id()
    load(out, packed(entries_of(out.tablet, key, [], drafts={draft: b"mine"})), key)
    thief = make_tablet(out.session, out.visit.second)
    entries = entries_of(thief, key, [], drafts={draft: b"planted"}, at=LATER)
    posing = restated(entries, officer=str(out.visit.lead.id), device=str(out.tablet.device.id))
    posing["manifest.sig"] = thief.sign(posing["manifest.json"]).encode()
    assert load(out, packed(posing), key).failed[f"drafts/{draft}"][0]["code"] == "outbox_signature_wrong"
    assert out.session.scalar(select(FieldDraft.content)) == b"mine"


def test_one_damaged_part_does_not_keep_the_others_out(out: Field, key: AgreementKey) -> None:
    file, broken = an_addition(out)
    _other, whole = an_addition(out)
    entries = entries_of(out.tablet, key, [broken, whole])
    name = f"files/{file.hash}/0"
    entries[name] = entries[name][:-1] + bytes([entries[name][-1] ^ 1])
    loaded = load(out, packed(entries), key)
    assert [answer.state for answer in loaded.answers] == [
        OperationState.WAITING_FILES,
        OperationState.APPLIED,
    ]
    assert loaded.failed[f"files/{file.hash}"][0]["code"] == "outbox_entry_damaged"
    assert not loaded.is_safe


def test_swapped_entries_are_seen(out: Field, key: AgreementKey) -> None:
    """The entry's name is bound to its content."""
    one, two = an_addition(out), an_addition(out)
    entries = entries_of(out.tablet, key, [one[1], two[1]])
    first, second = (f"operations/{made.id}" for _file, made in (one, two))
    entries[first], entries[second] = entries[second], entries[first]
    assert {first, second} == set(load(out, packed(entries), key).failed)


def test_a_forged_operation_is_named(out: Field, key: AgreementKey) -> None:
    stranger = make_tablet(out.session, out.visit.lead)
    _file, made = an_addition(out)
    forged = type(made)(made.id, made.body, stranger.sign(made.body))
    loaded = load(out, packed(entries_of(out.tablet, key, [forged])), key)
    assert loaded.failed[f"operations/{made.id}"][0]["code"] == "operation_signature_wrong"
    assert out.session.scalar(select(FieldOperation.id)) is None


def test_a_revoked_tablets_outbox_is_quarantined(out: Field, key: AgreementKey) -> None:
    _file, made = an_addition(out)
    revoke_device(out.session, actor=out.actor, now=LATER, device=out.tablet.device, reason="丢失")
    loaded = load(out, packed(entries_of(out.tablet, key, [made])), key)
    assert loaded.count(OperationState.QUARANTINED) == 1
    assert loaded.is_safe


def hostile(entries: dict[str, bytes], what: str) -> bytes:
    whole = packed(entries)
    names = {"path": "../../etc/passwd", "stranger": "readme.txt", "absolute": "/operations/x"}
    if what in names:
        return packed({**entries, names[what]: b"x"})
    if what == "bomb":
        return packed({**entries, f"files/sha256:{64 * 'a'}/0": bytes(10**7)}, zipfile.ZIP_DEFLATED)
    if what == "large":
        return packed({**entries, f"files/sha256:{64 * 'a'}/0": bytes(10**6)})
    if what == "double":
        return packed_twice(entries)
    return {"cut": whole[: len(whole) // 2], "empty": b"", "other": b"PK\x03\x04 not at all"}[what]


def packed_twice(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO(packed(entries))
    with zipfile.ZipFile(stream, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("manifest.json", entries["manifest.json"])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("path", "outbox_entry_refused"),
        ("absolute", "outbox_entry_refused"),
        ("stranger", "outbox_entry_refused"),
        ("bomb", "outbox_entry_refused"),
        ("large", "outbox_entry_refused"),
        ("double", "outbox_entry_refused"),
        ("cut", "outbox_cut_off"),
        ("empty", "outbox_cut_off"),
        ("other", "outbox_cut_off"),
    ],
)
def test_hostile_archives_are_refused(out: Field, key: AgreementKey, what: str, code: str) -> None:
    _file, made = an_addition(out)
    data = hostile(entries_of(out.tablet, key, [made]), what)
    with pytest.raises(CasebookError) as refusal:
        load(out, data, key)
    assert refusal.value.code == code
    assert out.session.scalar(select(FieldOperation.id)) is None


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"county": "371502"}, "outbox_of_other_county"),
        ({"version": 2}, "outbox_unreadable"),
        ({"made_at": "yesterday"}, "outbox_unreadable"),
        ({"drafts": ["../x"]}, "outbox_unreadable"),
        ({"loose": [{"hash": "sha256:x", "size": 1, "chunks": 1}]}, "outbox_unreadable"),
        ({"loose": [{"hash": f"sha256:{64 * 'a'}", "size": 10**15, "chunks": 1}]}, "outbox_unreadable"),
        ({"key": {"ephemeral": "x", "iv": "y", "box": "z"}}, "box_unreadable"),
        ({"unknown": 1}, "outbox_unreadable"),
    ],
)
def test_hostile_manifests_are_refused(
    out: Field, key: AgreementKey, other: dict[str, object], code: str
) -> None:
    with pytest.raises(CasebookError) as refusal:
        load(out, packed(restated(entries_of(out.tablet, key, []), **other)), key)
    assert refusal.value.code == code


def test_a_box_for_another_server_is_not_opened(out: Field, key: AgreementKey) -> None:
    box = agreement.seal(out.tablet.device.agreement_key, bytes(32))
    with pytest.raises(CasebookError, match="box_unreadable"):
        load(out, packed(restated(entries_of(out.tablet, key, []), key=box)), key)

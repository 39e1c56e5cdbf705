"""Tablets with keys of their own: who registers one, and who may put an end to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.audit.models import AuditEntry
from casebook.devices import actions, queries, rules
from casebook.devices.actions import Registration
from casebook.kernel import base64url
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.keys import wire
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency, make_manager

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.devices.models import Device

KEY = ec.generate_private_key(ec.SECP256R1())
SERVER = "sha256:" + "5" * 64


@pytest.fixture
def inspector(session: Session) -> Actor:
    return make_actor(session, Role.INSPECTOR)


def application(actor: Actor, key: ec.EllipticCurvePrivateKey = KEY, **changes: str) -> Registration:
    """What a browser sends for an officer."""
    public = key.public_key()
    text = rules.proof_text(COUNTY, actor.officer_id, digest(wire.public_der(public)))
    facts = {
        "name": "平板 7",
        "signing_key": wire.public_text(public),
        "agreement_key": wire.public_text(ec.generate_private_key(ec.SECP256R1()).public_key()),
        "proof": wire.sign(key, text),
    }
    return Registration(**{**facts, **changes})


def register(session: Session, actor: Actor, sent: Registration | None = None) -> Device:
    return actions.register_device(
        session, actor=actor, now=NOW, sent=sent or application(actor), server_fingerprint=SERVER
    )


def refusal(session: Session, actor: Actor, sent: Registration) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as caught:
        register(session, actor, sent)
    return caught.value.code, caught.value.field


def test_a_device_is_its_officers(session: Session, inspector: Actor) -> None:
    device = register(session, inspector)
    assert (device.officer_id, device.name) == (inspector.officer_id, "平板 7")
    assert device.fingerprint == digest(wire.public_der(KEY.public_key()))
    assert device.server_fingerprint == SERVER
    assert not device.is_revoked
    assert queries.list_devices(session, inspector.officer_id) == [device]
    assert queries.get_own_device(session, device.id, inspector.officer_id) is device
    entry = session.query(AuditEntry).order_by(AuditEntry.rowid.desc()).first()
    assert (entry.action, entry.subject_id) == ("device:register", device.id)


def test_the_proof_is_the_text_of_the_protocol(inspector: Actor) -> None:
    found = rules.proof_text("371525", inspector.officer_id, "sha256:ab")
    assert found.decode() == f"casebook-device:371525:{inspector.officer_id}:sha256:ab"


def test_the_same_key_again_is_the_same_device(session: Session, inspector: Actor) -> None:
    first = register(session, inspector)
    again = register(session, inspector, application(inspector, name="另一个名字"))
    assert again.id == first.id
    assert first.name == "平板 7"


def test_a_key_of_somebody_else_is_refused(session: Session, inspector: Actor) -> None:
    register(session, inspector)
    other = make_actor(session, Role.INSPECTOR)
    assert refusal(session, other, application(other)) == ("device_of_somebody_else", "signing_key")


def test_a_proof_for_another_officer_is_none(session: Session, inspector: Actor) -> None:
    stolen = application(make_actor(session, Role.INSPECTOR))
    assert refusal(session, inspector, stolen) == ("device_proof_wrong", "proof")


@pytest.mark.parametrize("proof", ["", "AAAA", base64url.encode(bytes(64)), "汉"])
def test_what_is_no_proof(session: Session, inspector: Actor, proof: str) -> None:
    assert refusal(session, inspector, application(inspector, proof=proof))[0] == "device_proof_wrong"


@pytest.mark.parametrize("name", ["signing_key", "agreement_key"])
@pytest.mark.parametrize("key", ["", "AAAA", "<svg>", "A" * 10_000])
def test_what_is_no_key(session: Session, inspector: Actor, name: str, key: str) -> None:
    sent = application(inspector, **{name: key})
    assert refusal(session, inspector, sent) == ("device_key_unreadable", "signing_key")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\0b", "a\x1b[1m", "\u202e平板"])
def test_what_is_no_name(session: Session, inspector: Actor, name: str) -> None:
    assert refusal(session, inspector, application(inspector, name=name)) == ("device_name_unusable", "name")


def test_who_has_no_field_work_registers_nothing(session: Session) -> None:
    for role in (Role.LIAISON, Role.CASE_HEAD, Role.SECURITY_ADMIN):
        actor = make_actor(session, role, certificate=False)
        with pytest.raises(Forbidden):
            register(session, actor)
    with pytest.raises(Forbidden) as caught:
        register(session, local_operator("root", COUNTY), application(make_actor(session, Role.INSPECTOR)))
    assert caught.value.code == "device_needs_officer"


def test_one_revokes_ones_own(session: Session, inspector: Actor) -> None:
    device = register(session, inspector)
    actions.revoke_device(session, actor=inspector, now=NOW, device=device, reason=" 丢在路上了 ")
    assert device.is_revoked
    assert (device.revoked_at, device.revoked_by) == (NOW, inspector.name)
    assert device.revoked_reason == "丢在路上了"
    assert queries.list_believed(session, [inspector.officer_id]) == {}
    assert queries.list_revoked(session, COUNTY) == [device]
    with pytest.raises(RuleBroken) as caught:
        actions.revoke_device(session, actor=inspector, now=NOW, device=device, reason="又一次")
    assert caught.value.code == "device_revoked"


def test_a_revoked_key_does_not_come_back(session: Session, inspector: Actor) -> None:
    device = register(session, inspector)
    actions.revoke_device(session, actor=inspector, now=NOW, device=device, reason="丢失")
    assert refusal(session, inspector, application(inspector)) == ("device_revoked", None)
    other = application(inspector, ec.generate_private_key(ec.SECP256R1()))
    assert register(session, inspector, other).id != device.id


@pytest.mark.parametrize("reason", ["", "   ", "长" * 401])
def test_revoking_needs_a_reason(session: Session, inspector: Actor, reason: str) -> None:
    device = register(session, inspector)
    with pytest.raises(RuleBroken) as caught:
        actions.revoke_device(session, actor=inspector, now=NOW, device=device, reason=reason)
    assert (caught.value.code, caught.value.field) == ("device_revocation_needs_reason", "reason")


def test_others_are_revoked_by_the_security_administrator_alone(session: Session, inspector: Actor) -> None:
    device = register(session, inspector)
    for role in (Role.INSPECTOR, Role.CASE_HEAD, Role.SYSTEM_ADMIN):
        actor = make_actor(session, role, certificate=False)
        with pytest.raises(Forbidden):
            actions.revoke_device(session, actor=actor, now=NOW, device=device, reason="x")
    manager = make_manager(session)
    actions.revoke_device(session, actor=manager, now=NOW, device=device, reason="离职")
    assert device.revoked_by == manager.name


def test_a_security_administrator_reaches_no_further_than_the_place(session: Session) -> None:
    agency = make_agency(session, division_code=f"{COUNTY}001")
    near = make_actor(session, Role.INSPECTOR, agency=agency)
    device = register(session, near)
    manager = make_manager(session, jurisdiction=f"{COUNTY}002")
    with pytest.raises(NotFound):
        actions.revoke_device(session, actor=manager, now=NOW, device=device, reason="x")
    with pytest.raises(NotFound):
        queries.get_device_within(session, device.id, manager)
    assert list(queries.page_devices(session, manager, only_believed=True, cursor=None).items) == []
    whole = make_manager(session)
    assert list(queries.page_devices(session, whole, only_believed=True, cursor=None).items) == [device]


def test_the_list_narrows(session: Session, inspector: Actor) -> None:
    device = register(session, inspector)
    other = make_actor(session, Role.INSPECTOR)
    theirs = register(session, other, application(other, ec.generate_private_key(ec.SECP256R1())))
    actions.revoke_device(session, actor=inspector, now=NOW, device=device, reason="x")
    manager = make_manager(session)

    def listed(*, only_believed: bool, officer: Actor | None = None) -> list[Device]:
        officer_id = officer.officer_id if officer else None
        page = queries.page_devices(
            session, manager, only_believed=only_believed, officer_id=officer_id, cursor=None
        )
        return list(page.items)

    assert listed(only_believed=True) == [theirs]
    assert listed(only_believed=False) == [theirs, device]
    assert listed(only_believed=False, officer=inspector) == [device]


def test_contact_is_noted_to_the_minute(session: Session, inspector: Actor) -> None:
    device = register(session, inspector)
    actions.note_contact(session, device=device, now=NOW + timedelta(seconds=59))
    assert device.seen_at == NOW
    actions.note_contact(session, device=device, now=NOW + timedelta(seconds=60))
    assert device.seen_at == NOW + timedelta(seconds=60)


def test_others_devices_are_not_there(session: Session, inspector: Actor) -> None:
    device = register(session, inspector)
    for officer_id in (make_actor(session, Role.INSPECTOR).officer_id, None):
        with pytest.raises(NotFound):
            queries.get_own_device(session, device.id, officer_id)
    assert queries.find_device(session, new_id()) is None
    with pytest.raises(NotFound):
        queries.get_device(session, new_id())

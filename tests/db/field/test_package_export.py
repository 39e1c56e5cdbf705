"""`casebook package export`: what a stick carries to a tablet that never reaches the server."""

from __future__ import annotations

import json
import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.db import db
from casebook.field.actions import operations
from casebook.field.commands.package import package
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.keys import signing
from casebook.keys.agreement import AgreementKey
from tests.factories.accounts import NOW, make_agency, make_officer
from tests.factories.field import Tablet, addition, make_tablet
from tests.factories.regions import WEST, make_county
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.devices.models import Device

    Run = Callable[..., Result]


@dataclass
class Owned:
    """A tablet whose receiving key the test holds."""

    tablet: Tablet
    key: AgreementKey

    @property
    def device(self) -> Device:
        return self.tablet.device


@pytest.fixture
def owned(app: Flask, store: Session) -> Owned:
    make_county(store)
    make_well(store, code="371525104JJ00001")
    officer = make_officer(store, Role.INSPECTOR, agency=make_agency(store), login="wang", name="王建国")
    tablet = make_tablet(store, officer)
    key = AgreementKey(ec.generate_private_key(ec.SECP256R1()))
    tablet.device.agreement_key = key.public
    signing.init(app.config["CASEBOOK"], now=NOW)
    store.commit()
    return Owned(tablet, key)


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Run:
    def act(*words: str, officer: str = "wang") -> Result:
        options = ("export", "--officer", officer, "-o", str(tmp_path / "bundle.zip"))
        found = CliRunner().invoke(package, (*options, *words), obj=lambda: app)
        db.session.rollback()
        return found

    return act


def read(path: Path) -> tuple[dict[str, Any], str, dict[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        whole = {name: archive.read(name) for name in archive.namelist()}
    text, signature = whole.pop("bundle.json"), whole.pop("bundle.sig").decode()
    return json.loads(text), signature, whole


def test_the_tablet_reads_it_as_the_protocol_says(app: Flask, owned: Owned, run: Run, tmp_path: Path) -> None:
    result = run("--township", WEST)
    assert result.exit_code == 0, result.output
    assert "王建国" in result.stdout
    assert "1 眼井" in result.stdout
    path = tmp_path / "bundle.zip"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    bundle, signature, parts = read(path)
    public = signing.load(app.config["CASEBOOK"]).public
    with zipfile.ZipFile(path) as archive:
        assert signing.is_signed_by(public, archive.read("bundle.json"), signature)
    device_id = str(owned.device.id)
    assert set(bundle) == {
        "version",
        "county",
        "officer",
        "made_at",
        "package",
        "keys",
        "receipts",
        "answers",
        "revoked",
    }
    assert bundle["officer"] == str(owned.device.officer_id)
    signed = bundle["package"][device_id]
    assert signing.is_signed_by(public, signed["text"].encode(), signed["signature"])
    cipher = AESGCM(owned.key.open(bundle["keys"][device_id]))
    for part in json.loads(signed["text"])["parts"]:
        name = f"parts/{part['name']}"
        sealed = parts.pop(name)
        plain = cipher.decrypt(sealed[:12], sealed[12:], name.encode())
        assert (len(plain), digest(plain)) == (part["size"], part["hash"])
    assert parts == {}


def test_nobody_else_reads_it(owned: Owned, run: Run, tmp_path: Path) -> None:
    run("--township", WEST)
    bundle, _signature, parts = read(tmp_path / "bundle.zip")
    thief = AgreementKey(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(RuleBroken):
        thief.open(bundle["keys"][str(owned.device.id)])
    assert "371525104JJ00001" not in (tmp_path / "bundle.zip").read_bytes().decode("latin-1")
    cipher = AESGCM(owned.key.open(bundle["keys"][str(owned.device.id)]))
    with pytest.raises(InvalidTag):
        cipher.decrypt(parts["parts/wells"][:12], parts["parts/wells"][12:], b"parts/problems")


def test_receipts_answers_and_revocations_come_along(
    owned: Owned, run: Run, store: Session, tmp_path: Path
) -> None:
    officer = owned.device.officer
    lost = make_tablet(store, officer, name="丢失的平板")
    made = owned.tablet.make("evidence.add", new_id(), addition(), at=clock.now())
    operations.receive(store, actor=actor_of(officer), now=clock.now(), device=owned.device, **made.handed)
    lost.device.revoked_at, lost.device.revoked_reason = clock.now(), "丢失"
    store.commit()
    result = run("--due", "7")
    assert result.exit_code == 0, result.output
    bundle, _signature, _parts = read(tmp_path / "bundle.zip")
    assert [one["operation"] for one in bundle["answers"]] == [str(made.id)]
    assert bundle["revoked"] == [str(lost.device.id)]
    receipts = [one["receipt"] for one in bundle["answers"] if one["receipt"]]
    assert bundle["receipts"] == receipts
    assert [json.loads(one["text"])["operation"] for one in receipts] == [str(made.id)]


def test_the_tablet_used_last_is_meant(owned: Owned, run: Run, store: Session, tmp_path: Path) -> None:
    newer = make_tablet(store, owned.device.officer, name="新平板", at=clock.now())
    store.commit()
    run("--township", WEST)
    bundle, _signature, _parts = read(tmp_path / "bundle.zip")
    assert list(bundle["package"]) == [str(newer.device.id)]


def test_without_a_word_the_last_scope_is_packed_again(owned: Owned, run: Run, tmp_path: Path) -> None:
    assert run().exit_code == 0
    assert run("--township", WEST).exit_code == 0
    assert run().exit_code == 0
    bundle, _signature, _parts = read(tmp_path / "bundle.zip")
    (signed,) = bundle["package"].values()
    assert json.loads(signed["text"])["scope"] == {"kind": "township", "township": WEST}


@pytest.mark.parametrize(
    ("words", "officer", "code"),
    [
        ((), "nobody", 1),
        (("--township", "371525999"), "wang", 1),
        (("--due", "-1"), "wang", 1),
        (("--due", "7", "--township", WEST), "wang", 2),
    ],
)
def test_what_cannot_be_packed_leaves_no_file(
    owned: Owned, run: Run, tmp_path: Path, words: tuple[str, ...], officer: str, code: int
) -> None:
    result = run(*words, officer=officer)
    assert result.exit_code == code
    assert result.stderr
    assert not (tmp_path / "bundle.zip").exists()


def test_a_revoked_tablet_gets_nothing(owned: Owned, run: Run, store: Session, tmp_path: Path) -> None:
    owned.device.revoked_at, owned.device.revoked_reason = clock.now(), "丢失"
    store.commit()
    assert run("--township", WEST).exit_code == 1
    assert not (tmp_path / "bundle.zip").exists()

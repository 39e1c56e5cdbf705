"""Signing keys: made once, changed without losing what was signed, refused when others can read them."""

from __future__ import annotations

import base64
import stat
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.config import Settings
from casebook.kernel import base64url
from casebook.kernel.errors import RuleBroken
from casebook.keys import agreement, manifest, signing, wire

if TYPE_CHECKING:
    from pathlib import Path

FIRST = datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC)
SECOND = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return Settings(data_dir=str(tmp_path / "data"))


@pytest.fixture
def keyed(house: Settings) -> Settings:
    signing.init(house, now=FIRST)
    return house


def folder(house: Settings) -> Path:
    return house.data_path / "keys"


def test_keys_lie_in_files_that_only_their_owner_reads(keyed: Settings) -> None:
    files = list(folder(keyed).iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder(keyed).stat().st_mode) == 0o700


def test_what_was_signed_is_verified_and_anything_else_is_not(keyed: Settings) -> None:
    signer = signing.load(keyed)
    signature = signer.sign("封停 14 眼".encode())
    assert signature.startswith(f"ecdsa-p256-sha256:{signer.fingerprint[7:23]}:")
    assert signing.verify(keyed, "封停 14 眼".encode(), signature)
    assert not signing.verify(keyed, "封停 15 眼".encode(), signature)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(data=st.data())
def test_a_changed_signature_is_not_one(keyed: Settings, data: st.DataObject) -> None:
    signature = signing.load(keyed).sign(b"data")
    place = data.draw(st.integers(0, len(signature) - 2))
    letter = data.draw(st.sampled_from("AZaz09-_:"))
    changed = signature[:place] + letter + signature[place + 1 :]
    assert signing.verify(keyed, b"data", changed) == (changed == signature)


@pytest.mark.parametrize("text", ["", ":", "::", "a:b:c", "ecdsa-p256-sha256:0:", "sm2:00:AA", "一:二:三"])
def test_text_that_is_no_signature_is_refused_quietly(keyed: Settings, text: str) -> None:
    assert not signing.verify(keyed, b"data", text)


def test_a_browser_verifies_the_same_64_bytes(keyed: Settings) -> None:
    """Second path: r and s are taken apart here, and the key is read from its PEM."""
    value = signing.load(keyed).sign(b"data").split(":")[2]
    raw = base64.urlsafe_b64decode(value + "==")
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    public = serialization.load_pem_public_key(manifest.read(keyed)[0].public_pem.encode())
    der = encode_dss_signature(r, s)
    assert len(raw) == 64
    public.verify(der, b"data", ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(der, b"other", ec.ECDSA(hashes.SHA256()))


def test_after_a_rotation_the_old_signature_still_verifies_and_the_old_key_cannot_sign(
    keyed: Settings,
) -> None:
    old = signing.load(keyed)
    signature = old.sign(b"data")
    signing.rotate(keyed, now=SECOND)
    new = signing.load(keyed)
    assert new.fingerprint != old.fingerprint
    assert signing.verify(keyed, b"data", signature)
    assert signing.verify(keyed, b"data", new.sign(b"data"))
    assert sorted(file.name for file in folder(keyed).iterdir()) == sorted(
        [f"{new.key.short}.pem", "agreement.pem", "manifest.json"]
    )
    first, second = manifest.read(keyed)
    assert (first.created_at, first.retired_at) == (FIRST, SECOND)
    assert (second.created_at, second.retired_at) == (SECOND, None)


def test_keys_are_not_made_twice(keyed: Settings) -> None:
    before = signing.load(keyed).fingerprint
    with pytest.raises(RuleBroken) as caught:
        signing.init(keyed, now=SECOND)
    assert caught.value.code == "keys_exist"
    assert signing.load(keyed).fingerprint == before


@pytest.mark.parametrize(
    "act", [signing.load, manifest.read, lambda house: signing.rotate(house, now=SECOND)]
)
def test_without_keys_nothing_is_signed(house: Settings, act: object) -> None:
    with pytest.raises(RuleBroken) as caught:
        act(house)
    assert caught.value.code == "keys_missing"


def test_a_missing_private_half_is_told(keyed: Settings) -> None:
    manifest.private_path(keyed, manifest.read(keyed)[0]).unlink()
    with pytest.raises(RuleBroken) as caught:
        signing.load(keyed)
    assert caught.value.code == "keys_missing"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(keyed: Settings, mode: int) -> None:
    path = manifest.private_path(keyed, manifest.read(keyed)[0])
    path.chmod(mode)
    with pytest.raises(RuleBroken) as caught:
        signing.load(keyed)
    assert caught.value.code == "key_open_to_others"
    assert caught.value.facts == {"path": str(path), "mode": f"{mode:04o}"}


def test_a_folder_that_others_can_enter_is_refused(keyed: Settings) -> None:
    folder(keyed).chmod(0o755)
    with pytest.raises(RuleBroken) as caught:
        signing.load(keyed)
    assert caught.value.code == "key_open_to_others"


def test_a_private_half_of_another_key_is_damage(keyed: Settings, tmp_path: Path) -> None:
    other = Settings(data_dir=str(tmp_path / "other"))
    stranger = signing.init(other, now=FIRST)
    mine = manifest.private_path(keyed, manifest.read(keyed)[0])
    mine.write_bytes(manifest.private_path(other, stranger).read_bytes())
    with pytest.raises(RuleBroken) as caught:
        signing.load(keyed)
    assert caught.value.code == "key_damaged"


def test_a_public_half_slipped_under_a_known_fingerprint_is_damage(keyed: Settings, tmp_path: Path) -> None:
    stranger = signing.init(Settings(data_dir=str(tmp_path / "other")), now=FIRST)
    signature = signing.load(keyed).sign(b"data")
    manifest.write(keyed, [replace(manifest.read(keyed)[0], public_pem=stranger.public_pem)])
    with pytest.raises(RuleBroken) as caught:
        signing.verify(keyed, b"data", signature)
    assert caught.value.code == "key_damaged"


def test_a_rotated_key_is_vouched_for_by_the_one_before(keyed: Settings) -> None:
    old = signing.load(keyed)
    opener = agreement.load(keyed).fingerprint
    signing.rotate(keyed, now=SECOND)
    first, second = manifest.read(keyed)
    assert first.endorsement == ""
    der = wire.public_der(second.public())
    assert signing.is_signed_by(old.public, der, second.endorsement)
    assert agreement.load(keyed).fingerprint == opener


def test_a_bare_signature_is_verified_with_the_public_half_alone(keyed: Settings) -> None:
    signer = signing.load(keyed)
    signature = signer.sign_bare(b"receipt")
    assert len(base64url.decode(signature)) == 64
    assert signing.is_signed_by(signer.public, b"receipt", signature)
    assert not signing.is_signed_by(signer.public, b"receipts", signature)
    assert not signing.is_signed_by("AAAA", b"receipt", signature)
    for strange in (
        "",
        "AAAA",
        "=",
        signature + "A",
        base64url.encode(bytes(64)),
        base64url.encode(bytes(65)),
    ):
        assert not signing.is_signed_by(signer.public, b"receipt", strange)


def test_a_signature_of_a_browser_holds() -> None:
    """Known answer: the key, the text and the signature of RFC 6979, A.2.5 (SHA-256, `sample`)."""
    x = "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
    y = "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
    r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    s = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    public = base64url.encode(bytes.fromhex("3059301306072A8648CE3D020106082A8648CE3D03010703420004" + x + y))
    signature = base64url.encode(bytes.fromhex(r + s))
    assert signing.is_signed_by(public, b"sample", signature)
    assert not signing.is_signed_by(public, b"test", signature)

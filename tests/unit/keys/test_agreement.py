"""Sealed boxes: what the protocol describes step by step, and nothing else, opens."""

from __future__ import annotations

import hashlib
import hmac
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from casebook.config import Settings
from casebook.kernel import base64url
from casebook.kernel.errors import RuleBroken
from casebook.keys import agreement, wire
from casebook.keys.agreement import AgreementKey

if TYPE_CHECKING:
    from pathlib import Path

HERS = AgreementKey(ec.derive_private_key(0xC0FFEE, ec.SECP256R1()))
ONCE = ec.derive_private_key(0xBEEF, ec.SECP256R1())
KNOWN = {
    "ephemeral": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
    "iv": "AAECAwQFBgcICQoL",
}


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return Settings(data_dir=str(tmp_path / "data"))


def sealed_by_hand(data: bytes) -> dict[str, str]:
    """The protocol's words, one by one, with an HKDF of two HMACs (RFC 5869)."""
    shared = ONCE.exchange(ec.ECDH(), HERS.private.public_key())
    extracted = hmac.new(bytes(32), shared, hashlib.sha256).digest()
    key = hmac.new(extracted, b"casebook sealed v1\x01", hashlib.sha256).digest()
    box = AESGCM(key).encrypt(bytes(range(12)), data, None)
    return {
        "ephemeral": wire.public_text(ONCE.public_key()),
        "iv": base64url.encode(bytes(range(12))),
        "box": base64url.encode(box),
    }


def test_a_box_made_step_by_step_opens() -> None:
    box = sealed_by_hand("钥匙".encode())
    assert box["ephemeral"].startswith(KNOWN["ephemeral"])
    assert box["iv"] == KNOWN["iv"]
    assert HERS.open(box) == "钥匙".encode()


def test_a_box_of_fixed_keys_has_fixed_bytes() -> None:
    """Known answer: private keys 0xC0FFEE and 0xBEEF, iv 00 01 … 0b, text `casebook`."""
    assert sealed_by_hand(b"casebook")["box"] == "T4qzEQoFAtpR4Xj_BdD2x3nEYWlofFJw"
    assert HERS.open(sealed_by_hand(b"casebook")) == b"casebook"


@given(data=st.binary(max_size=200))
def test_what_is_sealed_is_opened(data: bytes) -> None:
    assert HERS.open(agreement.seal(HERS.public, data)) == data


def test_two_boxes_of_the_same_have_nothing_in_common() -> None:
    one, other = (agreement.seal(HERS.public, b"same") for _ in range(2))
    assert not set(one.values()) & set(other.values())


@given(name=st.sampled_from(["ephemeral", "iv", "box"]), place=st.integers(0, 15), bit=st.integers(0, 7))
def test_a_changed_box_stays_closed(name: str, place: int, bit: int) -> None:
    box = sealed_by_hand(b"0123456789")
    raw = bytearray(base64url.decode(box[name]))
    raw[-1 - place % len(raw)] ^= 1 << bit
    box[name] = base64url.encode(bytes(raw))
    with pytest.raises(RuleBroken) as caught:
        HERS.open(box)
    assert caught.value.code == "box_unreadable"


@pytest.mark.parametrize(
    "box",
    [
        {},
        {"ephemeral": "", "iv": "", "box": ""},
        {"ephemeral": "AAAA", "iv": "AAAA", "box": "AAAA"},
        {"ephemeral": None, "iv": None, "box": None},
        {**sealed_by_hand(b"x"), "iv": "="},
        {**sealed_by_hand(b"x"), "iv": ""},
        {**sealed_by_hand(b"x"), "box": "汉"},
    ],
)
def test_what_is_no_box_is_refused(box: dict[str, str]) -> None:
    with pytest.raises(RuleBroken) as caught:
        HERS.open(box)
    assert caught.value.code == "box_unreadable"


def test_a_box_for_somebody_else_stays_closed() -> None:
    other = AgreementKey(ec.derive_private_key(7, ec.SECP256R1()))
    with pytest.raises(RuleBroken):
        HERS.open(agreement.seal(other.public, b"x"))


def test_it_is_made_once_and_kept_for_its_owner_alone(house: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: agreement.load(house).fingerprint, range(16)))
    assert len(found) == 1
    (path,) = (house.data_path / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_that_others_can_read_is_refused(house: Settings) -> None:
    agreement.load(house)
    (house.data_path / "keys" / "agreement.pem").chmod(0o640)
    with pytest.raises(RuleBroken) as caught:
        agreement.load(house)
    assert caught.value.code == "key_open_to_others"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAAA",
        "not base64!",
        wire.public_text(HERS.private.public_key()) + "=",
        base64url.encode(
            ec.derive_private_key(5, ec.SECP384R1())
            .public_key()
            .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        ),
        base64url.encode(wire.public_der(HERS.private.public_key()) + b"\0"),
        base64url.encode(bytes([*wire.public_der(HERS.private.public_key())[:-1], 0])),
    ],
)
def test_a_public_key_has_one_curve_and_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        wire.read_public(text)


@given(data=st.binary(max_size=100))
def test_base64url_is_undone_by_itself(data: bytes) -> None:
    assert base64url.decode(base64url.encode(data)) == data


@pytest.mark.parametrize("text", ["A", "AB==", "AA=", "A+/A", "A A", "AB", "é"])
def test_other_spellings_of_bytes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        base64url.decode(text)

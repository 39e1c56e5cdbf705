from __future__ import annotations

import shutil
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from casebook.kernel.errors import RuleBroken
from casebook.serving import certificates

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.serving.certificates import Certificates

NOW = datetime.now(UTC)
HOST = "192.168.1.20"


def ensure(folder: Path, host: str = HOST, now: datetime = NOW) -> Certificates:
    return certificates.ensure(folder, host=host, title="Casebook 371525", now=now)


def server_of(found: Certificates) -> x509.Certificate:
    return x509.load_pem_x509_certificate(found.server.read_bytes())


def verify(found: Certificates, *check: str) -> int:
    openssl = shutil.which("openssl")
    assert openssl
    strict = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", str(found.authority)]
    command = [openssl, *strict, *check, str(found.server)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    found = ensure(tmp_path)
    modes = [
        oct(path.stat().st_mode & 0o777) for path in (found.folder, found.authority_key, found.server_key)
    ]
    assert modes == ["0o700", "0o600", "0o600"]
    assert {path.name for path in found.folder.iterdir()} == {"ca.crt", "ca.key", "server.crt", "server.key"}


@pytest.mark.parametrize(
    "check", [("-verify_ip", HOST), ("-verify_ip", "127.0.0.1"), ("-verify_hostname", "localhost")]
)
def test_openssl_believes_the_server_by_each_of_its_names(tmp_path: Path, check: tuple[str, str]) -> None:
    assert verify(ensure(tmp_path), *check) == 0


@pytest.mark.parametrize("host", ["wells.guan.example", "203.0.113.7", "casebook.lan", "::1"])
def test_an_authority_signs_for_the_host_it_was_made_for(tmp_path: Path, host: str) -> None:
    kind = "-verify_ip" if host[0] in "2:" else "-verify_hostname"
    assert verify(ensure(tmp_path, host), kind, host) == 0


def test_an_authority_signs_for_no_other_site(tmp_path: Path) -> None:
    found = ensure(tmp_path)
    before = found.authority.read_bytes()
    with pytest.raises(RuleBroken) as refusal:
        ensure(tmp_path, "bank.example")
    assert (refusal.value.code, refusal.value.facts["names"]) == ("tls_authority_too_narrow", "bank.example")
    assert found.authority.read_bytes() == before
    names = [certificates._general_name("bank.example")]  # noqa: SLF001 - as a thief of the key would
    certificates._make_server(found, names, NOW)  # noqa: SLF001 - as a thief of the key would
    assert verify(found, "-verify_hostname", "bank.example") != 0


def test_a_second_start_keeps_everything(tmp_path: Path) -> None:
    found = ensure(tmp_path)
    before = {path: path.read_bytes() for path in found.folder.iterdir()}
    ensure(tmp_path, now=NOW + timedelta(days=300))
    assert {path: path.read_bytes() for path in found.folder.iterdir()} == before


def test_a_certificate_that_ends_soon_is_made_anew_by_the_same_authority(tmp_path: Path) -> None:
    found = ensure(tmp_path)
    authority, ends = found.fingerprint(), found.server_ends_at()
    ensure(tmp_path, now=NOW + timedelta(days=certificates.SERVER_DAYS - certificates.RENEW_DAYS + 1))
    assert found.fingerprint() == authority
    assert found.server_ends_at() > ends


def test_another_private_address_needs_no_new_authority(tmp_path: Path) -> None:
    found = ensure(tmp_path)
    authority = found.fingerprint()
    ensure(tmp_path, "192.168.7.9")
    assert found.fingerprint() == authority
    assert verify(found, "-verify_ip", "192.168.7.9") == 0


def test_what_is_installed_is_the_authority_and_its_fingerprint(tmp_path: Path) -> None:
    found = ensure(tmp_path)
    certificate = x509.load_der_x509_certificate(found.der())
    limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (limits.ca, limits.path_length) == (True, 0)
    assert certificate.public_key().curve.name == "secp256r1"
    assert len(found.fingerprint()) == 32 * 3 - 1
    assert server_of(found).issuer == certificate.subject


def test_python_serves_with_it(tmp_path: Path) -> None:
    found = ensure(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(found.server, found.server_key)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2

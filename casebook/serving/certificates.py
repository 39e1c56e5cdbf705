"""The local certificate authority under <data>/tls, and the server certificate that it signs.

ECDSA P-256. The authority may sign for private networks and the host that it was made for only
(RFC 5280 name constraints), so that a stolen key is no use against other sites on the tablets.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from casebook.kernel.errors import RuleBroken
from casebook.keys import files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
"""iPadOS refuses server certificates that run longer than 825 days, other browsers longer than 398."""
RENEW_DAYS = 30
"""A server certificate with fewer days left is made anew at the next start."""

PRIVATE_NETWORKS = (
    "10.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
)
LOCAL_NAMES = ("localhost", "local", "lan")
_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Certificates:
    """Where the files are, mode 0600 in a folder of mode 0700."""

    folder: Path

    @property
    def authority(self) -> Path:
        """The authority's certificate, PEM: what tablets install."""
        return self.folder / "ca.crt"

    @property
    def authority_key(self) -> Path:
        """The authority's private key, PEM."""
        return self.folder / "ca.key"

    @property
    def server(self) -> Path:
        """The server's certificate, PEM."""
        return self.folder / "server.crt"

    @property
    def server_key(self) -> Path:
        """The server's private key, PEM."""
        return self.folder / "server.key"

    def is_made(self) -> bool:
        """Say whether there is an authority."""
        return self.authority.exists() and self.authority_key.exists()

    def der(self) -> bytes:
        """Return the authority's certificate as every device reads it."""
        return _read(self.authority).public_bytes(serialization.Encoding.DER)

    def fingerprint(self) -> str:
        """Return SHA-256 of the authority's certificate, as devices show it (AB:CD:…)."""
        return _read(self.authority).fingerprint(hashes.SHA256()).hex(":").upper()

    def server_ends_at(self) -> datetime:
        """Return when the server's certificate ends."""
        return _read(self.server).not_valid_after_utc


def of(data_path: Path) -> Certificates:
    """Return the place of the certificates under a data directory."""
    return Certificates(data_path / "tls")


def ensure(data_path: Path, *, host: str, title: str, now: datetime) -> Certificates:
    """Make what is missing or too old, and return where it is.

    `title` is the authority's name in the lists of the tablets. RuleBroken when the present
    authority may not sign for the host.
    """
    found = of(data_path)
    found.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found.folder.chmod(0o700)
    if not found.is_made():
        _make_authority(found, host=host, title=title, now=now)
    names = _names(host)
    refused = [str(name.value) for name in names if not _may_sign(_read(found.authority), name)]
    if refused:
        raise RuleBroken(
            "tls_authority_too_narrow", field="host", names=", ".join(refused), folder=found.folder
        )
    if not _is_current(found, names, now):
        _make_server(found, names, now)
    return found


def _make_authority(found: Certificates, *, host: str, title: str, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])
    networks = {x509.IPAddress(ipaddress.ip_network(one)) for one in PRIVATE_NETWORKS}
    names = {x509.DNSName(one) for one in LOCAL_NAMES}
    usage = _usage(key_cert_sign=True, crl_sign=True)
    builder = (
        _builder(subject=name, issuer=name, key=key, issuer_key=key, now=now, days=AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.NameConstraints([*networks, *names, *_own_subtrees(host)], None),
            critical=True,
        )
    )
    files.replace(found.authority_key, _pem_of_key(key))
    files.replace(
        found.authority, builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    found.server.unlink(missing_ok=True)


def _make_server(found: Certificates, names: list[x509.GeneralName], now: datetime) -> None:
    authority, authority_key = _read(found.authority), _read_key(found.authority_key)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "casebook")])
    builder = (
        _builder(
            subject=subject,
            issuer=authority.subject,
            key=key,
            issuer_key=authority_key,
            now=now,
            days=SERVER_DAYS,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
    )
    files.replace(found.server_key, _pem_of_key(key))
    files.replace(
        found.server, builder.sign(authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )


def _builder(
    *, subject: x509.Name, issuer: x509.Name, key: Key, issuer_key: Key, now: datetime, days: int
) -> x509.CertificateBuilder:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(identifier, critical=False)
    )


def _usage(**given: bool) -> x509.KeyUsage:
    return x509.KeyUsage(**{kind: given.get(kind, False) for kind in _USAGES})


def _names(host: str) -> list[x509.GeneralName]:
    """Return every name by which the server may be called: its host, and itself."""
    own = ["localhost", "127.0.0.1"]
    return [_general_name(name) for name in dict.fromkeys([host, *own])]


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _own_subtrees(host: str) -> Iterable[x509.GeneralName]:
    """Return what the authority may sign for beside private networks: the host and the machine's name."""
    for name in dict.fromkeys([host, socket.gethostname()]):
        general = _general_name(name)
        if _is_local(general):
            continue
        yield x509.IPAddress(ipaddress.ip_network(name)) if isinstance(general, x509.IPAddress) else general


def _is_local(name: x509.GeneralName) -> bool:
    if isinstance(name, x509.IPAddress):
        return any(_contains(network, name) for network in PRIVATE_NETWORKS)
    return any(_is_under(str(name.value), local) for local in LOCAL_NAMES)


def _may_sign(authority: x509.Certificate, name: x509.GeneralName) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    if isinstance(name, x509.IPAddress):
        return any(
            _contains(str(one.value), name) for one in permitted or () if isinstance(one, x509.IPAddress)
        )
    domains = [str(one.value) for one in permitted or () if isinstance(one, x509.DNSName)]
    return any(_is_under(str(name.value), domain) for domain in domains)


def _contains(network: str, name: x509.IPAddress) -> bool:
    subnet = ipaddress.ip_network(network)
    return subnet.version == ipaddress.ip_address(str(name.value)).version and name.value in subnet


def _is_under(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")


def _is_current(found: Certificates, names: list[x509.GeneralName], now: datetime) -> bool:
    if not (found.server.exists() and found.server_key.exists()):
        return False
    server = _read(found.server)
    held = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = server.not_valid_after_utc - now > timedelta(days=RENEW_DAYS)
    return lasts and all(name in held for name in names)


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _read_key(path: Path) -> Key:
    key = serialization.load_pem_private_key(files.read(path), password=None)
    assert isinstance(key, Key)
    return key


def _pem_of_key(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

"""The verifier finds every byte that is not as it was sealed; it runs as a program of its own."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.dossier import archive as archives
from casebook.dossier import rules
from casebook.dossier.archive import Archive
from casebook.dossier.verifier import verify as verifier
from casebook.kernel import base64url
from casebook.kernel.chains import Head, seal
from casebook.kernel.hashing import canonical_json, digest
from casebook.keys.manifest import describe
from casebook.keys.signing import Signer
from casebook.keys.wire import has_signed, public_der, sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PRIVATE = ec.derive_private_key(7, ec.SECP256R1())
SIGNER = Signer(describe(PRIVATE.public_key(), AT), PRIVATE)
PHOTOGRAPH = b"\xff\xd8 a photograph \xff\xd9"


def custody(file_hash: str, entries: int = 3) -> tuple[bytes, rules.ChainEnd]:
    end, kept = Head.of_empty("custody:1"), []
    for _ in range(entries):
        link = seal(end, {"file_hash": file_hash, "act": "viewed"})
        kept.append({"hash": link.hash, "body": link.body.decode()})
        end = link.head
    return canonical_json(kept), rules.ChainEnd(end.chain, end.count, end.hash)


@cache
def package(*, stamped: bool = False) -> tuple[bytes, str]:
    """Return a small package and its head."""
    target = io.BytesIO()
    archive = Archive(target)
    path = rules.original_path(1, digest(PHOTOGRAPH), "井口.jpg")
    archive.add(path, io.BytesIO(PHOTOGRAPH))
    chain, end = custody(digest(PHOTOGRAPH))
    archive.add(rules.custody_path(1), io.BytesIO(chain))
    receipt = '{"body_hash":"' + digest(b"{}") + '"}'
    answer = {"text": receipt, "signature": sign(PRIVATE, receipt.encode())}
    archive.add(rules.operation_path(5), io.BytesIO(canonical_json({"body": "{}", "receipt": answer})))
    contents = rules.Contents(
        kind=rules.PackageKind.CASE,
        number="371525-2026-AJ-00001",
        county="371525",
        made_at=AT,
        made_by="王芳",
        keys=[SIGNER.public],
        chains=[end],
        items=[{"id": "1", "path": path, "custody": rules.custody_path(1), "hash": digest(PHOTOGRAPH)}],
    )
    stated = rules.manifest(
        contents, [{"path": one.path, "size": one.size, "hash": one.hash} for one in archive.entries]
    )
    stamp = b"0\x82" + bytes.fromhex(digest(stated).partition(":")[2]) if stamped else None
    sealed = rules.seal(stated, printed=b"%PDF", time_stamp=stamp, key=SIGNER.public)
    archive.add(rules.MANIFEST, io.BytesIO(stated))
    archive.add(rules.PRINT, io.BytesIO(b"%PDF"))
    if stamp:
        archive.add(rules.TIME_STAMP, io.BytesIO(stamp))
    archive.add(rules.SEAL, io.BytesIO(sealed))
    archive.add(rules.SIGNATURE, io.BytesIO(SIGNER.sign(sealed).encode()))
    assert archive.close() == len(target.getvalue())
    return target.getvalue(), digest(stated)


def run(
    tmp_path: Path, data: bytes, *, key: str = SIGNER.fingerprint, head: str | None = None
) -> tuple[int, str]:
    """Run the verifier as anybody would."""
    path = tmp_path / "package.zip"
    path.write_bytes(data)
    program = [
        sys.executable,
        "-I",
        verifier.__file__,
        str(path),
        "--key",
        key,
        "--head",
        head or package()[1],
    ]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def outcome(data: bytes, head: str) -> str:
    """Return "whole", or why not, without a process."""
    try:
        opened = verifier.Package(io.BytesIO(data))
        opened.check(SIGNER.fingerprint, head)
    except (verifier.Unreadable, KeyError, TypeError, ValueError, AttributeError) as error:
        return f"unreadable {error}"
    return "; ".join(opened.faults) or "whole"


@pytest.fixture
def fast_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library do the arithmetic where thousands of packages are verified."""

    def is_signed(spki: bytes, data: bytes, value: bytes) -> bool:
        known, text = spki == public_der(PRIVATE.public_key()), base64url.encode(value)
        is_low = int.from_bytes(value[32:], "big") <= verifier.N // 2
        return known and is_low and has_signed(PRIVATE.public_key(), data, text)

    monkeypatch.setattr(verifier, "is_signed", is_signed)


@pytest.mark.parametrize("stamped", [False, True])
def test_an_untouched_package_is_whole(tmp_path: Path, stamped: bool) -> None:
    data, head = package(stamped=stamped)
    code, said = run(tmp_path, data, head=head)
    assert (code, "WHOLE: 371525-2026-AJ-00001" in said) == (0, True), said


def test_other_programs_open_it_too() -> None:
    with zipfile.ZipFile(io.BytesIO(package()[0])) as opened:
        assert opened.testzip() is None
        assert opened.read(opened.namelist()[0]) == PHOTOGRAPH


def test_every_single_changed_byte_is_found(fast_signatures: None) -> None:
    data, head = package(stamped=True)
    missed = []
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << (at % 8)
        if outcome(bytes(changed), head) == "whole":
            missed.append(at)
    assert missed == []


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_missing_added_and_swapped_bytes_are_found(fast_signatures: None, draw: st.DataObject) -> None:
    data, head = package()
    at = draw.draw(st.integers(0, len(data)))
    cut = draw.draw(st.integers(0, 40))
    more = draw.draw(st.binary(max_size=40))
    changed = data[:at] + more + data[at + cut :]
    if changed != data:
        assert outcome(changed, head) != "whole"


@given(st.binary(max_size=60), st.integers(1, verifier.N - 1))
@settings(max_examples=15)
def test_its_own_arithmetic_agrees_with_the_library(data: bytes, secret: int) -> None:
    private = ec.derive_private_key(secret, ec.SECP256R1())
    spki, value = public_der(private.public_key()), verifier.from_base64url(sign(private, data))
    assert verifier.is_signed(spki, data, value)
    assert not verifier.is_signed(spki, data + b"x", value)
    assert not verifier.is_signed(public_der(PRIVATE.public_key()), data, value)


@pytest.mark.parametrize(("at", "to"), [(0, 1), (26, 2), (27, 0), (90, 0)])
def test_what_is_no_point_of_the_curve_signed_nothing(at: int, to: int) -> None:
    spki = bytearray(public_der(PRIVATE.public_key()))
    assert verifier.point_of(bytes(spki)) is not None
    spki[at] = to
    assert not verifier.is_signed(bytes(spki), b"x", verifier.from_base64url(sign(PRIVATE, b"x")))


def rebuilt(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a package that is a sound archive of changed files."""
    with zipfile.ZipFile(io.BytesIO(package()[0])) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    target = io.BytesIO()
    archive = Archive(target)
    for name, data in files.items():
        archive.add(name, io.BytesIO(data))
    archive.close()
    return target.getvalue()


def test_an_exchanged_original_is_named(tmp_path: Path) -> None:
    path = rules.original_path(1, digest(PHOTOGRAPH), "井口.jpg")
    code, said = run(tmp_path, rebuilt(lambda files: files.update({path: b"another photograph"})))
    assert code == 1
    assert path in said


def test_an_added_file_and_a_missing_one_are_named(tmp_path: Path) -> None:
    code, said = run(tmp_path, rebuilt(lambda files: files.update({"originals/999-more.jpg": b"more"})))
    assert (code, "originals/999-more.jpg" in said) == (1, True)
    code, said = run(tmp_path, rebuilt(lambda files: files.pop(rules.operation_path(5)) and None))
    assert (code, rules.operation_path(5) in said) == (1, True)


def test_swapped_files_are_named(tmp_path: Path) -> None:
    def swap(files: dict[str, bytes]) -> None:
        first = next(iter(files))
        files[first] = files.pop(first)

    assert "the files are not in their order" in run(tmp_path, rebuilt(swap))[1]


def test_a_package_sealed_anew_by_another_key_or_with_another_manifest_is_refused(tmp_path: Path) -> None:
    data, head = package()
    other = "sha256:" + 64 * "a"
    assert run(tmp_path, data, key=other)[0] == 1
    assert run(tmp_path, data, head=other)[0] == 1
    assert run(tmp_path, data, head=head)[0] == 0


def test_a_signature_has_one_spelling() -> None:
    data, head = package()
    n = verifier.N

    def flip(files: dict[str, bytes]) -> None:
        algorithm, key, value = files[rules.SIGNATURE].decode().split(":")
        raw = verifier.from_base64url(value)
        s = n - int.from_bytes(raw[32:], "big")
        twin = verifier.base64.urlsafe_b64encode(raw[:32] + s.to_bytes(32, "big")).decode().rstrip("=")
        files[rules.SIGNATURE] = f"{algorithm}:{key}:{twin}".encode()

    assert "signature is wrong" in outcome(rebuilt(flip), head)
    assert outcome(data, head) == "whole"


def test_what_is_no_package_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, b"")[0] == 1
    assert run(tmp_path, b"PK" * 100)[0] == 1
    done = subprocess.run(
        [sys.executable, "-I", verifier.__file__, "missing.zip", "--key", "k", "--head", "h"], check=False
    )
    assert done.returncode == 2


def test_archives_beyond_four_gigabytes_keep_their_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST", 300)
    monkeypatch.setattr(verifier, "MOST", 300)
    monkeypatch.setattr(archives, "_MOST_ENTRIES", 3)
    monkeypatch.setattr(verifier, "MOST_ENTRIES", 3)
    target = io.BytesIO()
    archive = Archive(target)
    for number in range(4):
        archive.add(f"{number}.bin", io.BytesIO(bytes(100)))
    archive.close()
    faults: list[str] = []
    target.seek(0)
    found = verifier.read_archive(target, faults)
    assert (len(found), faults) == (4, [])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("IMG 1.jpg", "originals/001-aaaaaaaaaaaa-IMG_1.jpg"),
        ("../../etc/passwd", "originals/001-aaaaaaaaaaaa-_.._etc_passwd"),
        ("..", "originals/001-aaaaaaaaaaaa-file"),
    ],
)
def test_a_name_is_no_path(name: str, path: str) -> None:
    assert rules.original_path(1, "sha256:" + 64 * "a", name) == path

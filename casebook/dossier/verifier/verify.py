"""Verify an evidence package of casebook. Needs Python 3.8 or newer and nothing else.

    python3 verify.py FILE.zip --key FINGERPRINT --head HASH

FINGERPRINT and HASH stand on the printed list that was handed over with the package. The
program finds any changed, missing or added byte. Exit code 0: whole, 1: not, with every
fault named, 2: the call or the file could not be understood.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Tuple

MANIFEST, SEAL, SIGNATURE, TIME_STAMP, PRINT = (
    "manifest.json",
    "seal.json",
    "seal.sig",
    "timestamp.tsr",
    "目录.pdf",
)
OUTSIDE = (MANIFEST, PRINT, TIME_STAMP, SEAL, SIGNATURE)
"""What lies behind the manifest's files, in this order."""
GENESIS = "sha256:" + 64 * "0"
PIECE = 1024 * 1024
MOST, MOST_ENTRIES = 0xFFFFFFFF, 0xFFFF
LONGEST_DIRECTORY = 256 * 1024 * 1024

# The curve P-256 (FIPS 186-4, D.1.2.3).
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = Tuple[int, int]
Line = Tuple[bytes, int, int]
"""Name, size and check sum of an entry, as the directory says."""
Place = Tuple[int, int, str]
"""Offset, size and hash of an entry's bytes."""
SPKI_PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")


class Unreadable(Exception):
    """The file is no package at all, or so damaged that nothing more can be said."""


def digest(data: bytes) -> str:
    """Return `sha256:hex` of the bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def from_base64url(text: str) -> bytes:
    """Return the bytes; ValueError for anything that is not exactly their spelling."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise ValueError(text)
    return data


# --- signatures -------------------------------------------------------------------------------


def plus(one: Point | None, other: Point | None) -> Point | None:
    """Add two points of the curve; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % P == 0:
            return None
        slope: int = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, P) % P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(factor: int, point: Point | None) -> Point | None:
    """Multiply a point."""
    total: Point | None = None
    while factor:
        if factor & 1:
            total = plus(total, point)
        point = plus(point, point)
        factor >>= 1
    return total


def point_of(spki: bytes) -> Point | None:
    """Return the point in a public key (SubjectPublicKeyInfo), or None when it is no key of this curve."""
    if len(spki) != len(SPKI_PREFIX) + 65 or not spki.startswith(SPKI_PREFIX) or spki[26] != 4:
        return None
    x, y = int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")
    return (x, y) if max(x, y) < P and (y * y - x * x * x + 3 * x - B) % P == 0 else None


def is_signed(spki: bytes, data: bytes, value: bytes) -> bool:
    """Say whether the key signed the bytes (ECDSA over SHA-256, FIPS 186-4, 6.4)."""
    point = point_of(spki)
    if point is None or len(value) != 64:
        return False
    r, s = int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big")
    if not (0 < r < N and 0 < s <= N // 2):  # the other s would be a second spelling of one signature
        return False
    e, inverse = int.from_bytes(hashlib.sha256(data).digest(), "big"), pow(s, -1, N)
    found = plus(times(e * inverse % N, G), times(r * inverse % N, point))
    return found is not None and found[0] % N == r


def is_signed_as_named(spki: bytes, data: bytes, signature: str) -> bool:
    """Say whether a signature `ecdsa-p256-sha256:<key>:<value>` is the key's, and names it."""
    try:
        algorithm, short, text = signature.split(":")
        value = from_base64url(text)
    except ValueError:
        return False
    names = algorithm == "ecdsa-p256-sha256" and digest(spki)[7:23] == short
    return names and is_signed(spki, data, value)


# --- the archive ------------------------------------------------------------------------------


def local_header(name: bytes, size: int, crc: int) -> bytes:
    """Return the only header that an entry may have."""
    fixed = (20, 0x0800, 0, 0, 0x21, crc, size, size, len(name), 0)
    return struct.pack("<4s5H3L2H", b"PK\3\4", *fixed) + name


def central_header(name: bytes, size: int, crc: int, offset: int) -> bytes:
    """Return the only line of the directory that an entry may have."""
    far = offset >= MOST
    extra = struct.pack("<2HQ", 1, 8, offset) if far else b""
    version = 45 if far else 20
    fixed = (version, version, 0x0800, 0, 0, 0x21, crc, size, size, len(name), len(extra), 0, 0, 0, 0)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *fixed, MOST if far else offset) + name + extra


def end_records(count: int, size: int, offset: int) -> bytes:
    """Return the only end that an archive may have."""
    large = b""
    if offset >= MOST or count >= MOST_ENTRIES:
        large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
        large += struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
        count, offset = min(count, MOST_ENTRIES), min(offset, MOST)
    return large + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, offset, 0)


def read_directory(file: BinaryIO) -> tuple[list[Line], int]:
    """Return [(name, size, crc)] as the directory says, in order, and where the directory begins."""
    file.seek(0, 2)
    whole = file.tell()
    if whole < 22:
        raise Unreadable("文件太短，不是取证包 / too short for a package")
    file.seek(whole - 22)
    tail = file.read(22)
    magic, _, _, _, count, size, offset, _ = struct.unpack("<4s4H2LH", tail)
    if magic != b"PK\5\6":
        raise Unreadable("末尾不是取证包的结尾：被截断或被追加 / cut off, or something was added at the end")
    if offset == MOST or count == MOST_ENTRIES:
        if whole < 98:
            raise Unreadable("目录不完整 / the directory is not whole")
        file.seek(whole - 98)
        fields = struct.unpack("<4sQ2H2L4Q", file.read(56))
        count, size, offset = fields[6], fields[8], fields[9]
    if size > LONGEST_DIRECTORY or offset + size > whole:
        raise Unreadable("目录的位置不对 / the directory is not where it should be")
    file.seek(offset)
    return parse_directory(file.read(size), count), offset


def parse_directory(data: bytes, count: int) -> list[Line]:
    """Return [(name, size, crc)] of the directory's bytes."""
    entries: list[Line] = []
    at = 0
    while at + 46 <= len(data) and len(entries) < count:
        fields = struct.unpack("<4s6H3L5H2L", data[at : at + 46])
        crc, size, length, extra = fields[7], fields[8], fields[10], fields[11]
        entries.append((data[at + 46 : at + 46 + length], size, crc))
        at += 46 + length + extra
    if at != len(data) or len(entries) != count:
        raise Unreadable("目录读不出来 / the directory cannot be read")
    return entries


def read_archive(file: BinaryIO, faults: list[str]) -> dict[str, Place]:
    """Return {path: (offset, size, hash)}; add a fault for every wrong byte of the frame."""
    entries, directory_at = read_directory(file)
    found: dict[str, Place] = {}
    at, directory = 0, b""
    for name, size, crc in entries:
        path = name.decode("utf-8", "replace")
        header = local_header(name, size, crc)
        file.seek(at)
        if file.read(len(header)) != header:
            faults.append(f"{path}：文件头被改动 / its header was changed")
        hashed, checked, left = hashlib.sha256(), 0, size
        while left:
            piece = file.read(min(PIECE, left))
            if not piece:
                raise Unreadable(f"{path}：内容不完整 / its content is not whole")
            hashed.update(piece)
            checked, left = zlib.crc32(piece, checked), left - len(piece)
        if checked != crc:
            faults.append(f"{path}：校验和不符 / its check sum is wrong")
        if path in found:
            faults.append(f"{path}：出现两次 / it is there twice")
        found[path] = (at + len(header), size, "sha256:" + hashed.hexdigest())
        directory += central_header(name, size, crc, at)
        at += len(header) + size
    if at != directory_at:
        faults.append("文件之间有多余或缺少的字节 / bytes were added or are missing between the files")
    expected = directory + end_records(len(entries), len(directory), directory_at)
    file.seek(directory_at)
    if file.read(len(expected) + 1) != expected:
        faults.append("目录被改动或末尾有多余字节 / the directory was changed, or bytes were added behind it")
    return found


# --- what the package says --------------------------------------------------------------------


class Package:
    """An opened package; `faults` fills while it is checked."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.faults: list[str] = []
        self.files = read_archive(file, self.faults)
        self.manifest_bytes = self.read(MANIFEST)
        self.manifest = self.parse(MANIFEST, self.manifest_bytes)
        self.keys = [from_base64url(key) for key in self.manifest["keys"]]

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        if path not in self.files:
            raise Unreadable(f"{path} 缺失 / is missing")
        offset, size, _ = self.files[path]
        self.file.seek(offset)
        return self.file.read(size)

    def parse(self, path: str, data: bytes) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return what a JSON file says."""
        try:
            return json.loads(data)
        except ValueError:
            raise Unreadable(f"{path} 读不出来 / cannot be read") from None

    def check(self, key: str, head: str) -> None:
        """Check everything."""
        self.check_seal(key, head)
        self.check_files()
        ends = {end["name"]: end for end in self.manifest["chains"]}
        for item in self.manifest["items"]:
            self.check_item(item, ends)
        for path in sorted(self.files):
            if path.startswith("operations/"):
                self.check_operation(path)

    def fault(self, text: str) -> None:
        """Note a fault."""
        self.faults.append(text)

    def check_seal(self, key: str, head: str) -> None:
        """Check the signature, the key it is by, and the hashes that it seals."""
        data = self.read(SEAL)
        seal = self.parse(SEAL, data)
        signing = from_base64url(seal["key"])
        if digest(signing) != key:
            self.fault("签名密钥不是目录上印的那一把 / not signed by the key on the printed list")
        if not is_signed_as_named(signing, data, self.read(SIGNATURE).decode("utf-8", "replace")):
            self.fault("签名不对 / the signature is wrong")
        if digest(self.manifest_bytes) != head:
            self.fault("清单与目录上印的摘要不符 / the manifest is not the one whose hash was printed")
        if seal["manifest"] != digest(self.manifest_bytes):
            self.fault("清单不是所签的那一份 / the manifest is not the one that was sealed")
        for path, name in ((PRINT, "print"), (TIME_STAMP, "time_stamp")):
            there = self.files[path][2] if path in self.files else None
            if there != seal[name]:
                self.fault(f"{path}：不是所签的那一份 / not the one that was sealed")
        if TIME_STAMP in self.files:
            imprint = hashlib.sha256(self.manifest_bytes).digest()
            if imprint not in self.read(TIME_STAMP):
                self.fault(f"{TIME_STAMP}：不是这份清单的时间戳 / the time stamp is of something else")

    def check_files(self) -> None:
        """Check that every file is there as the manifest says, and no other."""
        listed = {file["path"]: file for file in self.manifest["files"]}
        if len(listed) != len(self.manifest["files"]):
            self.fault("清单里有重名文件 / the manifest names a file twice")
        for path, file in listed.items():
            if path not in self.files:
                self.fault(f"{path}：缺失 / missing")
            elif self.files[path][1:] != (file["size"], file["hash"]):
                self.fault(f"{path}：内容被改动 / changed")
        for path in self.files:
            if path not in listed and path not in OUTSIDE:
                self.fault(f"{path}：多出来的文件 / not in the manifest")
        if list(self.files) != [*listed, *(path for path in OUTSIDE if path in self.files)]:
            self.fault("文件的先后被改动 / the files are not in their order")

    def check_item(self, item: dict[str, Any], ends: dict[str, dict[str, Any]]) -> None:
        """Check an item's custody: every entry, the links, the end, and that it is about this file."""
        path = item["custody"]
        original = self.files.get(item["path"])
        if original is None or original[2] != item["hash"]:
            self.fault(f"{item['path']}：不是证据记录里的原件 / not the original of the record")
        previous, count = GENESIS, 0
        for entry in self.parse(path, self.read(path)):
            body = entry["body"].encode()
            facts, count = self.parse(path, body), count + 1
            sound = digest(body) == entry["hash"] and facts["previous_hash"] == previous
            if not sound or facts["sequence"] != count or facts["file_hash"] != item["hash"]:
                self.fault(f"{path} #{count}：保管链被改动 / the chain of custody was changed")
            previous = entry["hash"]
        end = ends.get("custody:" + item["id"], {})
        if (end.get("count"), end.get("head")) != (count, previous):
            self.fault(f"{path}：保管链末尾不符 / the end of the chain of custody is not the one stated")

    def check_operation(self, path: str) -> None:
        """Check what a tablet sent, and that its receipt is for exactly that."""
        kept = self.parse(path, self.read(path))
        receipt = kept["receipt"]
        said = self.parse(path, receipt["text"].encode())
        if digest(kept["body"].encode()) != said["body_hash"]:
            self.fault(f"{path}：不是平板提交的内容 / not what the tablet sent")
        value = from_base64url(receipt["signature"])
        if not any(is_signed(key, receipt["text"].encode(), value) for key in self.keys):
            self.fault(f"{path}：回执签名不对 / the receipt's signature is wrong")


def verify(path: Path, key: str, head: str) -> tuple[dict[str, Any], int, list[str]]:
    """Return (what was checked, faults) of a package."""
    with path.open("rb") as file:
        package = Package(file)
        package.check(key, head)
        return package.manifest, len(package.files), package.faults


def main(arguments: list[str]) -> int:
    """Say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--key", required=True, help="fingerprint of the signing key, sha256:…")
    parser.add_argument("--head", required=True, help="hash of the manifest, sha256:…")
    given = parser.parse_args(arguments)
    try:
        manifest, count, faults = verify(Path(given.file), given.key, given.head)
    except OSError as error:
        print(f"打不开 / cannot open: {error}", file=sys.stderr)
        return 2
    except (Unreadable, KeyError, TypeError, ValueError, AttributeError, struct.error) as error:
        print(f"不完整 / NOT WHOLE: {error}")
        return 1
    for fault in faults:
        print(f"× {fault}")
    if faults:
        print(f"不完整 / NOT WHOLE: {len(faults)} 处 / faults")
        return 1
    items = len(manifest["items"])
    print(f"完整 / WHOLE: {manifest['number']}，文件 / files {count}，证据 / items {items}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Exported outboxes as a tablet writes them."""

from __future__ import annotations

import io
import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casebook.kernel import base64url
from casebook.kernel.clock import rfc3339
from casebook.keys import agreement
from tests.factories.accounts import COUNTY, NOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from casebook.keys.agreement import AgreementKey
    from tests.factories.field import File, Made, Tablet

CHUNK = 256 * 1024


def seal(key: bytes, name: str, data: bytes) -> bytes:
    """An entry of the tablet's store."""
    iv = os.urandom(12)
    return iv + AESGCM(key).encrypt(iv, data, name.encode())


def listed(file: File) -> dict[str, Any]:
    return {"hash": file.hash, "size": len(file.data), "chunks": -(-len(file.data) // CHUNK)}


def entries_of(
    tablet: Tablet,
    server: AgreementKey,
    made: Sequence[Made],
    *,
    drafts: Mapping[UUID, bytes] | None = None,
    loose: Sequence[File] = (),
    at: datetime = NOW,
) -> dict[str, bytes]:
    """Name and bytes of each entry of an outbox, its manifest signed by the tablet."""
    key, drafts = os.urandom(32), drafts or {}
    manifest = {
        "version": 1,
        "county": COUNTY,
        "device": str(tablet.device.id),
        "officer": str(tablet.device.officer_id),
        "made_at": rfc3339(at),
        "key": agreement.seal(server.public, key),
        "operations": [
            {"id": str(one.id), "sequence": number, "files": [listed(file) for file in one.files]}
            for number, one in enumerate(made, 1)
        ],
        "drafts": [str(one) for one in drafts],
        "loose": [listed(file) for file in loose],
    }
    plain = {f"operations/{one.id}": _kept(one) for one in made}
    plain |= {f"drafts/{draft_id}": content for draft_id, content in drafts.items()}
    for file in [*(file for one in made for file in one.files), *loose]:
        plain |= {
            f"files/{file.hash}/{index}": file.data[index * CHUNK : (index + 1) * CHUNK]
            for index in range(-(-len(file.data) // CHUNK))
        }
    sealed = {name: seal(key, name, data) for name, data in plain.items()}
    text = json.dumps(manifest).encode()
    return {"manifest.json": text, "manifest.sig": tablet.sign(text).encode(), **sealed}


def restated(entries: Mapping[str, bytes], **other: object) -> dict[str, bytes]:
    """The same entries under a manifest that says something else."""
    manifest = {**json.loads(entries["manifest.json"]), **other}
    return {**entries, "manifest.json": json.dumps(manifest).encode()}


def packed(entries: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """The ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as target:
        for name, data in entries.items():
            target.writestr(name, data)
    return stream.getvalue()


def _kept(made: Made) -> bytes:
    kept = {"body": base64url.encode(made.body), "hash": made.hash, "signature": made.signature}
    return json.dumps(kept).encode()

"""What is in the books and in the store, against what was typed and photographed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pysqlite3 import dbapi2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.chaos.day import Plan
    from tests.e2e.served import Served

LEFT_OVER = "file_unclaimed"
RECORDS = "SELECT id, situation, person_on_site FROM inspection WHERE situation LIKE '第%次检查：%'"
FINDINGS = "SELECT inspection_id, description FROM finding"
PHOTOGRAPHS = (
    "SELECT subject.subject_id, item.file_hash FROM evidence_item AS item"
    " JOIN evidence_subject AS subject ON subject.id = item.about_id"
    " WHERE subject.kind = 'inspection' AND item.method = 'photograph'"
)
OPERATIONS = (
    "SELECT operation.id, operation.device_id, operation.body, operation.body_hash, operation.signature,"
    " status.state, receipt.text, receipt.signature FROM field_operation AS operation"
    " JOIN operation_status AS status ON status.operation_id = operation.id"
    " LEFT JOIN receipt_text AS receipt ON receipt.operation_id = operation.id"
)


@dataclass(frozen=True)
class Stored:
    """An operation as the server has it."""

    id: str
    device: str
    body: bytes
    body_hash: str
    signature: str
    state: str
    receipt: dict[str, str] | None


def _uuid(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _rows(server: Served, query: str) -> list[tuple[object, ...]]:
    path = server.county.database_url.removeprefix("sqlite:///")
    with closing(dbapi2.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return list(connection.execute(query))


def operations(server: Served, since: frozenset[str] = frozenset()) -> list[Stored]:
    """Return all operations of the county but those known before."""
    return [
        Stored(
            _uuid(str(one)),
            _uuid(str(device)),
            bytes(body),  # type: ignore[arg-type]  # the driver says object
            str(body_hash),
            str(signature),
            str(state),
            {"text": str(text), "signature": str(sealed)} if text else None,
        )
        for one, device, body, body_hash, signature, state, text, sealed in _rows(server, OPERATIONS)
        if _uuid(str(one)) not in since
    ]


def faults(server: Served, plans: Iterable[Plan], known: frozenset[str]) -> list[str]:
    """Return every loss, duplicate and overwrite; empty when there is none."""
    plans = list(plans)
    found = [f"{plan.well.code}: {loss}" for plan in plans for loss in plan.losses]
    found += _operation_faults(operations(server, known), len(plans))
    records = _rows(server, RECORDS)
    situations = Counter(str(row[1]) for row in records)
    found += [f"{count} records say {text!r}" for text, count in situations.items() if count > 1]
    findings = Counter((str(one), str(text)) for one, text in _rows(server, FINDINGS))
    photographs = _by_record(_rows(server, PHOTOGRAPHS))
    by_situation = {str(row[1]): row for row in records}
    for plan in plans:
        row = by_situation.pop(plan.situation, None)
        found += _plan_faults(plan, row, findings, photographs, Path(server.county.data_dir))
    found += [f"nobody typed {text!r}" for text in by_situation]
    return found + _proof_faults(server)


def _by_record(rows: list[tuple[object, ...]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record, digest in rows:
        found.setdefault(str(record), []).append(str(digest).removeprefix("sha256:"))
    return found


def _plan_faults(
    plan: Plan,
    row: tuple[object, ...] | None,
    findings: Counter[tuple[str, str]],
    photographs: dict[str, list[str]],
    data: Path,
) -> list[str]:
    if row is None:
        return [f"lost: {plan.situation}"]
    record, _situation, person = (str(value) for value in row)
    found = []
    if person != plan.person:
        found.append(f"overwritten: {person!r} for {plan.person!r}")
    if findings[record, plan.finding] != 1:
        found.append(f"{findings[record, plan.finding]} findings {plan.finding!r}")
    if Counter(photographs.get(record, [])) != Counter(plan.hashes):
        found.append(f"photographs of {plan.situation}: {photographs.get(record)} for {sorted(plan.hashes)}")
    return found + [fault for digest in plan.hashes if (fault := _file_fault(data, digest))]


def _file_fault(data: Path, digest: str) -> str | None:
    path = data / "files" / "sha256" / digest[:2] / digest[2:4] / digest
    if not path.exists():
        return f"no file {digest}"
    is_whole = hashlib.sha256(path.read_bytes()).hexdigest() == digest
    return None if is_whole else f"file {digest} has other bytes"


def _operation_faults(made: list[Stored], count: int) -> list[str]:
    filed = [one for one in made if json.loads(one.body)["kind"] == "inspection.file"]
    found = [] if len(filed) == count else [f"{len(filed)} operations for {count} records"]
    found += [f"{one.id} is {one.state}" for one in made if one.state != "applied"]
    return found + [f"{one.id} has no receipt" for one in made if one.receipt is None]


def _proof_faults(server: Served) -> list[str]:
    """Verify receipts and evidence; what a killed transaction left unclaimed is swept by the worker later."""
    receipts = server.run("receipts", "verify")
    found = [receipts.stdout + receipts.stderr] if receipts.returncode else []
    report = json.loads(server.run("evidence", "verify", "--json").stdout)
    return found + [str(fault) for fault in report["faults"] if fault["what"] != LEFT_OVER]

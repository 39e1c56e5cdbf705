"""Heads that leave the house: a signed JSON file that proves later that nothing before it was changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from casebook.kernel.chains import Fault, FaultKind, Head
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.keys import signing
from casebook.ledger.rules import chain_of
from casebook.storage.queries import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from casebook.config import Settings
    from casebook.ledger.queries import Closed

_SIGNATURE = "signature"
_MONTH = "month"
_FACTS = frozenset({"county", "chain", "count", "head", "at", _SIGNATURE})


@dataclass(frozen=True)
class KeptHead:
    """A head that comes back, and whether one of this house's keys signed it."""

    head: Head
    is_signed: bool
    month: str | None = None
    """Hash of the statement of the month that was closed last; None where none was."""

    def fault(self) -> Fault | None:
        """Return what is wrong with the file itself."""
        place = self.head.chain, self.head.count
        return None if self.is_signed else Fault(*place, FaultKind.SIGNATURE)


def state(county_code: str, head: Head, at: datetime, newest: Closed | None = None) -> dict[str, Any]:
    """Return what an exported head says; `at` is the moment of the export, `newest` the last closed month."""
    month = {} if newest is None else {_MONTH: digest(newest.statement)}
    return {
        "county": county_code,
        "chain": head.chain,
        "count": head.count,
        "head": head.hash,
        "at": at.isoformat(timespec="seconds"),
        **month,
    }


def export(settings: Settings, statement: dict[str, Any]) -> bytes:
    """Return the file: the statement and the signature over its canonical JSON."""
    signature = signing.load(settings).sign(canonical_json(statement))
    return orjson.dumps({**statement, _SIGNATURE: signature}, option=orjson.OPT_INDENT_2) + b"\n"


def read(settings: Settings, data: bytes, *, county_code: str, file: str) -> KeptHead:
    """Return the head in an exported file.

    RuleBroken when it is no such file, or of another county's chain. A wrong signature is a
    finding, not a refusal: the chain is compared all the same.
    """
    facts = _parse(data)
    if facts is None:
        raise RuleBroken("head_unreadable", file=file)
    own = chain_of(county_code)
    if facts["chain"] != own:
        raise RuleBroken("head_of_other_chain", chain=facts["chain"], own=own)
    signature = facts.pop(_SIGNATURE)
    is_signed = signing.verify(settings, canonical_json(facts), signature)
    return KeptHead(Head(own, facts["count"], facts["head"]), is_signed, facts.get(_MONTH))


def faults_of_months(settings: Settings, closed: Iterable[Closed]) -> list[Fault]:
    """Return what is wrong with closed months outside of the database.

    A statement that none of this house's keys signed, a file that is gone or is not what was signed.
    """
    faults = []
    for one in closed:
        place = one.head.chain, one.head.count
        if not signing.verify(settings, one.statement, one.signature):
            faults.append(Fault(*place, FaultKind.SIGNATURE, one.number))
        judged = {kind: fault_of(stored_hash) for kind, stored_hash in sorted(one.files.items())}
        faults += [
            Fault(*place, FaultKind.DETAILS, f"{one.number} {kind}: {what}")
            for kind, what in judged.items()
            if what
        ]
    return faults


def fault_of_newest(kept: KeptHead, closed: Sequence[Closed]) -> Fault | None:
    """Say what is wrong where a month that was closed when the head was exported is not there as it was."""
    if kept.month is None or kept.month in {digest(one.statement) for one in closed}:
        return None
    return Fault(kept.head.chain, kept.head.count, FaultKind.HEAD, f"ledger_month {kept.month}")


def _parse(data: bytes) -> dict[str, Any] | None:
    try:
        facts = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if (
        not isinstance(facts, dict)
        or facts.keys() - {_MONTH} != _FACTS
        or not isinstance(facts["count"], int)
    ):
        return None
    texts = (facts[name] for name in facts.keys() - {"count"})
    return facts if all(isinstance(text, str) for text in texts) else None

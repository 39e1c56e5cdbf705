"""What an audit entry is made of, and what of it an audit administrator sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.kernel.hashing import StreamDigest, canonical_json, digest, matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.kernel.subjects import Subject

SALT_BYTES = 16
ERASE = "audit:erase"
"""Action of the entry that stands for erased details; its subject is the entry that lost them."""
SEAL = "access:seal"
"""Action of the entry that takes looks into the chain."""

_ACTION = re.compile(r"[a-z_]+:[a-z_]+")

OPEN_KINDS = frozenset({"agency", "calendar", "device", "division", "officer", "zone"})
"""Kinds of subjects whose details an audit administrator reads: the machine and its accounts.

All other details say what a case, a well's user or a paper contains, which no administrator
sees (policy.py); an entry about them shows its action, its subject's kind and title, no more.
"""


_NUMBERED = frozenset({"case", "measure", "problem"})
"""Kinds of which the title says more than the number, with which it begins."""


@dataclass(frozen=True)
class Details:
    """The erasable part of an entry: bytes, and the salt that keeps them from being guessed."""

    salt: bytes
    body: bytes

    @property
    def hash(self) -> str:
        """The hash that stands in the chain."""
        return digest(self.salt + self.body)

    def has_hash(self, stored: str) -> bool:
        """Say whether these are the details that the chain's hash was taken over."""
        return matches(self.salt + self.body, stored)


def is_action(text: str) -> bool:
    """Say whether a text is an action's tag, `noun:verb` as permissions are named."""
    return _ACTION.fullmatch(text) is not None


def shows_details(subject_kind: str) -> bool:
    """Say whether an audit administrator reads the details of acts on such subjects."""
    return subject_kind in OPEN_KINDS


def shown_title(subject: Subject) -> str:
    """Return what an administrator reads of a title: where it speaks of a case, no more than its number."""
    return subject.title.partition(" ")[0] if subject.kind in _NUMBERED else subject.title


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides with only the fields that differ; a field that one side lacks differs."""
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    return (
        {name: value for name, value in before.items() if name not in same},
        {name: value for name, value in after.items() if name not in same},
    )


def details_of(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, reason: str | None, *, salt: bytes
) -> Details | None:
    """Return the details of an entry; None when action and subject say all.

    Where both sides are given, only the fields that differ are kept.
    """
    if before is not None and after is not None:
        before, after = changed(before, after)
    kept = {
        name: value for name, value in (("before", before), ("after", after), ("reason", reason)) if value
    }
    return Details(salt, canonical_json(kept)) if kept else None


def chain_of(county_code: str) -> str:
    """Return the name of a county's audit chain."""
    return f"audit:{county_code}"


def digest_of_looks(looks: Iterable[Mapping[str, Any]]) -> str:
    """Return the hash over looks, given in the order of their ids, each with all that is stored of it."""
    state = StreamDigest()
    for look in looks:
        state.update(canonical_json(look) + b"\n")
    return state.text()

"""What became of a message, as its sender is answered and as the office reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.kernel.clock import rfc3339
from casebook.kernel.errors import CasebookError
from casebook.volumes.presenters.reports import refusal_text
from casebook.volumes.rules import MessageState, QueryKind, ReadingFault
from casebook.volumes.rules.judging import is_far_off
from casebook.web.labels import label
from casebook.web.labels import message as message_text
from casebook.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.volumes.models import MeterMessage, MeterMessagePass


def answer_json(message: MeterMessage, row: MeterMessagePass, *, is_repeated: bool) -> dict[str, Any]:
    """Return the answer to a message: counts, and what became of each row; docs/volumes.md has its parts."""
    answer: dict[str, Any] = {
        "id": str(message.id),
        "message_id": message.message_id,
        "hash": message.body_hash,
        "received_at": rfc3339(message.received_at),
        "clock_off_s": message.clock_off_s,
        "repeated": is_repeated,
        "state": row.state.value,
        "rows": row.rows,
        "accepted": row.accepted,
        "unchanged": row.unchanged,
        "refused": row.refused,
        "queries": row.queries,
        "entries": [told_entry(entry) for entry in row.entries],
    }
    if is_far_off(message.clock_off_s):
        answer["warning"] = "clock_off"
    if row.state is MessageState.REFUSED:
        answer["error"] = {"code": row.reason, "message": answer["entries"][0]["reason"]}
    return answer


def told_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what became of a row, with the reason in words where it is refused."""
    if entry["result"] != "refused":
        return dict(entry)
    return {**entry, "reason": entry_text(entry)}


def entry_text(entry: Mapping[str, Any]) -> str:
    """Return why a row, or with `facts` the whole message, is refused and how to mend it."""
    if "facts" in entry:
        return whole_text(entry["code"], entry["facts"])
    return refusal_text(ReadingFault(entry["code"]), entry["hint"], entry["written"])


def whole_text(code: str, facts: Mapping[str, str]) -> str:
    """Return why a message could not be read at all."""
    return message_text(CasebookError(code, **facts))


MOST_SHOWN = 20_000
"""Characters of a message that its page shows; the whole is downloaded."""
MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A message as the office reads it."""

    state: MessageState
    why: str
    """Why it could not be read; empty otherwise."""
    text: str
    is_cut: bool
    last: MeterMessagePass | None
    passes: Sequence[MeterMessagePass]
    entries: Sequence[tuple[Mapping[str, Any], str]]
    """Rows that somebody should look at, with the reason in words."""
    more: int
    """How many of them are not shown."""


def message_page(message: MeterMessage, passes: Sequence[MeterMessagePass]) -> MessagePage:
    """Return what became of a message; `passes` the last one first."""
    last = passes[0] if passes else None
    text = message.body.decode(_encoding_of(message), errors="replace")
    is_unread = last is not None and last.state is MessageState.REFUSED
    why = entry_text(last.entries[0]) if last is not None and is_unread else ""
    told = [] if last is None or is_unread else [one for one in last.entries if _is_told(one)]
    return MessagePage(
        state=MessageState.WAITING if last is None else last.state,
        why=why,
        text=text[:MOST_SHOWN],
        is_cut=len(text) > MOST_SHOWN,
        last=last,
        passes=passes,
        entries=[(one, _words_of(one)) for one in told[:MOST_ENTRIES]],
        more=max(0, len(told) - MOST_ENTRIES),
    )


def _encoding_of(message: MeterMessage) -> str:
    encoding: str = message.source.settings.get("encoding", "utf-8")
    return encoding


def _is_told(entry: Mapping[str, Any]) -> bool:
    return entry["result"] == "refused" or "queries" in entry


def _words_of(entry: Mapping[str, Any]) -> str:
    if entry["result"] == "refused":
        return entry_text(entry)
    return listed(label(QueryKind(kind)) for kind in entry["queries"])

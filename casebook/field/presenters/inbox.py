"""Parts of the inbox as docs/field-protocol.md writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from casebook.kernel import base64url
from casebook.kernel.clock import rfc3339
from casebook.web.labels import label

if TYPE_CHECKING:
    from casebook.field.models import FieldDraft
    from casebook.inspections.models import Inspection, InspectionReview


def returned_json(record: Inspection, verdict: InspectionReview, body: bytes | None) -> dict[str, Any]:
    """Return a record that a reviewer sent back as a task; `payload` is what the tablet filed, if one did."""
    return {
        "id": str(record.id),
        "kind": "returned",
        "well": str(record.well_id),
        "title": label(record.kind),
        "due_on": None,
        "state": "returned",
        "note": verdict.note,
        "of": str(record.id),
        "payload": None if body is None else orjson.loads(body)["payload"],
    }


def draft_json(draft: FieldDraft) -> dict[str, Any]:
    """Return an unfinished form as its tablet kept it."""
    return {
        "id": str(draft.draft_id),
        "device": str(draft.device_id),
        "made_at": rfc3339(draft.made_at),
        "content": base64url.encode(draft.content),
    }

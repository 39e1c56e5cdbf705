"""What the server has to say to a tablet."""

from __future__ import annotations

from typing import Any

from flask import request

from casebook.access import Permission
from casebook.field.presenters.answers import answer_json
from casebook.field.presenters.inbox import draft_json, returned_json
from casebook.field.queries import drafts
from casebook.field.queries import operations as queries
from casebook.field.rules import inbox as rules
from casebook.field.views.blueprint import blueprint
from casebook.field.views.sending import find_sending_device
from casebook.inspections.queries.proof import list_returned
from casebook.kernel import clock
from casebook.kernel.errors import Conflict
from casebook.web.guard import requires
from casebook.web.lifecycle import current_session


@blueprint.get("/field/api/inbox")
@requires(Permission.FIELD_USE)
def inbox() -> dict[str, Any]:
    """Tell of revocation, records sent back, answers that changed, and drafts that were carried in.

    Only to the officer's own tablet: the store of another officer would keep what is not theirs.
    """
    session = current_session()
    since = rules.begins_at(request.args.get("since", ""), clock.now())
    device = find_sending_device(session)
    if device is None:
        raise Conflict("inbox_needs_own_device")
    returned = list_returned(session, device.officer_id)
    bodies = queries.payloads_of(session, [record.id for record, _verdict in returned], "inspection.file")
    return {
        "device_revoked": clock.rfc3339(device.revoked_at) if device.revoked_at else None,
        "returned": [returned_json(record, verdict, bodies.get(record.id)) for record, verdict in returned],
        "answers": [answer_json(one) for one in queries.list_changed(session, device.id, since=since)],
        "drafts": [draft_json(one) for one in drafts.list_drafts(session, device.officer_id)],
    }

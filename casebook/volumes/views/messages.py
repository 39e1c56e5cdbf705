"""Messages of online meters as they came, and reading them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.volumes.actions import messages as actions
from casebook.volumes.presenters.messages import message_page
from casebook.volumes.queries import sources as queries
from casebook.volumes.views.blueprint import blueprint, whole_county
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response as Redirect

    from casebook.volumes.views.blueprint import Answer


@blueprint.get("/messages")
@requires(Permission.READING_IMPORT)
def messages() -> Answer:
    """List messages, the last received first; of one source, or only those that were not taken in whole."""
    session, actor = current_session(), current_actor()
    source_id = parse_id(request.args.get("source", ""))
    only_refused = request.args.get("state") == "refused"
    rows, page = queries.page_messages(
        session,
        whole_county(actor),
        source_id=source_id,
        only_refused=only_refused,
        cursor=request.args.get("after"),
    )
    wanted = {"source": source_id, "state": "refused" if only_refused else None}
    return render_template(
        "volumes/messages.html",
        rows=rows,
        page=page,
        wanted=wanted,
        sources=queries.list_sources(session, whole_county(actor)),
    )


@blueprint.get("/messages/<uuid:message_id>")
@requires(Permission.READING_IMPORT)
def message(message_id: UUID) -> Answer:
    """Show a message: its bytes, what was found in it, and every time it was read."""
    session, actor = current_session(), current_actor()
    found = queries.get_message(session, message_id, actor)
    page = message_page(found, queries.list_passes(session, found.id))
    return render_template("volumes/message.html", page=page, message=found)


@blueprint.get("/messages/<uuid:message_id>/body")
@requires(Permission.READING_IMPORT)
def message_body(message_id: UUID) -> Response:
    """Send a message's bytes as they came."""
    found = queries.get_message(current_session(), message_id, current_actor())
    answer = Response(found.body, mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.id}.txt")
    return answer


@blueprint.post("/messages/<uuid:message_id>/replay")
@requires(Permission.READING_IMPORT)
def replay_message(message_id: UUID) -> Redirect:
    """Read a message again, with the present settings and meters."""
    session, actor = current_session(), current_actor()
    found = queries.get_message(session, message_id, actor)
    told = actions.replay(session, actor=actor, now=clock.now(), messages=[found])
    if told.unread:
        flash(_("这条报文仍未能解析，原因见下。"), "warning")
    else:
        text = _("已重放：新写入 %(n)s 行，不导入 %(m)s 行。", n=told.accepted, m=told.refused)
        flash(text, "success" if not told.refused else "warning")
    return redirect(url_for("volumes.message", message_id=message_id))

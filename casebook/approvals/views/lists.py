"""The list of approvals, one, and its form as a PDF."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flask import render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.approvals import presenters, queries
from casebook.approvals.forms import ApprovalsFilter
from casebook.approvals.queries import Whose
from casebook.approvals.views.blueprint import blueprint
from casebook.approvals.views.page import approval_page, load, note_look
from casebook.documents.rendering import qr_code, render_pdf
from casebook.kernel import clock
from casebook.storage.queries import get_file, open_file
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.approvals.views.page import Answer


@blueprint.get("")
@requires(Permission.APPROVAL_SEE)
def index() -> str:
    """List approvals: what waits for me, what I asked, all."""
    session, actor, form = current_session(), current_actor(), ApprovalsFilter.of()
    wanted = form.wanted(Whose.WAITING if actor.can(Permission.APPROVAL_ANSWER) else Whose.ALL)
    page = queries.page_approvals(session, actor, wanted, on=clock.today(), cursor=request.args.get("after"))
    return render_template(
        "approvals/index.html",
        form=form,
        whose=wanted.whose,
        places=[one for one in Whose if _is_offered(one)],
        chips=[
            one
            for one in form.chips(partial(url_for, "approvals.index"))
            if one["label"] != form.whose.label.text
        ],
        arguments=form.arguments(),
        page=page,
        lines=presenters.approval_lines(session, page.items, actor, clock.now()),
    )


@blueprint.get("/<uuid:approval_id>")
@requires(Permission.APPROVAL_SEE)
def show(approval_id: UUID) -> Answer:
    """Show one approval: what is asked, the opinions, what can be done next."""
    return approval_page(approval_id)


@blueprint.get("/<uuid:approval_id>.pdf")
@requires(Permission.APPROVAL_SEE)
def print_form(approval_id: UUID) -> Response:
    """Give the 审批表 to print: opinions that count stand in it, the other places are to be signed."""
    session, actor, approval = current_session(), current_actor(), load(approval_id)
    note_look(approval, "approval.print")
    made = render_pdf(
        "letters/approval.html",
        page=presenters.approval_page(session, approval, actor, clock.now(), clock.today()),
        printed_by=actor.name,
        printed_at=clock.now(),
        code=qr_code(approval.body_hash),
        code_text=presenters.code_of(approval),
    )
    name = _("审批表 %(title)s.pdf", title=approval.subject_title.partition(" ")[0])
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=name)


@blueprint.get("/<uuid:approval_id>/papers/<uuid:paper_id>")
@requires(Permission.APPROVAL_SEE)
def scan(approval_id: UUID, paper_id: UUID) -> Response:
    """Give the scan of a signed form away byte for byte."""
    approval = load(approval_id)
    paper = queries.get_paper(current_session(), approval, paper_id)
    note_look(approval, "approval.scan")
    kept = get_file(current_session(), paper.scan_hash)
    return send_file(
        open_file(paper.scan_hash),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=paper.scan_name,
    )


def _is_offered(whose: Whose) -> bool:
    needed = {Whose.WAITING: Permission.APPROVAL_ANSWER, Whose.TO_CHECK: Permission.APPROVAL_ENTER}
    return current_actor().can(needed.get(whose, Permission.APPROVAL_SEE))

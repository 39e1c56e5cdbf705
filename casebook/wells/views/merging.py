"""What waits for whoever keeps the register: corrections that clash, and positions that visits propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import actions, presenters, queries
from casebook.wells.forms import DecideConflictForm, DecidePositionForm
from casebook.wells.views.blueprint import blueprint

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]


@blueprint.get("/conflicts")
@requires(Permission.WELL_EDIT)
def conflicts() -> str:
    """List the corrections that clash with the register or with each other, oldest first."""
    return _conflicts_page({})


def _conflicts_page(posted: dict[UUID, DecideConflictForm]) -> str:
    session, actor = current_session(), current_actor()
    page = queries.page_conflicts(session, actor, request.args.get("after"))
    clashes = presenters.clashes_of(session, page.items)
    forms = {clash.first.id: DecideConflictForm.of(clash) for clash in clashes}
    return render_template(
        "wells/conflicts.html",
        clashes=clashes,
        forms={**forms, **posted},
        refused=next(iter(posted.values()), None),
        counts=queries.count_waiting(session, actor),
        page=page,
    )


@blueprint.post("/conflicts/<uuid:edit_id>")
@requires(Permission.WELL_EDIT)
def decide_conflict(edit_id: UUID) -> Answer:
    """Settle a clash: one of the values written, or what the register says."""
    session, actor = current_session(), current_actor()
    edit = queries.get_edit(session, edit_id, actor)
    clashes = presenters.clashes_of(session, [edit])
    if not clashes:
        raise RuleBroken("well_conflict_decided")
    form = DecideConflictForm.of(clashes[0])

    def act() -> bool:
        actions.decide_conflict(
            session,
            actor=actor,
            now=clock.now(),
            well=edit.well,
            field=edit.field,
            chosen=form.edit_id,
            note=form.note.data or "",
        )
        return True

    if form.submit(act):
        flash(_("已裁定，登记册已更新。"), "success")
        return redirect(url_for("wells.conflicts"))
    return _conflicts_page({edit_id: form}), 422


@blueprint.get("/proposals")
@requires(Permission.WELL_EDIT)
def proposals() -> str:
    """List the positions that visits propose, oldest first."""
    return _proposals_page({})


def _proposals_page(posted: dict[UUID, DecidePositionForm]) -> str:
    session, actor = current_session(), current_actor()
    page = queries.page_proposals(session, actor, request.args.get("after"))
    forms = {one.id: DecidePositionForm(None, prefix=one.id.hex) for one in page.items}
    return render_template(
        "wells/proposals.html",
        proposals=page.items,
        forms={**forms, **posted},
        refused=next(iter(posted.values()), None),
        counts=queries.count_waiting(session, actor),
        page=page,
    )


@blueprint.post("/proposals/<uuid:proposal_id>")
@requires(Permission.WELL_EDIT)
def decide_position(proposal_id: UUID) -> Answer:
    """Accept a proposed position into the register, or decline it."""
    session, actor = current_session(), current_actor()
    proposal = queries.get_proposal(session, proposal_id, actor)
    form = DecidePositionForm(prefix=proposal_id.hex)

    def act() -> bool:
        actions.decide_position(
            session,
            actor=actor,
            now=clock.now(),
            proposal=proposal,
            is_accepted=bool(form.accept.data),
            note=form.note.data or "",
        )
        return True

    if form.submit(act):
        flash(_("已采纳，登记井位已更新。") if form.accept.data else _("没有采纳，登记井位不变。"), "success")
        return redirect(url_for("wells.proposals"))
    return _proposals_page({proposal_id: form}), 422

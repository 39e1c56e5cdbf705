"""Exhibits (物证): the list, a new one, and the hand-overs of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.evidence import actions, presenters, queries
from casebook.evidence.forms import ExhibitForm, MoveForm
from casebook.evidence.views.blueprint import blueprint
from casebook.evidence.views.seen import answer, note_personal, wanted_subject
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.evidence.models import Exhibit
    from casebook.evidence.views.seen import Answer


@blueprint.get("/exhibits")
@requires(Permission.EVIDENCE_SEE)
def exhibits() -> str:
    """List exhibits with where they are now, newest first."""
    page = queries.page_exhibits(current_session(), current_actor(), cursor=request.args.get("after"))
    lines = presenters.exhibit_lines(page.items)
    return render_template("evidence/exhibits.html", lines=lines, page=page)


@blueprint.route("/exhibits/new", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def new_exhibit() -> Answer:
    """Take a thing of a record into custody."""
    subject, item = wanted_subject()
    form = ExhibitForm()

    def act() -> Exhibit:
        return actions.register_exhibit(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            subject=subject,
            described=actions.Described(
                given(form.name),
                form.specification.data or "",
                given(form.quantity),
                form.description.data or "",
            ),
            taken_from=given(form.taken_from),
            place=given(form.place),
            photograph=item if item is not None and item.is_picture else None,
        )

    made = form.submit(act)
    if made is not None:
        flash(_("%(number)s 已登记入库。", number=made.number), "success")
        return redirect(url_for("evidence.exhibit", exhibit_id=made.id))
    return answer("evidence/exhibit_new.html", form, subject=subject, item=item)


@blueprint.route("/exhibits/<uuid:exhibit_id>", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_SEE)
def exhibit(exhibit_id: UUID) -> Answer:
    """Show an exhibit with all its hand-overs; note the next one."""
    session, actor = current_session(), current_actor()
    found = queries.get_exhibit(session, exhibit_id, actor)
    form = MoveForm(data={"at": clock.now(), "seen": str(len(found.moves))})

    def act() -> object:
        return actions.hand_over(
            session,
            actor=actor,
            now=clock.now(),
            exhibit=found,
            to_holder=given(form.to_holder),
            to_place=given(form.to_place),
            at=given(form.at),
            reason=given(form.reason),
            seen=form.seen_moves(),
        )

    if form.submit(act):
        flash(_("移交已登记。"), "success")
        return redirect(url_for("evidence.exhibit", exhibit_id=exhibit_id))
    note_personal(actions.subject_of_exhibit(found), "exhibit")
    return answer("evidence/exhibit.html", form, page=presenters.exhibit_page(found, actor))

"""先行登记保存: the list, a new request, and the steps of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.evidence import actions, presenters, queries
from casebook.evidence.forms import (
    ApproveForm,
    DisposeForm,
    PreservationFilterForm,
    PreservationForm,
    ReasonForm,
    ServeForm,
)
from casebook.evidence.rules import Disposal
from casebook.evidence.views.blueprint import blueprint
from casebook.evidence.views.seen import answer, note_personal, wanted_subject
from casebook.kernel import clock
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.evidence.models import Preservation
    from casebook.evidence.views.seen import Answer
    from casebook.web.forms import Form


@blueprint.get("/preservations")
@requires(Permission.EVIDENCE_SEE)
def preservations() -> str:
    """List preservations, newest first."""
    session, form = current_session(), PreservationFilterForm.of()
    page = queries.page_preservations(
        session, current_actor(), status=form.wanted(), cursor=request.args.get("after")
    )
    return render_template(
        "evidence/preservations.html",
        form=form,
        chips=form.chips(partial(url_for, "evidence.preservations")),
        arguments=form.arguments(),
        lines=presenters.preservation_lines(session, page.items, clock.today()),
        page=page,
    )


@blueprint.route("/preservations/new", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def new_preservation() -> Answer:
    """Ask to keep things of a record as evidence."""
    subject, _item = wanted_subject()
    form = PreservationForm()
    if form.more.data:
        form.add_rows()
        return render_template("evidence/preservation_new.html", form=form, subject=subject)

    def act() -> Preservation:
        return actions.request_preservation(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            subject=subject,
            reason=given(form.reason),
            things=form.listed(),
        )

    asked = form.submit(act)
    if asked is not None:
        return _back(asked.id, _("已申请，等负责人批准。"))
    return answer("evidence/preservation_new.html", form, subject=subject)


@blueprint.get("/preservations/<uuid:preservation_id>")
@requires(Permission.EVIDENCE_SEE)
def preservation(preservation_id: UUID) -> Answer:
    """Show a preservation: what is kept where, its clock, what became of each thing."""
    return _page(_load(preservation_id))


@blueprint.post("/preservations/<uuid:preservation_id>/approve")
@requires(Permission.DECISION_RECORD)
def approve_preservation(preservation_id: UUID) -> Answer:
    """Approve a request."""
    asked, form = _load(preservation_id), ApproveForm()

    def act() -> object:
        return actions.approve(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            asked=asked,
            remark=form.remark.data or "",
        )

    if form.submit(act):
        return _back(asked.id, _("已批准，可以送达。"))
    return _page(_load(preservation_id), approve=form)


@blueprint.post("/preservations/<uuid:preservation_id>/decline")
@requires(Permission.DECISION_RECORD)
def decline_preservation(preservation_id: UUID) -> Answer:
    """Turn a request down."""
    asked, form = _load(preservation_id), ReasonForm(prefix="decline")

    def act() -> bool:
        actions.decline(
            current_session(), actor=current_actor(), now=clock.now(), asked=asked, reason=given(form.reason)
        )
        return True

    if form.submit(act):
        return _back(asked.id, _("已记录不予批准。"))
    return _page(_load(preservation_id), decline=form)


@blueprint.post("/preservations/<uuid:preservation_id>/drop")
@requires(Permission.EVIDENCE_EDIT)
def drop_preservation(preservation_id: UUID) -> Answer:
    """Give a request up before anything is served."""
    asked, form = _load(preservation_id), ReasonForm(prefix="drop")

    def act() -> bool:
        actions.drop(
            current_session(), actor=current_actor(), now=clock.now(), asked=asked, reason=given(form.reason)
        )
        return True

    if form.submit(act):
        return _back(asked.id, _("已放弃这份申请。"))
    return _page(_load(preservation_id), drop=form)


@blueprint.post("/preservations/<uuid:preservation_id>/serve")
@requires(Permission.EVIDENCE_EDIT)
def serve_preservation(preservation_id: UUID) -> Answer:
    """Record that the notice was handed over; the seven working days begin."""
    asked = _load(preservation_id)
    form = _serve_form()

    def act() -> object:
        return actions.serve(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            asked=asked,
            served_on=given(form.served_on),
            receiver=given(form.receiver),
            second_id=chosen_id(form.second),
        )

    if form.submit(act):
        return _back(asked.id, _("送达已记录，七个工作日内须作出处理决定。"))
    return _page(_load(preservation_id), serve=form)


@blueprint.post("/preservations/<uuid:preservation_id>/dispose")
@requires(Permission.EVIDENCE_EDIT)
def dispose_preservation(preservation_id: UUID) -> Answer:
    """Say what becomes of some of the things."""
    asked = _load(preservation_id)
    form = _dispose_form(asked)

    def act() -> bool:
        actions.dispose(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            asked=asked,
            thing_ids=form.thing_ids(),
            disposal=Disposal(form.disposal.data),
            disposed_on=given(form.disposed_on),
            note=form.note.data or "",
        )
        return True

    if form.submit(act):
        return _back(asked.id, _("处理已记录。"))
    return _page(_load(preservation_id), dispose=form)


def _load(preservation_id: UUID) -> Preservation:
    return queries.get_preservation(current_session(), preservation_id, current_actor())


def _page(asked: Preservation, **refused: Form) -> Answer:
    """Return the page with the forms of the next steps; a refused one keeps what was typed."""
    forms: dict[str, Form] = {
        "approve": ApproveForm(formdata=None),
        "decline": ReasonForm(formdata=None, prefix="decline"),
        "drop": ReasonForm(formdata=None, prefix="drop"),
        "serve": refused.get("serve") or _serve_form(is_blank=True),
        "dispose": refused.get("dispose") or _dispose_form(asked, is_blank=True),
    } | refused
    page = presenters.preservation_page(current_session(), asked, current_actor(), clock.today())
    if asked.receiver:
        note_personal(actions.subject_of_preservation(asked), "preservation")
    shown = render_template("evidence/preservation.html", page=page, asked=asked, forms=forms)
    return (shown, 422) if refused else shown


def _serve_form(*, is_blank: bool = False) -> ServeForm:
    form = ServeForm(formdata=None) if is_blank else ServeForm()
    actor = current_actor()
    certified = accounts.list_certified(current_session(), county_code=actor.county_code, on=clock.today())
    form.offer(
        (one.id, f"{one.name}　{one.certificate_no}") for one in certified if one.id != actor.officer_id
    )
    return form


def _dispose_form(asked: Preservation, *, is_blank: bool = False) -> DisposeForm:
    form = DisposeForm(formdata=None) if is_blank else DisposeForm()
    form.offer(asked.open_things)
    return form


def _back(preservation_id: UUID, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("evidence.preservation", preservation_id=preservation_id))

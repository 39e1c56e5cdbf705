"""Field data in the office: what arrived, where it stands, and what an officer decides about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.field.actions import operations as actions
from casebook.field.forms import DecisionForm, OperationsForm
from casebook.field.presenters import office as presenters
from casebook.field.queries import listing
from casebook.field.queries import operations as queries
from casebook.field.rules.states import OperationState
from casebook.field.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.kernel.subjects import Subject
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response


@blueprint.get("/operations")
@requires(Permission.OPERATION_SEE)
def operations() -> str:
    """List what tablets handed over, the last received first."""
    session, actor = current_session(), current_actor()
    form = OperationsForm.of(session, actor)
    page = listing.page_entries(session, actor, form.wanted(), request.args.get("after"))
    return render_template(
        "field/operations.html",
        form=form,
        chips=form.chips(partial(url_for, "field.operations")),
        lines=[presenters.OperationLine.of(entry) for entry in page.items],
        page=page,
        arguments=form.arguments(),
    )


@blueprint.get("/operations/<uuid:operation_id>")
@requires(Permission.OPERATION_SEE)
def operation(operation_id: UUID) -> str:
    """Show one operation: facts, reasons, content, other versions of it, receipt."""
    return _page(operation_id, DecisionForm())


@blueprint.post("/operations/<uuid:operation_id>/release")
@requires(Permission.OPERATION_DECIDE)
def release(operation_id: UUID) -> str | Response | tuple[str, int]:
    """Take an operation up again."""
    session, actor, form = current_session(), current_actor(), DecisionForm()
    entry = listing.get_entry(session, operation_id, actor)

    def act() -> OperationState:
        reason = given(form.reason)
        return actions.release(session, actor=actor, now=clock.now(), entry=entry, reason=reason).state

    state = form.submit(act)
    if state is None:
        return _page(operation_id, form), 422
    told = {"state": label(state)}
    flash(_("已重新处理，现在的状态是“%(state)s”。", **told), _tone(state))
    return redirect(url_for("field.operation", operation_id=operation_id))


@blueprint.post("/operations/<uuid:operation_id>/reject")
@requires(Permission.OPERATION_DECIDE)
def reject(operation_id: UUID) -> str | Response | tuple[str, int]:
    """Refuse a quarantined operation for good."""
    session, actor, form = current_session(), current_actor(), DecisionForm()
    entry = listing.get_entry(session, operation_id, actor)

    def act() -> OperationState:
        reason = given(form.reason)
        return actions.reject(session, actor=actor, now=clock.now(), entry=entry, reason=reason).state

    if form.submit(act) is None:
        return _page(operation_id, form), 422
    flash(_("已决定不采用，理由会告诉提交人。"), "success")
    return redirect(url_for("field.operation", operation_id=operation_id))


def _tone(state: OperationState) -> str:
    return "success" if state in (OperationState.APPLIED, OperationState.WAITING_FILES) else "warning"


def _page(operation_id: UUID, form: DecisionForm) -> str:
    session, actor = current_session(), current_actor()
    entry = listing.get_entry(session, operation_id, actor)
    if request.method == "GET":
        subject = Subject("operation", entry.id, str(entry.id), entry.jurisdiction)
        with beside() as own:
            record_look(own, actor=actor, now=clock.now(), subject=subject, what="operation")
    body = queries.get_operation(session, operation_id).body
    variants = queries.list_variants(session, operation_id)
    return render_template(
        "field/operation.html",
        line=presenters.OperationLine.of(entry),
        answer=queries.list_answers(session, [operation_id])[operation_id],
        reasons=presenters.notes_of(entry),
        content=presenters.payload_rows(body),
        variants=[(one, presenters.difference_rows(body, one.body)) for one in variants],
        form=form,
    )

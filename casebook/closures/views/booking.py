"""Confirming, which books a closure, and reopening, which takes the booking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.rules import FoundHow
from casebook.closures import actions, presenters
from casebook.closures.forms import ConfirmForm, ReopenForm
from casebook.closures.rules import ClosureStatus, ConfirmingPart
from casebook.closures.views.blueprint import blueprint
from casebook.closures.views.page import answer, load
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.closures.views.page import Answer


@blueprint.route("/<number>/confirm", methods=["GET", "POST"])
@requires(Permission.CLOSURE_CONFIRM)
def confirm(number: str) -> Answer:
    """Give one office's confirmation; the last one books the closure."""
    session, actor = current_session(), current_actor()
    closure = load(number, ClosureStatus.CONFIRMED)
    form = ConfirmForm(data={"confirmed_on": clock.today(), "base_version": closure.version})
    needed, own = actions.parts_of(session, closure), actions.parts_for(session, closure, actor)
    form.offer(own or needed)

    def act() -> str:
        is_last = actions.confirm_closure(
            session,
            actor=actor,
            now=clock.now(),
            closure=closure,
            part=ConfirmingPart(form.part.data),
            confirmed_on=given(form.confirmed_on),
            remark=given(form.remark),
            base_version=form.base_version.data,
        )
        return str(_("已确认，并记入总账。") if is_last else _("已确认；其他方确认后入账。"))

    said = form.submit(act)
    if said:
        flash(said, "success")
        return redirect(url_for("closures.show", number=number))
    return answer("closures/confirm.html", form, closure, needed=needed, own=own)


@blueprint.route("/<number>/reopen", methods=["GET", "POST"])
@requires(Permission.CLOSURE_REOPEN)
def reopen(number: str) -> Answer:
    """Record that a closed well is pumped again; what was booked is taken back."""
    session, actor = current_session(), current_actor()
    closure = load(number, ClosureStatus.REOPENED)
    form = ReopenForm(data={"reopened_on": clock.today(), "base_version": closure.version})

    def act() -> bool:
        actions.reopen_closure(
            session,
            actor=actor,
            now=clock.now(),
            closure=closure,
            reopened_on=given(form.reopened_on),
            reason=given(form.reason),
            found_how=FoundHow(form.found_how.data),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("%(number)s 已记为重新启用，原来入账的数已冲回。", number=number), "success")
        return redirect(url_for("closures.show", number=number))
    taken = presenters.taken_back(session, closure, form.reopened_on.data or clock.today(), actor)
    return answer("closures/reopen.html", form, closure, taken=taken)

"""Accepting a reported closure, or sending it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import actions, presenters
from casebook.closures.forms import AcceptForm, ReturnForm
from casebook.closures.rules import ClosureStatus
from casebook.closures.views.blueprint import blueprint
from casebook.closures.views.page import answer, load
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.closures.views.page import Answer


@blueprint.route("/<number>/accept", methods=["GET", "POST"])
@requires(Permission.CLOSURE_ACCEPT)
def accept(number: str) -> Answer:
    """Accept a closure with its four signatures."""
    session, actor = current_session(), current_actor()
    closure = load(number, ClosureStatus.ACCEPTED)
    form = AcceptForm(data=presenters.accept_data(closure, clock.today()))
    form.works.form.keep(closure.kind)

    def act() -> bool:
        actions.accept_closure(
            session,
            actor=actor,
            now=clock.now(),
            closure=closure,
            accepted_on=given(form.accepted_on),
            signatures=form.signatures(),
            works=form.works.form.works(),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("%(number)s 验收合格，照片已固定，等待确认入账。", number=number), "success")
        return redirect(url_for("closures.show", number=number))
    return answer("closures/accept.html", form, closure, hole=presenters.hole_of(session, closure))


@blueprint.route("/<number>/return", methods=["GET", "POST"])
@requires(Permission.CLOSURE_ACCEPT)
def return_closure(number: str) -> Answer:
    """Send a closure back to who reported it."""
    session, actor = current_session(), current_actor()
    closure = load(number, ClosureStatus.RETURNED)
    form = ReturnForm(data={"base_version": closure.version})

    def act() -> bool:
        actions.return_closure(
            session,
            actor=actor,
            now=clock.now(),
            closure=closure,
            reason=given(form.reason),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("%(number)s 已退回报告人。", number=number), "success")
        return redirect(url_for("closures.show", number=number))
    return answer("closures/return.html", form, closure)

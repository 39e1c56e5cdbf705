"""Emergency uses of reserve wells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import actions, presenters, queries
from casebook.closures.forms import (
    EmergencyAskForm,
    EmergencyDecideForm,
    EmergencyFilterForm,
    EmergencyLapseForm,
    EmergencyOpenForm,
    EmergencySealForm,
)
from casebook.closures.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from decimal import Decimal

    from casebook.closures.forms import StepForm
    from casebook.closures.models import EmergencyOpening
    from casebook.closures.views.page import Answer


@blueprint.get("/emergencies")
@requires(Permission.CLOSURE_SEE)
def emergencies() -> str:
    """List the emergency uses of reserve wells, newest first."""
    session, actor = current_session(), current_actor()
    form = EmergencyFilterForm.of(actor)
    page = queries.page_emergencies(
        session, actor=actor, status=form.wanted(), cursor=request.args.get("after")
    )
    return render_template(
        "closures/emergencies.html",
        form=form,
        chips=form.chips(partial(url_for, "closures.emergencies")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.emergency_lines(session, page.items),
    )


@blueprint.route("/<number>/emergency", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_ASK)
def emergency_ask(number: str) -> Answer:
    """Ask to open a reserve well."""
    session, actor = current_session(), current_actor()
    closure = queries.get_closure(session, number, actor)
    form = EmergencyAskForm(data={"from_on": clock.today()})

    def act() -> EmergencyOpening:
        return actions.ask_emergency(
            session, actor=actor, now=clock.now(), closure=closure, asked=form.asked()
        )

    made = form.submit(act)
    if made is not None:
        flash(_("已申请应急启用 %(number)s，等待批准。", number=made.number), "success")
        return redirect(url_for("closures.emergency", opening=made.number))
    page = presenters.reserve_page(session, closure)
    body = render_template("closures/emergency_ask.html", form=form, closure=closure, page=page)
    return body, 422 if form.errors else 200


@blueprint.get("/emergencies/<opening>")
@requires(Permission.CLOSURE_SEE)
def emergency(opening: str) -> str:
    """Show one emergency use."""
    session, actor = current_session(), current_actor()
    row = queries.get_emergency(session, opening, actor)
    page = presenters.emergency_page(session, row, actor)
    return render_template("closures/emergency.html", row=row, page=page)


@blueprint.route("/emergencies/<opening>/decide", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_DECIDE)
def emergency_decide(opening: str) -> Answer:
    """Allow or refuse it."""
    session, actor = current_session(), current_actor()
    row = queries.get_emergency(session, opening, actor)
    form = EmergencyDecideForm(data={"base_version": row.version})

    def act() -> bool:
        actions.decide_emergency(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            is_allowed=form.is_allowed,
            decision=given(form.decision),
            base_version=form.base_version.data,
        )
        return True

    return _done(row) if form.submit(act) else _answer(row, form, _("批准应急启用"))


@blueprint.route("/emergencies/<opening>/open", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_ASK)
def emergency_open(opening: str) -> Answer:
    """Note the opening."""
    session, actor = current_session(), current_actor()
    row = queries.get_emergency(session, opening, actor)
    form = EmergencyOpenForm(data={"opened_on": clock.today(), "base_version": row.version})

    def act() -> bool:
        actions.open_emergency(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            opened_on=given(form.opened_on),
            first_reading=form.first_reading.data,
            base_version=form.base_version.data,
        )
        return True

    return _done(row) if form.submit(act) else _answer(row, form, _("登记启用"))


@blueprint.route("/emergencies/<opening>/seal", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_ASK)
def emergency_seal(opening: str) -> Answer:
    """Note the closing again; what was taken is subtracted."""
    session, actor = current_session(), current_actor()
    row = queries.get_emergency(session, opening, actor)
    form = EmergencySealForm(data={"sealed_on": clock.today(), "base_version": row.version})

    def act() -> tuple[Decimal]:
        used = actions.seal_emergency(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            sealed_on=given(form.sealed_on),
            last_reading=form.last_reading.data,
            tag_no=form.tag_no.data or "",
            overrun=form.overrun.data or "",
            base_version=form.base_version.data,
        )
        return (used,)

    return _done(row) if form.submit(act) else _answer(row, form, _("登记重新封存"))


@blueprint.route("/emergencies/<opening>/lapse", methods=["GET", "POST"])
@requires(Permission.EMERGENCY_ASK)
def emergency_lapse(opening: str) -> Answer:
    """Note that it was not needed."""
    session, actor = current_session(), current_actor()
    row = queries.get_emergency(session, opening, actor)
    form = EmergencyLapseForm(data={"base_version": row.version})

    def act() -> bool:
        actions.lapse_emergency(
            session, actor=actor, now=clock.now(), row=row, base_version=form.base_version.data
        )
        return True

    return _done(row) if form.submit(act) else _answer(row, form, _("没有启用"))


def _done(row: EmergencyOpening) -> Answer:
    flash(_("%(number)s：已登记。", number=row.number), "success")
    return redirect(url_for("closures.emergency", opening=row.number))


def _answer(row: EmergencyOpening, form: StepForm, title: str) -> Answer:
    if form.conflict is not None:
        form.rebase(row.version)
    page = presenters.emergency_page(current_session(), row, current_actor())
    body = render_template("closures/emergency_step.html", row=row, form=form, page=page, title=title)
    return body, 409 if form.conflict is not None else 422 if form.errors else 200

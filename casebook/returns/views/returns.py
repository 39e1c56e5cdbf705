"""Rounds and returns: the list, one return, what officers enter and decide."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.returns import actions, presenters, queries
from casebook.returns.forms import ReportForm, ReturnsFilter, RoundForm, StepForm
from casebook.returns.labels import words_of
from casebook.returns.rules import DECIDED_BY_OFFICERS, Link, Period, ReturnState, links
from casebook.returns.views.blueprint import blueprint, note_look
from casebook.storage.queries import get_file, open_file
from casebook.web.forms import Form, given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse
    from werkzeug.wrappers import Response

    from casebook.returns.models import PeriodicReturn
    from casebook.returns.views.blueprint import Answer


@blueprint.get("")
@requires(Permission.RETURN_SEE)
def index() -> str:
    """List the returns of a round, the newest one unless another is asked for."""
    session, actor = current_session(), current_actor()
    rounds = queries.list_rounds(session, actor.county_code)
    form = ReturnsFilter.of(rounds)
    wanted = form.wanted(rounds)
    shown = next((one for one in rounds if one.id == wanted.round_id), None)
    page = queries.page_returns(session, actor, wanted, cursor=request.args.get("after"))
    return render_template(
        "returns/index.html",
        labels={one.value: label(one) for one in ReturnState},
        form=form,
        round=shown,
        period=words_of(shown.period) if shown else "",
        states=queries.count_states(session, actor, shown.id) if shown else {},
        chips=form.chips(partial(url_for, "returns.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.return_lines(session, page.items, actor),
        count=queries.count_returns(session, actor, wanted),
        today=clock.today(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.RETURN_EDIT)
def open_round() -> Answer:
    """Ask the users for a period."""
    session, actor, today = current_session(), current_actor(), clock.today()
    settings = queries.settings_on(session, actor.county_code, today)
    form = RoundForm.of(settings.kind, today)
    row = form.submit(
        lambda: actions.open_round(
            session, actor=actor, now=clock.now(), period=Period.parse(given(form.period))
        )
    )
    if row is not None:
        flash(_("%(period)s 的直报已经开始。", period=words_of(row.period)), "success")
        return redirect(url_for("returns.index", round=str(row.period)))
    page = render_template("returns/new_round.html", form=form, settings=settings)
    return page, 422 if form.errors else 200


@blueprint.get("/<uuid:return_id>")
@requires(Permission.RETURN_SEE)
def show(return_id: UUID) -> str:
    """Show a return beside what was measured."""
    session, actor = current_session(), current_actor()
    row = queries.get_return(session, return_id, actor)
    note_look(row.as_subject(), "return")
    limit = queries.settings_on(session, row.county_code, clock.today()).deviation
    page = presenters.return_page(session, row, actor, limit)
    address = _address(row) if page.may_give_link else ""
    words = presenters.link_text(row, address) if address else ""
    return render_template("returns/show.html", page=page, address=address, words=words)


def _address(row: PeriodicReturn) -> str:
    """Return the address by which the user of a return reports."""
    token = links.sign(str(current_app.config["SECRET_KEY"]).encode(), Link(row.id, row.link_version))
    public = current_app.config["CASEBOOK"].public_url
    path = url_for("return_link.fill", token=token)
    return (
        f"{public.rstrip('/')}{path}" if public else url_for("return_link.fill", token=token, _external=True)
    )


@blueprint.route("/<uuid:return_id>/enter", methods=["GET", "POST"])
@requires(Permission.RETURN_EDIT)
def enter(return_id: UUID) -> Answer:
    """Enter what a user reported on paper."""
    session, actor = current_session(), current_actor()
    row = queries.get_return(session, return_id, actor)
    wells = actions.wells_to_report(session, row)
    form = ReportForm.over(wells, row.version, queries.lines_in_force(session, row))
    done = form.submit(
        lambda: actions.enter_report(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            report=form.report(),
            base_version=given(form.base_version),
        )
    )
    if done is not None:
        flash(_("已录入。"), "success")
        return redirect(url_for("returns.show", return_id=return_id))
    row = queries.get_return(session, return_id, actor)
    page = render_template(
        "returns/enter.html",
        form=form,
        row=row,
        period=words_of(row.round.period),
        intakes=presenters.intake_views(session, row, wells),
    )
    return page, 409 if form.conflict else 422 if form.errors else 200


@blueprint.route("/<uuid:return_id>/steps/<state>", methods=["GET", "POST"])
@requires(Permission.RETURN_EDIT)
def step(return_id: UUID, state: str) -> Answer:
    """Decide about a return."""
    session, actor = current_session(), current_actor()
    row = queries.get_return(session, return_id, actor)
    if state not in {one.value for one in DECIDED_BY_OFFICERS}:
        abort(404)
    wanted, form = ReturnState(state), StepForm.for_step(ReturnState(state), row.version)

    def act() -> bool:
        actions.decide(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            to=wanted,
            reason=form.reason.data or "",
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("直报：%(state)s。", state=label(wanted)), "success")
        return redirect(url_for("returns.show", return_id=return_id))
    row = queries.get_return(session, return_id, actor)
    page = render_template(
        "returns/step.html", form=form, row=row, state=wanted, period=words_of(row.round.period)
    )
    return page, 409 if form.conflict else 422 if form.errors else 200


@blueprint.post("/<uuid:return_id>/link")
@requires(Permission.RETURN_EDIT)
def renew_link(return_id: UUID) -> Response:
    """Make the links given out so far useless."""
    session, actor, form = current_session(), current_actor(), Form()
    row = queries.get_return(session, return_id, actor)
    done = form.submit(lambda: actions.renew_link(session, actor=actor, now=clock.now(), row=row))
    if done:
        flash(_("已换新链接，旧链接不能再用。"), "success")
    return redirect(url_for("returns.show", return_id=return_id))


@blueprint.get("/<uuid:return_id>/photographs/<uuid:line_id>")
@requires(Permission.RETURN_SEE)
def photograph(return_id: UUID, line_id: UUID) -> FlaskResponse:
    """Give the photograph of a dial."""
    session = current_session()
    row = queries.get_return(session, return_id, current_actor())
    line = queries.get_photographed(session, row, line_id)
    assert line.photograph_hash is not None
    kept = get_file(session, line.photograph_hash)
    return send_file(
        open_file(kept.hash), mimetype=kept.media_type, as_attachment=True, download_name=line.photograph_name
    )

"""Publication of booked closures, and looks back at closed wells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import actions, presenters, queries
from casebook.closures.forms import DrawForm, PublishForm, RecheckFilterForm, RecheckForm
from casebook.closures.rules import RecheckResult
from casebook.closures.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.closures.models import ClosurePublication, ClosureRecheck
    from casebook.closures.views.page import Answer


@blueprint.route("/<number>/publish", methods=["GET", "POST"])
@requires(Permission.CLOSURE_REPORT)
def publish(number: str) -> Answer:
    """Note where and when a booked closure was made public."""
    session, actor = current_session(), current_actor()
    closure = queries.get_closure(session, number, actor)
    form = PublishForm(data={"published_on": clock.today()})

    def act() -> ClosurePublication:
        return actions.publish_closure(
            session,
            actor=actor,
            now=clock.now(),
            closure=closure,
            published_on=given(form.published_on),
            until_on=given(form.until_on),
            place=given(form.place),
        )

    if form.submit(act) is not None:
        flash(_("已登记公示。"), "success")
        return redirect(url_for("closures.show", number=number))
    body = render_template("closures/publish.html", form=form, closure=closure)
    return body, 422 if form.errors else 200


@blueprint.get("/rechecks")
@requires(Permission.CLOSURE_SEE)
def rechecks() -> str:
    """List looks back at closed wells, the latest drawn first."""
    session, actor = current_session(), current_actor()
    form = RecheckFilterForm.of_request()
    page = queries.page_rechecks(
        session, actor=actor, only_open=bool(form.shown.data), cursor=request.args.get("after")
    )
    return render_template(
        "closures/rechecks.html",
        form=form,
        chips=form.chips(partial(url_for, "closures.rechecks")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.recheck_lines(session, page.items, actor),
    )


@blueprint.route("/rechecks/draw", methods=["GET", "POST"])
@requires(Permission.CLOSURE_CHECK)
def recheck_draw() -> Answer:
    """Draw closed wells to be looked at again."""
    session, actor = current_session(), current_actor()
    form = DrawForm(data={"year": clock.today().year, "count": 5})

    def act() -> list[ClosureRecheck]:
        return actions.draw_rechecks(
            session,
            actor=actor,
            now=clock.now(),
            year=given(form.year),
            count=given(form.count),
            seed=given(form.seed),
        )

    drawn = form.submit(act)
    if drawn:
        flash(_("抽取 %(n)s 眼，各有 %(days)s 天。", n=len(drawn), days=presenters.RECHECK_DAYS), "success")
        return redirect(url_for("closures.rechecks", shown="open"))
    return render_template("closures/recheck_draw.html", form=form), 422 if form.errors else 200


@blueprint.route("/rechecks/<uuid:recheck_id>", methods=["GET", "POST"])
@requires(Permission.CLOSURE_CHECK)
def recheck(recheck_id: UUID) -> Answer:
    """Note what a look back found."""
    session, actor = current_session(), current_actor()
    found = queries.get_recheck(session, recheck_id, actor)
    form = RecheckForm(data={"done_on": clock.today()})
    (line,) = presenters.recheck_lines(session, [found], actor)

    def act() -> ClosureRecheck:
        actions.note_recheck(
            session,
            actor=actor,
            now=clock.now(),
            recheck=found,
            done_on=given(form.done_on),
            result=RecheckResult(form.result.data),
            remark=form.remark.data or "",
        )
        return found

    if form.submit(act) is not None:
        flash(_("已登记回头看。"), "success")
        is_pumped = found.result is RecheckResult.PUMPED and actor.can(Permission.CLOSURE_REOPEN)
        return redirect(
            url_for("closures.reopen" if is_pumped else "closures.show", number=line.closure.number)
        )
    return render_template("closures/recheck.html", form=form, line=line), 422 if form.errors else 200

"""Returns of closures: checked, seen again, sent as a spreadsheet, entered as history and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import actions, presenters, queries
from casebook.closures.forms import PostHistoryForm, ReturnUploadForm, TakeBackForm
from casebook.closures.rules import CheckOutcome, ReturnState
from casebook.closures.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.downloads import send_sheet
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse
    from werkzeug.wrappers import Response

    from casebook.closures.models import ClosureReturn

    Answer = str | Response | tuple[str, int]


@blueprint.route("/returns", methods=["GET", "POST"])
@requires(Permission.CLOSURE_CHECK)
def returns() -> Answer:
    """List the returns that were checked, and check another."""
    session, actor, form = current_session(), current_actor(), ReturnUploadForm()

    def act() -> ClosureReturn:
        return actions.check_return(
            session,
            actor=actor,
            now=clock.now(),
            stream=form.file.data.stream,
            name=form.file.data.filename or "",
        )

    row = form.submit(act)
    if row is not None:
        return redirect(url_for("closures.show_return", return_id=row.id))
    page = queries.page_returns(session, actor, request.args.get("after"))
    return render_template("closures/returns.html", form=form, page=page), 422 if form.errors else 200


@blueprint.get("/returns/<uuid:return_id>")
@requires(Permission.CLOSURE_CHECK)
def show_return(return_id: UUID) -> str:
    """Show a checked return: claimed and admissible side by side, each line with its rules."""
    session = current_session()
    row = queries.get_return(session, return_id, current_actor())
    page = presenters.return_page(session, row, _outcome())
    return render_template("closures/return_checked.html", page=page, row=row)


@blueprint.get("/returns/<uuid:return_id>/sheet.xlsx")
@requires(Permission.CLOSURE_CHECK)
def return_sheet(return_id: UUID) -> FlaskResponse:
    """Send the lines of a checked return with their rules, all or those of one outcome."""
    session = current_session()
    row = queries.get_return(session, return_id, current_actor())
    page = presenters.return_page(session, row, _outcome())
    name = row.file_name.rpartition(".")[0] or row.file_name
    return send_sheet(
        name=_("核对结果 %(name)s", name=name),
        title=_("核对结果"),
        columns=presenters.return_columns(),
        rows=page.lines,
    )


def _outcome() -> CheckOutcome | None:
    """Return the outcome that the address narrows to; anything else narrows nothing."""
    wanted = request.args.get("outcome", "")
    return CheckOutcome(wanted) if wanted in {one.value for one in CheckOutcome} else None


@blueprint.route("/returns/<uuid:return_id>/post", methods=["GET", "POST"])
@requires(Permission.CLOSURE_HISTORY)
def post_return(return_id: UUID) -> Answer:
    """Enter a checked return as history."""
    session, actor, form = current_session(), current_actor(), PostHistoryForm()
    row = queries.get_return(session, return_id, actor)
    if request.method == "GET" and row.state is not ReturnState.CHECKED:
        return redirect(url_for("closures.show_return", return_id=return_id))

    def act() -> str:
        wells = actions.post_history(session, actor=actor, now=clock.now(), row=row)
        return str(_("已补录入账 %(n)s 眼井。", n=wells))

    said = form.submit(act)
    if said:
        flash(said, "success")
        return redirect(url_for("closures.show_return", return_id=return_id))
    page = presenters.return_page(session, row, None)
    return render_template("closures/return_post.html", form=form, page=page, row=row), _status(form)


@blueprint.route("/returns/<uuid:return_id>/take-back", methods=["GET", "POST"])
@requires(Permission.CLOSURE_HISTORY)
def take_back_return(return_id: UUID) -> Answer:
    """Reverse what a return posted as history."""
    session, actor, form = current_session(), current_actor(), TakeBackForm()
    row = queries.get_return(session, return_id, actor)
    if request.method == "GET" and row.state is not ReturnState.POSTED:
        return redirect(url_for("closures.show_return", return_id=return_id))

    def act() -> str:
        reason = form.reason.data or ""
        wells = actions.take_back_history(session, actor=actor, now=clock.now(), row=row, reason=reason)
        return str(_("已撤回 %(n)s 眼井的补录。", n=wells))

    said = form.submit(act)
    if said:
        flash(said, "success")
        return redirect(url_for("closures.show_return", return_id=return_id))
    page = presenters.return_page(session, row, None)
    return render_template("closures/return_take_back.html", form=form, page=page, row=row), _status(form)


def _status(form: PostHistoryForm | TakeBackForm) -> int:
    if form.conflict is not None:
        return 409
    return 422 if form.errors else 200

"""The page behind a link: a user reports without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.kernel import clock
from casebook.returns import actions, presenters, queries
from casebook.returns.forms import ReportForm
from casebook.returns.labels import words_of
from casebook.returns.rules import is_open_to_user, links
from casebook.returns.rules.reporting import caller_mark
from casebook.web.forms import given
from casebook.web.guard import public
from casebook.web.lifecycle import committed, current_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from casebook.returns.models import PeriodicReturn
    from casebook.returns.views.blueprint import Answer

blueprint = Blueprint("return_link", __name__, url_prefix="/report-water")


@blueprint.route("/<token>", methods=["GET", "POST"])
@public
def fill(token: str) -> Answer:
    """Show what a user is asked, and take in what they report."""
    session, link = current_session(), links.read(_secret(), token)
    row = queries.get_by_link(session, link)
    wells = actions.wells_to_report(session, row)
    form = ReportForm.over(wells, row.version, queries.lines_in_force(session, row))
    done = form.submit(
        lambda: actions.send_by_link(
            session,
            now=clock.now(),
            row=row,
            report=form.report(),
            caller_mark=_caller(),
            base_version=given(form.base_version),
        )
    )
    if done is not None:
        flash(_("报送成功，谢谢。审核前还可以在这里修改。"), "success")
        return redirect(url_for("return_link.fill", token=token))
    if request.method == "POST":
        _count_refused(link)
    page = _page(form, queries.get_by_link(session, link), wells)
    return page, 409 if form.conflict else 422 if form.errors else 200


def _page(form: ReportForm, row: PeriodicReturn, wells: Sequence[UUID | None]) -> str:
    return render_template(
        "returns/public.html",
        form=form,
        row=row,
        period=words_of(row.round.period),
        intakes=presenters.intake_views(current_session(), row, wells),
        is_open=is_open_to_user(row.state),
        today=clock.today(),
    )


def _count_refused(link: links.Link) -> None:
    """Keep that an attempt was refused, which the refusal's own transaction would forget."""
    with committed() as session:
        row = queries.get_by_link(session, link)
        actions.note_refused(session, now=clock.now(), row=row, caller_mark=_caller())


def _caller() -> str:
    """Return the day's mark of who calls; the address itself goes no further."""
    return caller_mark(_secret(), request.remote_addr or "", clock.today())


def _secret() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()

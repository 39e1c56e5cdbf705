"""The work ledger, and the months of the ledger."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.forms import ProblemFilterForm
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.ledger import queries as ledger
from casebook.ledger.actions import MEDIA_TYPES, close_month
from casebook.reports import actions, making, presenters, queries
from casebook.reports.forms import MonthForm, SendForm
from casebook.reports.views.blueprint import blueprint
from casebook.web.downloads import send_sheet
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from casebook.config import Settings
    from casebook.ledger.queries import Closed
    from casebook.reports.models import MonthSending

    Answer = str | Redirect | tuple[str, int]


@blueprint.get("/work-ledger.xlsx")
@requires(Permission.PROBLEM_EXPORT)
def work_ledger() -> Response:
    """Send the problem list, exactly as it is filtered, in the layout of the work ledger."""
    session, actor = current_session(), current_actor()
    wanted = ProblemFilterForm.of(session, actor).wanted()
    show_personal = actor.can(Permission.PARTY_SEE_PERSONAL)
    if show_personal:
        with beside() as own:
            actions.note_personal_export(own, actor=actor, now=clock.now())
    return send_sheet(
        name=_("一本账 %(day)s", day=clock.today().isoformat()),
        title=_("一本账"),
        columns=presenters.work_ledger_columns(show_personal=show_personal),
        rows=queries.iterate_lines(session, wanted, actor),
    )


@blueprint.route("/months", methods=["GET", "POST"])
@requires(Permission.LEDGER_SEE)
def months() -> Answer:
    """List the closed months with their files, and close the next one."""
    session, actor = current_session(), current_actor()
    form = MonthForm(data={"month": presenters.next_to_close(session, actor.county_code)})

    def act() -> Closed:
        now = clock.now()
        made = making.make_month(session, settings=_settings(), actor=actor, now=now, month=form.chosen())
        return close_month(session, actor=actor, now=now, made=made)

    closed = form.submit(act)
    if closed is not None:
        flash(_("%(number)s 已关账。", number=closed.number), "success")
        return redirect(url_for("reports.months"))
    lines = presenters.month_lines(session, ledger.list_months_seen_by(session, actor))
    page = render_template("reports/months.html", form=form, lines=lines)
    return page, 422 if form.errors else 200


@blueprint.get("/months/<month>/<kind>")
@requires(Permission.LEDGER_SEE)
def month_file(month: str, kind: str) -> Response:
    """Send a file of a closed month as it stands in the store, or what was signed."""
    closed = _closed(month)
    if kind == "signed":
        stream = BytesIO(making.signed(closed))
        media_type = MEDIA_TYPES["json"]
    elif kind in closed.files:
        stream, media_type = BytesIO(making.stored(closed, kind)), MEDIA_TYPES[kind]
    else:
        raise NotFound("ledger_month", kind)
    extension = "signed.json" if kind == "signed" else kind
    name = f"{closed.number}.{extension}"
    return send_file(stream, mimetype=media_type, as_attachment=True, download_name=name)


@blueprint.route("/months/<month>/send", methods=["GET", "POST"])
@requires(Permission.LEDGER_CLOSE)
def send_month(month: str) -> Answer:
    """Record where a closed month's report was sent."""
    session, actor, closed = current_session(), current_actor(), _closed(month)
    form = SendForm(data={"sent_on": clock.today()})

    def act() -> MonthSending:
        return actions.send_month(
            session,
            actor=actor,
            now=clock.now(),
            closed=closed,
            recipient=given(form.recipient),
            sent_on=given(form.sent_on),
            paper=form.paper.data or "",
        )

    sending = form.submit(act)
    if sending is not None:
        flash(_("已登记报送%(to)s。", to=sending.recipient), "success")
        return redirect(url_for("reports.months"))
    (line,) = presenters.month_lines(session, [closed])
    page = render_template("reports/send_month.html", form=form, line=line)
    return page, 422 if form.errors else 200


def _closed(month: str) -> Closed:
    try:
        wanted = Month.parse(month)
    except ValueError as error:
        raise NotFound("ledger_month", month) from error
    return ledger.get_closed_month(current_session(), wanted, current_actor())


def _settings() -> Settings:
    found: Settings = current_app.config["CASEBOOK"]
    return found

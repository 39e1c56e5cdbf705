"""Which reports leave by mail each month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.notices.queries import find_channel
from casebook.notices.rules import Channel
from casebook.reports import actions, queries
from casebook.reports.forms import MailingForm, StepForm
from casebook.reports.rules import MailedReport
from casebook.reports.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.reports.models import ReportMailing


@blueprint.route("/mailings", methods=["GET", "POST"])
@requires(Permission.LEDGER_CLOSE)
def mailings() -> str | Response | tuple[str, int]:
    """List what leaves each month, and add a mailing."""
    session, actor = current_session(), current_actor()
    form = MailingForm(data={"report": MailedReport.MONTH.value, "day": 5})

    def act() -> ReportMailing:
        return actions.set_mailing(
            session,
            actor=actor,
            now=clock.now(),
            report=MailedReport(form.report.data),
            day=given(form.day),
            addresses=given(form.addresses),
        )

    if form.submit(act) is not None:
        flash(_("已设置按月寄送。"), "success")
        return redirect(url_for("reports.mailings"))
    channel = find_channel(session, actor.county_code, Channel.MAIL)
    page = render_template(
        "reports/mailings.html",
        form=form,
        rows=queries.list_mailings(session, actor),
        has_mail=channel is not None and channel.is_on,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/mailings/<uuid:mailing_id>/end")
@requires(Permission.LEDGER_CLOSE)
def end_mailing(mailing_id: UUID) -> Response:
    """Send no further reports."""
    session, actor, form = current_session(), current_actor(), StepForm()
    mailing = queries.get_mailing(session, mailing_id, actor)
    if form.submit(lambda: actions.end_mailing(session, actor=actor, now=clock.now(), mailing=mailing)):
        flash(_("已停止寄送。"), "success")
    return redirect(url_for("reports.mailings"))

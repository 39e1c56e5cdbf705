"""Reports that are made while one waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.forms import ProblemFilterForm
from casebook.kernel import clock
from casebook.reports import actions, presenters, queries
from casebook.web.downloads import send_sheet
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("reports", __name__, url_prefix="/reports")


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

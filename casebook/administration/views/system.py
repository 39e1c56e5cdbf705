"""What is missing or mis-set on this installation, and the work that waits in the background."""

from __future__ import annotations

from flask import current_app, render_template

from casebook.access import Permission
from casebook.administration.views.blueprint import blueprint
from casebook.doctor import checks, rules
from casebook.doctor.presenters import FindingLine
from casebook.field.queries import listing
from casebook.jobs import queries as jobs
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session


@blueprint.get("/system")
@requires(Permission.SYSTEM_SEE)
def system() -> str:
    """Show what `casebook doctor` says, worst first, and how many jobs stand where."""
    findings = list(checks.examine(current_app.config["CASEBOOK"], clock.now()))
    order = list(rules.State)[::-1]
    return render_template(
        "admin/system.html",
        worst=rules.worst(findings),
        lines=sorted(map(FindingLine.of, findings), key=lambda line: order.index(line.finding.state)),
        jobs=jobs.count_by_state(current_session()),
        operations=listing.count_by_state(current_session(), current_actor().county_code),
        checked_at=clock.now(),
    )

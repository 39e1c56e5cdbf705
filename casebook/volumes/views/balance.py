"""The balance of plan and measured water (水量平衡), its sheet, and the wells behind each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.quotas.rules import Grade
from casebook.regions import queries as regions
from casebook.volumes import presenters, queries
from casebook.volumes.queries import BalanceFilter, Behind
from casebook.volumes.views.blueprint import blueprint, wanted_year
from casebook.web.downloads import send_sheet
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from flask import Response

_ARGUMENTS = ("year", "township", "behind", "grade")


@blueprint.get("/balance")
@requires(Permission.VOLUME_SEE)
def balance() -> str:
    """Show plan and measured groundwater of the county and its townships."""
    page = presenters.balance_page(current_session(), current_actor(), wanted_year(), clock.today())
    return render_template("volumes/balance.html", page=page, behind=Behind)


@blueprint.get("/balance.xlsx")
@requires(Permission.VOLUME_SEE)
def export_balance() -> Response:
    """Send the balance of all years that the page offers as a spreadsheet."""
    today = clock.today()
    return send_sheet(
        name=_("水量平衡 %(day)s", day=today.isoformat()),
        title=_("水量平衡"),
        columns=presenters.balance_columns(tuple(Grade)),
        rows=presenters.balance_rows(current_session(), current_actor(), wanted_year(), today),
    )


@blueprint.get("/balance/wells")
@requires(Permission.VOLUME_SEE)
def balance_wells() -> str:
    """List the wells that a figure of the balance is made of."""
    session, actor, wanted = current_session(), current_actor(), _wanted()
    page = queries.page_balance_wells(session, actor, wanted, cursor=request.args.get("after"))
    names = regions.names(session, actor.county_code)
    whole = wanted.division_code or (
        actor.county_code if actor.reaches(actor.county_code) else actor.jurisdiction
    )
    return render_template(
        "volumes/balance_wells.html",
        wanted=wanted,
        place=names.get(whole, whole),
        page=page,
        lines=presenters.behind_lines(session, page.items, wanted, actor),
        arguments={name: request.args[name] for name in _ARGUMENTS if name in request.args},
    )


def _wanted() -> BalanceFilter:
    """Return which figure the address asks about; what it does not say well is left out."""
    behind, grade = request.args.get("behind", ""), request.args.get("grade", "")
    township = request.args.get("township", "")
    is_ours = township.startswith(current_actor().jurisdiction)
    return BalanceFilter(
        year=wanted_year(),
        today=clock.today(),
        behind=Behind(behind) if behind in set(Behind) else Behind.FIGURES,
        division_code=township if is_ours and township != current_actor().county_code else None,
        grade=Grade(grade) if grade in set(Grade) else None,
    )

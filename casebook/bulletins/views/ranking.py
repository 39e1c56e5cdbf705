"""The ranking of townships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.bulletins import presenters
from casebook.bulletins.views.blueprint import blueprint, county_actor
from casebook.kernel import clock
from casebook.kernel.months import Month, months_of_year
from casebook.oversight.rules import YEARS
from casebook.web.downloads import send_sheet
from casebook.web.guard import requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from typing import Any

    from flask import Response


@blueprint.get("/ranking")
@requires(Permission.BOARD_SEE)
def ranking() -> str:
    """Show the ranking at the end of a month; of this month as of now."""
    actor, month = county_actor("ranking"), _month()
    page = presenters.ranking_page(current_session(), actor.county_code, month)
    return render_template("bulletins/ranking.html", page=page, months=_choices(month))


@blueprint.get("/ranking.xlsx")
@requires(Permission.BOARD_SEE)
def ranking_sheet() -> Response:
    """Send the same ranking as a spreadsheet."""
    actor, month = county_actor("ranking"), _month()
    page = presenters.ranking_page(current_session(), actor.county_code, month)
    title = _("乡镇排名 %(month)s", month=month)
    return send_sheet(name=title, title=title, columns=presenters.ranking_columns(), rows=page.ranked)


def _month() -> Month:
    """Return the month of the address; this month when it names none, or one to come."""
    here = Month.of(clock.today())
    try:
        asked = Month.parse(request.args.get("month", ""))
    except ValueError:
        return here
    return asked if asked <= here and asked.year in YEARS else here


def _choices(chosen: Month) -> list[dict[str, Any]]:
    here = Month.of(clock.today())
    return [
        {"label": str(one), "url": url_for("bulletins.ranking", month=str(one)), "active": one == chosen}
        for one in reversed(months_of_year(chosen.year))
        if one <= here
    ]

"""The working calendar: its years, taking in a notice, and what became of the running clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.administration.forms import NoticeForm
from casebook.administration.views.blueprint import blueprint
from casebook.deadlines import actions, queries
from casebook.deadlines.labels import RULE_TITLES
from casebook.deadlines.rules import DayKind
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.deadlines.actions import CalendarLoad


@blueprint.get("/calendar")
@requires(Permission.CALENDAR_LOAD)
def calendar() -> str:
    """Show the loaded years and the form that takes in a notice."""
    return _page(NoticeForm())


@blueprint.post("/calendar")
@requires(Permission.CALENDAR_LOAD)
def load_calendar() -> tuple[str, int]:
    """Take in a notice from a file and show what it changed."""
    session, actor, form = current_session(), current_actor(), NoticeForm()
    form.offer()
    load = form.submit(
        lambda: actions.load_calendar(
            session,
            actor=actor,
            now=clock.now(),
            years=form.years(_first_year()),
            source=given(form.source).strip(),
        )
    )
    return _page(form if load is None else NoticeForm(formdata=None), load), 422 if form.errors else 200


@blueprint.post("/calendar/official")
@requires(Permission.CALENDAR_LOAD)
def load_official() -> str:
    """Take in the announced years that the installed package knows and show what they changed."""
    load = actions.load_official_calendar(
        current_session(), actor=current_actor(), now=clock.now(), first_year=_first_year()
    )
    return _page(NoticeForm(formdata=None), load)


@blueprint.get("/calendar/<int:year>")
@requires(Permission.CALENDAR_LOAD)
def calendar_year(year: int) -> str:
    """Show the days of a year that are not what their weekday says."""
    session = current_session()
    row = queries.get_year(session, year)
    exceptions = sorted(queries.get_calendar(session).years[year].exceptions.items())
    days = [
        {
            "day": day,
            "kind": DayKind.MAKEUP if item.is_working else DayKind.HOLIDAY,
            "name": item.name or _("未写名称"),
        }
        for day, item in exceptions
    ]
    return render_template("admin/calendar_year.html", row=row, days=days)


def _first_year() -> int:
    return int(current_app.config["CASEBOOK"].calendar_first_year)


def _page(form: NoticeForm, load: CalendarLoad | None = None) -> str:
    form.offer()
    return render_template(
        "admin/calendar.html",
        form=form,
        load=load,
        rule_titles=RULE_TITLES,
        years=queries.list_years(current_session())[::-1],
        first_year=_first_year(),
    )

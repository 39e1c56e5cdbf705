"""A well's readings and months; writing a dial down and correcting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.evidence.actions import as_subject
from casebook.evidence.presenters.sending import send_picture
from casebook.kernel import clock
from casebook.volumes import actions, presenters, queries
from casebook.volumes.forms import CorrectionForm, ReadingForm
from casebook.volumes.rules.visits import DialOutcome
from casebook.volumes.views.blueprint import blueprint, wanted_year
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import beside, current_session
from casebook.wells.queries import get_well

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.volumes.views.blueprint import Answer


@blueprint.get("/wells/<code>")
@requires(Permission.VOLUME_SEE)
def well(code: str) -> str:
    """Show all readings of a well's year, each month's figure and how it came about."""
    session, actor = current_session(), current_actor()
    found = get_well(session, code, actor)
    years = queries.list_years_of(session, found.id)
    year = wanted_year() if request.args.get("year") else (years or [clock.today().year])[-1]
    return render_template(
        "volumes/well.html",
        well=found,
        page=presenters.well_year(
            session, found, year, clock.today(), wanted=request.args.get("month", type=int)
        ),
        year=year,
        years=sorted({year, clock.today().year, *years}, reverse=True),
    )


@blueprint.route("/wells/<code>/readings/new", methods=["GET", "POST"])
@requires(Permission.READING_RECORD)
def new_reading(code: str) -> Answer:
    """Write a dial down."""
    session, actor = current_session(), current_actor()
    found = get_well(session, code, actor)
    now = clock.now()
    form = ReadingForm.blank(clock.today(), presenters.meter_numbers(session, found))
    changes = form.submit(
        lambda: actions.file_visit(session, actor=actor, now=now, well=found, **form.entry(found, now))
    )
    if changes is not None:
        _tell(DialOutcome(form.outcome.data), len(changes.queries))
        return redirect(url_for("volumes.well", code=code, year=given(form.read_on).year))
    last = presenters.last_reading(session, found)
    page = render_template("volumes/new_reading.html", form=form, well=found, last=last)
    return page, 422 if form.errors else 200


def _tell(outcome: DialOutcome, asked: int) -> None:
    """Say what was kept."""
    if outcome is not DialOutcome.READ:
        flash(_("已记下：%(outcome)s。没有读数的月份不算水量。", outcome=label(outcome)), "success")
        return
    flash(_("读数已写入。") + (_("系统列出 %(n)s 条疑问，请核对。", n=asked) if asked else ""), "success")


@blueprint.get("/wells/<code>/photographs/<uuid:item_id>")
@requires(Permission.VOLUME_SEE)
def dial_photograph(code: str, item_id: UUID) -> Response:
    """Show a photograph of a dial, and log that somebody looked."""
    session, actor = current_session(), current_actor()
    item = queries.get_photograph(session, get_well(session, code, actor), item_id)
    with beside() as log:
        record_look(log, actor=actor, now=clock.now(), subject=as_subject(item), what="preview")
    return send_picture(item)


@blueprint.route("/wells/<code>/readings/<uuid:reading_id>", methods=["GET", "POST"])
@requires(Permission.VOLUME_SEE)
def reading(code: str, reading_id: UUID) -> Answer:
    """Show a reading with its revisions, and correct it; the action asks who may."""
    session, actor = current_session(), current_actor()
    found = get_well(session, code, actor)
    row = queries.get_reading(session, found, reading_id)
    form = CorrectionForm.of(row.mark)
    changes = form.submit(
        lambda: actions.correct_reading(
            session,
            actor=actor,
            now=clock.now(),
            well=found,
            reading=row,
            dial_m3=form.dial(),
            reason=form.reason.data or "",
            mark=form.mark(),
            is_sure=bool(form.is_sure.data),
        )
    )
    if changes is not None:
        flash(_("已更正，有 %(n)s 个月的水量随之改变。", n=changes.months_changed), "success")
        return redirect(url_for("volumes.well", code=code, year=row.read_on.year))
    page = presenters.reading_page(session, found, row)
    shown = render_template("volumes/reading.html", form=form, well=found, page=page)
    return shown, 422 if form.errors else 200

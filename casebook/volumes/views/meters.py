"""Meters: the list, those of a well, and what is done with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.regions.presenters import offered_townships
from casebook.volumes import actions, presenters, queries
from casebook.volumes.forms import (
    AssignForm,
    MeterForm,
    MetersFilter,
    RemoveForm,
    SealEndForm,
    SealForm,
    SwapForm,
)
from casebook.volumes.rules.metering import SealEnd
from casebook.volumes.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells.queries import get_well

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.volumes.models import Meter
    from casebook.volumes.views.blueprint import Answer
    from casebook.web.forms import Form
    from casebook.wells.models import Well


@blueprint.get("/meters")
@requires(Permission.VOLUME_SEE)
def meters() -> str:
    """List the meters that are on wells: last reading, calibration, seal."""
    session, actor, today = current_session(), current_actor(), clock.today()
    form = MetersFilter.of(offered_townships(session, actor, request.args.get("township")))
    page = queries.page_meters(session, actor, form.wanted(today), cursor=request.args.get("after"))
    return render_template(
        "volumes/meters.html",
        form=form,
        chips=form.chips(partial(url_for, "volumes.meters")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.meter_lines(session, page.items, today),
    )


@blueprint.get("/wells/<code>/meters")
@requires(Permission.VOLUME_SEE)
def well_meters(code: str) -> str:
    """Show the meters that are and were on a well, with their seals."""
    session, well = current_session(), _well(code)
    page = presenters.meters_page(session, well, current_actor(), clock.today())
    return render_template("volumes/well_meters.html", well=well, page=page)


@blueprint.route("/wells/<code>/meters/assign", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def assign_meter(code: str) -> Answer:
    """Put a meter on a well."""
    well, form = _well(code), AssignForm(data={"on": clock.today()})
    done = form.submit(
        lambda: actions.assign_meter(
            **_by(well), facts=form.facts(), on=given(form.on), opening_m3=given(form.opening_m3)
        )
    )
    if done is not None:
        return _back(code, _("水表 %(meter)s 已装上。", meter=done.number))
    return _form("assign_meter", form, well)


@blueprint.route("/wells/<code>/meters/swap", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def swap_meter(code: str) -> Answer:
    """Put a meter in another's place."""
    well = _well(code)
    form = SwapForm(data=_closing(well))
    done = form.submit(
        lambda: actions.swap_meter(
            **_by(well), closing=form.closing(), facts=form.facts(), opening_m3=given(form.opening_m3)
        )
    )
    if done is not None:
        return _back(code, _("已换上水表 %(meter)s。", meter=done.number))
    return _form("swap_meter", form, well)


@blueprint.route("/wells/<code>/meters/remove", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def remove_meter(code: str) -> Answer:
    """Take the meter off a well."""
    well = _well(code)
    form = RemoveForm(data=_closing(well))
    done = form.submit(lambda: actions.remove_meter(**_by(well), closing=form.closing()))
    if done is not None:
        return _back(code, _("水表 %(meter)s 已拆下。", meter=done.number))
    return _form("remove_meter", form, well)


@blueprint.route("/wells/<code>/meters/<uuid:meter_id>", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def edit_meter(code: str, meter_id: UUID) -> Answer:
    """Change what is known of a meter."""
    well = _well(code)
    meter = queries.get_meter_of(current_session(), well, meter_id)
    form = MeterForm.of(meter)
    done = form.submit(
        lambda: actions.edit_meter(
            **_by(well), meter=meter, facts=form.facts(), base_version=form.base_version.data
        )
    )
    if done is not None:
        return _back(code, _("水表资料已保存，有 %(n)s 个月的水量随之改变。", n=done.months_changed))
    return _form("edit_meter", form, well, meter)


@blueprint.route("/wells/<code>/meters/<uuid:meter_id>/seal", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def put_seal(code: str, meter_id: UUID) -> Answer:
    """Put a lead seal on a meter."""
    well = _well(code)
    meter = queries.get_meter_of(current_session(), well, meter_id)
    form = SealForm(data={"on": clock.today()})
    done = form.submit(
        lambda: actions.put_seal(**_by(well), meter=meter, number=given(form.number), on=given(form.on))
    )
    if done is not None:
        return _back(code, _("铅封 %(seal)s 已登记。", seal=done.number))
    return _form("put_seal", form, well, meter)


@blueprint.route("/wells/<code>/meters/<uuid:meter_id>/unseal", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def end_seal(code: str, meter_id: UUID) -> Answer:
    """Write down that a lead seal was broken or opened."""
    well = _well(code)
    meter = queries.get_meter_of(current_session(), well, meter_id)
    form = SealEndForm.blank(clock.today())
    done = form.submit(
        lambda: actions.end_seal(
            **_by(well),
            meter=meter,
            on=given(form.on),
            ending=SealEnd(form.ending.data),
            note=given(form.note),
        )
    )
    if done is not None:
        return _back(code, _("铅封 %(seal)s 的情况已登记。", seal=done.number))
    return _form("end_seal", form, well, meter)


def _well(code: str) -> Well:
    return get_well(current_session(), code, current_actor())


def _by(well: Well) -> dict[str, Any]:
    return {"session": current_session(), "actor": current_actor(), "now": clock.now(), "well": well}


def _closing(well: Well) -> dict[str, object]:
    """Return what a form begins with that takes the present meter away."""
    there = presenters.meter_numbers(current_session(), well)[:1]
    return {"on": clock.today(), "meter_no": "".join(there)}


def _form(what: str, form: Form, well: Well, meter: Meter | None = None) -> Answer:
    last = presenters.last_reading(current_session(), well)
    page = render_template("volumes/meter_form.html", what=what, form=form, well=well, meter=meter, last=last)
    return page, 409 if form.conflict else 422 if form.errors else 200


def _back(code: str, words: str) -> Answer:
    flash(words, "success")
    return redirect(url_for("volumes.well_meters", code=code))

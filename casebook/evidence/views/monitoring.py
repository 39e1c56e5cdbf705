"""Electronic monitoring devices: the register, their published places, and their reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.evidence import actions, queries
from casebook.evidence.forms import MonitorForm, PublishForm, ReviewForm
from casebook.evidence.rules import REVIEWERS
from casebook.evidence.views.blueprint import blueprint
from casebook.evidence.views.seen import answer
from casebook.kernel import clock
from casebook.regions import queries as regions
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.evidence.models import MonitoringDevice
    from casebook.evidence.views.seen import Answer


@blueprint.get("/monitoring")
@requires(Permission.EVIDENCE_SEE)
def monitors() -> str:
    """List monitoring devices with what they lack today."""
    devices = queries.list_monitors(current_session(), current_actor())
    lines = [(one, [label(doubt) for doubt in one.standing.doubts(clock.today())]) for one in devices]
    return render_template("evidence/monitors.html", lines=lines)


@blueprint.route("/monitoring/new", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def new_monitor() -> Answer:
    """Take a device into the register."""
    session, actor, form = current_session(), current_actor(), MonitorForm()
    places = regions.list_divisions(session, actor.county_code)
    form.offer((one.code, one.name) for one in places if actor.reaches(one.code))

    def act() -> MonitoringDevice:
        return actions.add_device(
            session,
            actor=actor,
            now=clock.now(),
            number=given(form.number),
            name=given(form.name),
            place=given(form.place),
            division_code=given(form.division),
        )

    device = form.submit(act)
    if device is not None:
        flash(_("已登记。经法制和技术审核、公布地点后，它的数据才能作为认定依据。"), "success")
        return redirect(url_for("evidence.monitor", device_id=device.id))
    return answer("evidence/monitor_new.html", form)


@blueprint.get("/monitoring/<uuid:device_id>")
@requires(Permission.EVIDENCE_SEE)
def monitor(device_id: UUID) -> Answer:
    """Show a device with its reviews."""
    return _page(_load(device_id))


@blueprint.post("/monitoring/<uuid:device_id>/publish")
@requires(Permission.EVIDENCE_EDIT)
def publish_monitor(device_id: UUID) -> Answer:
    """Say when and where the device's place was made public."""
    device, form = _load(device_id), PublishForm()

    def act() -> bool:
        actions.publish_location(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            device=device,
            on=given(form.published_on),
            where=given(form.published_where),
        )
        return True

    if form.submit(act):
        flash(_("公布情况已登记。"), "success")
        return redirect(url_for("evidence.monitor", device_id=device_id))
    return _page(_load(device_id), publish=form)


@blueprint.post("/monitoring/<uuid:device_id>/review")
@requires(Permission.EVIDENCE_REVIEW)
def review_monitor(device_id: UUID) -> Answer:
    """Record a legal or technical review."""
    device, form = _load(device_id), _review_form()

    def act() -> object:
        return actions.review_device(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            device=device,
            review=form.review(),
            paper=given(form.paper),
            remark=form.remark.data or "",
        )

    if form.submit(act):
        flash(_("审核已登记。"), "success")
        return redirect(url_for("evidence.monitor", device_id=device_id))
    return _page(_load(device_id), review=form)


def _load(device_id: UUID) -> MonitoringDevice:
    return queries.get_monitor(current_session(), device_id, current_actor())


def _page(
    device: MonitoringDevice, publish: PublishForm | None = None, review: ReviewForm | None = None
) -> Answer:
    page = render_template(
        "evidence/monitor.html",
        device=device,
        doubts=[label(doubt) for doubt in device.standing.doubts(clock.today())],
        publish=publish or PublishForm(formdata=None),
        review=review or _review_form(is_blank=True),
    )
    return (page, 422) if publish or review else page


def _review_form(*, is_blank: bool = False) -> ReviewForm:
    form = ReviewForm(formdata=None) if is_blank else ReviewForm()
    roles = current_actor().roles
    form.offer(kind for kind, role in REVIEWERS.items() if role in roles)
    return form

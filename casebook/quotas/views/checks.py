"""The pre-check: of an application or renewal with the decision on it, and of a place beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.quotas import actions, presenters, queries
from casebook.quotas.forms import CheckForm, PlaceForm
from casebook.quotas.rules import PermitStatus, Wanted, WaterSource, precheck, source_of
from casebook.quotas.views.blueprint import blueprint
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.quotas.models import Permit
    from casebook.quotas.rules import Checked

    Answer = str | Response | tuple[str, int]


def _zone_words() -> dict[str, str]:
    return {kind.value: label(kind) for kind in ZoneKind}


def _checked(permit: Permit, form: CheckForm) -> Checked:
    """Hold what a permit is asked for against the list."""
    session, today = current_session(), clock.today()
    ids = queries.well_ids_of(session, [permit.id]).get(permit.id, [])
    source = permit.source or source_of(permit.aquifer)
    above = presenters.above_facts(session, permit.county_code, today.year, source, ids)
    return precheck(
        Wanted(
            source=source,
            use=permit.use or WellUse.OTHER,
            volume_m3=permit.permitted_m3,
            is_new=permit.status is not PermitStatus.VALID,
            aquifer=permit.aquifer or Aquifer.SHALLOW,
            zones=queries.zones_of_wells(session, ids, today),
            receiving_area=queries.is_receiving_area(session, permit.county_code),
            total_left_m3=above.total_left_m3,
            halted_by=above.halted_by,
            norm_m3=form.norm.data,
            uses_reclaimed=form.reclaimed(),
            judged=form.judged(),
        )
    )


@blueprint.route("/<uuid:permit_id>/check", methods=["GET", "POST"])
@requires(Permission.PERMIT_EDIT)
def check(permit_id: UUID) -> Answer:
    """Hold an application or renewal against the hard refusal list; grant it where nothing stands."""
    session, actor, today = current_session(), current_actor(), clock.today()
    permit = queries.get_permit(session, permit_id, actor)
    form = CheckForm(data={"base_version": permit.version, "on": today})
    is_decision = "decide" in request.form

    def act() -> bool:
        _decide(permit, form)
        return True

    if is_decision and form.submit(act):
        flash(_("%(number)s 已办理。", number=permit.number), "success")
        return redirect(url_for("permits.show", permit_id=permit_id))
    if not is_decision and request.method == "POST":
        form.validate()
    page = render_template(
        "permits/check.html",
        form=form,
        permit=permit,
        checked=_checked(permit, form),
        wells=queries.list_wells_of(session, permit.id),
        is_renewal=permit.status is PermitStatus.VALID,
        may_decide=permit.status in {PermitStatus.ACCEPTED, PermitStatus.VALID},
        zone_words=_zone_words(),
    )
    return page, 409 if form.conflict else 422 if form.errors else 200


def _decide(permit: Permit, form: CheckForm) -> None:
    by: dict[str, Any] = {
        "actor": current_actor(),
        "now": clock.now(),
        "permit": permit,
        "checked": _checked(permit, form),
        "act": form.act(clock.today()),
        "base_version": form.base_version.data,
    }
    if permit.status is not PermitStatus.VALID:
        actions.approve_permit(current_session(), **by)
        return
    if form.valid_to.data is None:
        raise RuleBroken("permit_days_missing", field="valid_to")
    actions.renew_permit(current_session(), **by, valid_to=form.valid_to.data)


@blueprint.get("/check")
@requires(Permission.PERMIT_SEE)
def check_place() -> Answer:
    """Hold a place against the list before anybody applies; the address holds the questions."""
    form = PlaceForm.asked(request.args)
    is_asked = "lon" in request.args
    checked = _place_checked(form) if is_asked and form.validate() else None
    page = render_template("permits/place.html", form=form, checked=checked, zone_words=_zone_words())
    return page, 422 if form.errors else 200


def _place_checked(form: PlaceForm) -> Checked:
    session, today, county = current_session(), clock.today(), current_actor().county_code
    source = WaterSource(given(form.source))
    above = presenters.above_facts(session, county, today.year, source, [])
    return precheck(
        Wanted(
            source=source,
            use=WellUse(given(form.use)),
            volume_m3=form.volume.data,
            aquifer=form.aquifer(),
            zones=queries.zones_at(session, county, form.place(), today),
            receiving_area=queries.is_receiving_area(session, county),
            total_left_m3=above.total_left_m3,
            norm_m3=form.norm.data,
            uses_reclaimed=form.reclaimed(),
            judged=form.judged(),
        )
    )

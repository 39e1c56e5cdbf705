"""Revoking tablets: one's own from the account page, everybody's by the security administrator."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.devices import actions, queries
from casebook.devices.forms import DevicesFilter, RevokeForm
from casebook.devices.presenters import short_fingerprint, state_words
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.devices.models import Device

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("devices", __name__)


@blueprint.route("/account/devices/<uuid:device_id>/revoke", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def revoke_own(device_id: UUID) -> Answer:
    """Revoke one's own tablet, such as one that was lost."""
    device = queries.get_own_device(current_session(), device_id, current_actor().officer_id)
    return _revoke(device, url_for("account.show"))


@blueprint.get("/admin/devices")
@requires(Permission.DEVICE_REVOKE)
def index() -> str:
    """List tablets by filter, the last registered first."""
    session, actor = current_session(), current_actor()
    form = DevicesFilter.of(session, actor)
    page = queries.page_devices(
        session,
        actor,
        only_believed=form.only_believed,
        officer_id=form.officer_id,
        cursor=request.args.get("after"),
    )
    return render_template(
        "devices/index.html",
        form=form,
        chips=form.chips(partial(url_for, "devices.index")),
        page=page,
        arguments=form.arguments(),
        state_words=state_words,
        short_fingerprint=short_fingerprint,
    )


@blueprint.route("/admin/devices/<uuid:device_id>/revoke", methods=["GET", "POST"])
@requires(Permission.DEVICE_REVOKE)
def revoke(device_id: UUID) -> Answer:
    """Revoke somebody's tablet."""
    device = queries.get_device_within(current_session(), device_id, current_actor())
    return _revoke(device, url_for("devices.index"))


def _revoke(device: Device, back_url: str) -> Answer:
    form = RevokeForm()

    def act() -> bool:
        actions.revoke_device(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            device=device,
            reason=given(form.reason),
        )
        return True

    if form.submit(act):
        flash(_("平板“%(name)s”已停用。", name=device.name), "success")
        return redirect(back_url)
    page = render_template(
        "devices/revoke.html",
        form=form,
        device=device,
        back_url=back_url,
        fingerprint=short_fingerprint(device),
    )
    return page, 422 if form.errors else 200

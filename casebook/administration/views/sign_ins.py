"""Where everybody is signed in, and ending a session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import actions, queries
from casebook.accounts.presenters import device_words
from casebook.administration.forms import ConfirmForm, SignInsFilter
from casebook.administration.presenters import running_words
from casebook.administration.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response


@blueprint.get("/sessions")
@requires(Permission.SESSION_REVOKE)
def sign_ins() -> str:
    """List sign-ins by filter, newest first."""
    session, actor = current_session(), current_actor()
    since = current_app.config["PASSWORD_POLICY"].running_since(clock.now())
    form = SignInsFilter.of(session, actor)
    page = queries.page_sign_ins(
        session,
        actor,
        since=since,
        only_running=form.only_running,
        officer_id=form.officer_id,
        cursor=request.args.get("after"),
    )
    return render_template(
        "admin/sign_ins.html",
        form=form,
        chips=form.chips(partial(url_for, "admin.sign_ins")),
        page=page,
        arguments=form.arguments(),
        current_id=g.sign_in_id,
        state_of=partial(running_words, since=since),
        device_words=device_words,
        confirm=ConfirmForm(),
    )


@blueprint.post("/sessions/<uuid:sign_in_id>/end")
@requires(Permission.SESSION_REVOKE)
def end_sign_in(sign_in_id: UUID) -> Response:
    """End somebody's session; the next request of that device has to sign in again."""
    session, actor = current_session(), current_actor()
    found = queries.get_running_sign_in(session, sign_in_id)
    actions.end_sign_in(session, actor=actor, now=clock.now(), sign_in_session=found)
    flash(_("%(name)s 的那台设备已退出登录。", name=found.officer.name), "success")
    return redirect(url_for("admin.sign_ins"))

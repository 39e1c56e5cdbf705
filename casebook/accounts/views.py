"""Signing in and out, one's own password and devices."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import actions, queries
from casebook.accounts.forms import ChangePasswordForm, EndSignInForm, SignInForm
from casebook.accounts.presenters import device_words
from casebook.devices.presenters import short_fingerprint, state_words
from casebook.devices.queries import list_devices
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.navigation import home
from casebook.web.guard import current_actor, public, requires
from casebook.web.lifecycle import committed, current_session, only_reads

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.accounts.rules import PasswordPolicy

blueprint = Blueprint("account", __name__)
_SHOWN_DAYS = 30
_TOKEN = "token"  # noqa: S105 - the name of a cookie's part


def policy() -> PasswordPolicy:
    """Return the password profile in force."""
    found: PasswordPolicy = current_app.config["PASSWORD_POLICY"]
    return found


def load_actor() -> Actor | None:
    """Return the officer whose running sign-in the cookie names."""
    token = session.get(_TOKEN)
    if not token:
        return None
    found = queries.find_caller(current_session(), digest(token.encode()), since=_running_since())
    if found is None:
        return None
    g.sign_in_id = found.sign_in_id
    g.must_change_password = found.must_change_password
    if request.method == "POST" and not only_reads():
        actions.note_write(current_session(), sign_in_id=found.sign_in_id, now=clock.now())
    return found.actor


def _running_since() -> datetime:
    return policy().running_since(clock.now())


def _target_of(officer: Officer, wanted: str | None) -> str:
    """Return where a sign-in leads: to a page of ours that was asked for, else to the officer's first one."""
    is_ours = wanted and wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if wanted and is_ours and wanted != "/" and not urlsplit(wanted).netloc:
        return wanted
    return home(queries.actor_of(officer))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """Ask for name and password."""
    form = SignInForm(data={"next": request.args.get("next")})
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    with committed():
        outcome = actions.sign_in(
            current_session(),
            now=clock.now(),
            policy=policy(),
            login=form.login.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            device=request.user_agent.string,
        )
    if isinstance(outcome, RuleBroken):
        form.take(outcome)
        return render_template("accounts/sign_in.html", form=form), 422
    session.clear()
    session.permanent = True
    session[_TOKEN] = outcome.token
    return redirect(_target_of(outcome.officer, form.next.data))


@blueprint.route("/sign-out", methods=["POST"])
@requires(Permission.ACCOUNT_OWN)
def sign_out() -> Response:
    """End this device's session."""
    running = queries.get_running_sign_in(current_session(), g.sign_in_id)
    actions.end_sign_in(current_session(), actor=current_actor(), now=clock.now(), sign_in_session=running)
    session.clear()
    return redirect(url_for("account.sign_in"))


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def change_password() -> str | Response | tuple[str, int]:
    """Set one's own password."""
    actor, form = current_actor(), ChangePasswordForm()
    officer = queries.get_officer(current_session(), own_id(actor))

    def act() -> bool:
        actions.change_password(
            current_session(),
            actor=actor,
            now=clock.now(),
            policy=policy(),
            officer=officer,
            old=form.old_password.data or "",
            new=form.password.data or "",
            sign_in_id=g.sign_in_id,
        )
        return True

    if form.submit(act):
        flash(_("密码已更新，别的设备已退出登录。"), "success")
        return redirect(url_for("account.show"))
    status = 422 if form.errors else 200
    must_change = officer.must_change_password
    template = "accounts/password.html"
    return render_template(template, form=form, policy=policy(), must_change=must_change), status


def own_id(actor: Actor) -> UUID:
    """Return the officer's id; only the command line's operator has none, and it never gets here."""
    if actor.officer_id is None:
        abort(403)
    return actor.officer_id


@blueprint.route("/account")
@requires(Permission.ACCOUNT_OWN)
def show() -> str:
    """Show one's own account and where it is signed in."""
    actor = current_actor()
    since = clock.now() - timedelta(days=_SHOWN_DAYS)
    tablets = list_devices(current_session(), own_id(actor))
    return render_template(
        "accounts/account.html",
        officer=queries.get_officer(current_session(), own_id(actor)),
        sign_ins=queries.list_sign_ins(current_session(), officer_id=own_id(actor), since=since),
        current_id=g.sign_in_id,
        running_since=_running_since(),
        device_words=device_words,
        form=EndSignInForm(),
        shows_devices=tablets or actor.can(Permission.FIELD_USE),
        devices=tablets,
        state_words=state_words,
        short_fingerprint=short_fingerprint,
    )


@blueprint.route("/account/sessions/<uuid:sign_in_id>/end", methods=["POST"])
@requires(Permission.ACCOUNT_OWN)
def end_session(sign_in_id: UUID) -> Response:
    """End one's own session on another device."""
    actor = current_actor()
    running = queries.get_own_sign_in(current_session(), officer_id=own_id(actor), sign_in_id=sign_in_id)
    actions.end_sign_in(current_session(), actor=actor, now=clock.now(), sign_in_session=running)
    flash(_("那台设备已退出登录。"), "success")
    return redirect(url_for("account.show"))

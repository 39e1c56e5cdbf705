"""Sources of online meters: who may send, of which meters, with which token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.volumes.actions import sources as actions
from casebook.volumes.forms.sources import MetersForm, RevokeForm, source_form
from casebook.volumes.presenters.sources import FIGURES_DAYS, settings_facts, source_lines
from casebook.volumes.queries import sources as queries
from casebook.volumes.rules import ParserKind
from casebook.volumes.views.blueprint import blueprint, whole_county
from casebook.web.api import METERS_PREFIX
from casebook.web.forms import Form
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.volumes.models import MeterSource
    from casebook.volumes.views.blueprint import Answer


@blueprint.get("/sources")
@requires(Permission.READING_IMPORT)
def sources() -> Answer:
    """List the county's sources: when each sent last, how late it is, what was refused."""
    session, actor, now = current_session(), current_actor(), clock.now()
    rows = queries.list_sources(session, whole_county(actor))
    figures = queries.figures_of(session, [row.id for row in rows], now - timedelta(days=FIGURES_DAYS))
    lines = source_lines(rows, figures, now)
    return render_template("volumes/sources.html", lines=lines, days=FIGURES_DAYS, kinds=ParserKind)


@blueprint.route("/sources/new", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def new_source() -> Answer:
    """Open a source whose messages are written as the address says; the answer shows its token once."""
    session, actor = current_session(), current_actor()
    parser = request.args.get("kind", ParserKind.CASEBOOK_JSON, type=ParserKind)
    form = source_form(parser)
    opened = form.submit(
        lambda: actions.open_source(session, actor=actor, now=clock.now(), facts=form.facts(parser))
    )
    if opened is not None:
        return _token_page(*opened)
    page = render_template("volumes/source_form.html", form=form, parser=parser, source=None)
    return page, 422 if form.errors else 200


def _token_page(source: MeterSource, token: str) -> str:
    address = f"{request.url_root.rstrip('/')}{METERS_PREFIX}messages"
    return render_template("volumes/source_token.html", source=source, token=token, address=address)


@blueprint.route("/sources/<uuid:source_id>", methods=["GET", "POST"])
@requires(Permission.READING_IMPORT)
def source(source_id: UUID) -> Answer:
    """Show a source and its meters, and let it speak of further ones."""
    session, actor, now, form = current_session(), current_actor(), clock.now(), MetersForm()
    found = queries.get_source(session, source_id, actor)
    added = form.submit(
        lambda: actions.link_meters(session, actor=actor, now=now, source=found, lines=form.read())
    )
    if added is not None:
        flash(_("已登记 %(n)s 块水表。", n=added), "success")
        return redirect(url_for("volumes.source", source_id=source_id))
    found = queries.get_source(session, source_id, actor)
    figures = queries.figures_of(session, [found.id], now - timedelta(days=FIGURES_DAYS))
    page = render_template(
        "volumes/source.html",
        form=form,
        line=source_lines([found], figures, now)[0],
        facts=settings_facts(found.parser, found.settings),
        links=queries.list_links(session, found.id),
        may_edit=actor.can(Permission.METER_EDIT),
        days=FIGURES_DAYS,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/sources/<uuid:source_id>/edit", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def edit_source(source_id: UUID) -> Answer:
    """Change a source's name, limits and settings."""
    session, actor = current_session(), current_actor()
    found = queries.get_source(session, source_id, actor)
    present = {"name": found.name, "per_minute": found.per_minute, "settings": found.settings}
    parser, version = found.parser, request.form.get("version", found.version, type=int)
    form = source_form(parser, present)

    def act() -> MeterSource:
        return actions.change_source(
            session, actor=actor, now=clock.now(), source=found, version=version, facts=form.facts(parser)
        )

    if form.submit(act) is not None:
        flash(_("来源已修改。之前没读出来的报文，可以重放。"), "success")
        return redirect(url_for("volumes.source", source_id=source_id))
    found = queries.get_source(session, source_id, actor)
    page = render_template(
        "volumes/source_form.html", form=form, parser=parser, source=found, version=version
    )
    return page, 422 if form.errors else 200


@blueprint.route("/sources/<uuid:source_id>/token", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def source_token(source_id: UUID) -> Answer:
    """Give a source a new token; the answer shows it once."""
    session, actor, form = current_session(), current_actor(), Form()
    found = queries.get_source(session, source_id, actor)
    token = form.submit(lambda: actions.renew_token(session, actor=actor, now=clock.now(), source=found))
    if token is not None:
        return _token_page(found, token)
    found = queries.get_source(session, source_id, actor)
    page = render_template("volumes/source_renew.html", form=form, source=found)
    return page, 422 if form.errors else 200


@blueprint.route("/sources/<uuid:source_id>/revoke", methods=["GET", "POST"])
@requires(Permission.METER_EDIT)
def revoke_source(source_id: UUID) -> Answer:
    """Believe a source no more."""
    session, actor, form = current_session(), current_actor(), RevokeForm()
    found = queries.get_source(session, source_id, actor)

    def act() -> MeterSource:
        reason = form.reason.data or ""
        return actions.revoke_source(session, actor=actor, now=clock.now(), source=found, reason=reason)

    if form.submit(act) is not None:
        flash(_("来源已停用，它的令牌不再有效。"), "success")
        return redirect(url_for("volumes.source", source_id=source_id))
    found = queries.get_source(session, source_id, actor)
    page = render_template("volumes/source_revoke.html", form=form, source=found)
    return page, 422 if form.errors else 200


@blueprint.post("/sources/<uuid:source_id>/meters/<uuid:link_id>/remove")
@requires(Permission.METER_EDIT)
def unlink_meter(source_id: UUID, link_id: UUID) -> Response:
    """Let a source speak of a meter no more."""
    session, actor = current_session(), current_actor()
    found = queries.get_source(session, source_id, actor)
    actions.unlink_meter(session, actor=actor, now=clock.now(), source=found, link_id=link_id)
    flash(_("已移除。它以前报来的读数都还在。"), "success")
    return redirect(url_for("volumes.source", source_id=source_id))

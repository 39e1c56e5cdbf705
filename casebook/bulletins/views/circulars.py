"""Bulletins (通报): the list, drafting, issuing, dropping, and their files."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.bulletins import actions, drafting, presenters, queries
from casebook.bulletins.forms import DropForm, IssueForm, MonthForm, WordsForm
from casebook.bulletins.rules import BulletinState
from casebook.bulletins.views.blueprint import blueprint, county_actor
from casebook.documents.actions import DOCX_TYPE
from casebook.documents.making import DEMO_MARK, PREVIEW_MARK
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.storage.queries import open_file
from casebook.supervision import queries as supervision
from casebook.supervision.rules import Rung
from casebook.web.guard import requires
from casebook.web.lifecycle import current_session
from casebook.web.waiting import MOST

if TYPE_CHECKING:
    from typing import Any, BinaryIO
    from uuid import UUID

    from flask import Response

    from casebook.access import Actor
    from casebook.bulletins.models import Bulletin
    from casebook.bulletins.views.blueprint import Answer
    from casebook.supervision.models import SupervisionStep
    from casebook.web.forms import Form

DAYS_TO_REPLY = 14
KINDS = {"pdf": "application/pdf", "docx": DOCX_TYPE}


@blueprint.get("/circulars")
@requires(Permission.BOARD_SEE)
def circulars() -> str:
    """List bulletins."""
    session, actor = current_session(), county_actor("bulletin")
    page = queries.page_bulletins(session, actor.county_code, cursor=request.args.get("after"))
    return render_template("bulletins/circulars.html", page=page)


@blueprint.route("/circulars/new", methods=["GET", "POST"])
@requires(Permission.BULLETIN_ISSUE)
def draft() -> Answer:
    """Draft a bulletin on a month: its words are proposed from the figures and changed on its page."""
    session, actor = current_session(), county_actor("bulletin")
    form = MonthForm(data={"month": str(Month.of(clock.today()).previous())})

    def act() -> Bulletin:
        month, today = form.chosen(), clock.today()
        found = drafting.propose(session, actor.county_code, month, today=today)
        reply_on = today + timedelta(days=DAYS_TO_REPLY)
        words = actions.Words(found.well_done, found.lagging, found.demands, reply_on)
        return actions.draft_bulletin(session, actor=actor, now=clock.now(), month=month, words=words)

    row = form.submit(act)
    if row is not None:
        return redirect(url_for("bulletins.circular", bulletin_id=row.id))
    page = render_template("bulletins/new_circular.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/circulars/<uuid:bulletin_id>")
@requires(Permission.BOARD_SEE)
def circular(bulletin_id: UUID) -> Answer:
    """Show one bulletin; a draft with its words to change."""
    return _page(_load(bulletin_id))


@blueprint.post("/circulars/<uuid:bulletin_id>/words")
@requires(Permission.BULLETIN_ISSUE)
def edit(bulletin_id: UUID) -> Answer:
    """Change the words of a draft."""
    row, form = _load(bulletin_id), WordsForm(prefix="words")

    def act() -> bool:
        actions.edit_bulletin(current_session(), **_seen(row, form), words=form.words())
        return True

    if form.submit(act):
        return _back(row, _("通报已保存。"))
    return _page(row, words=form)


@blueprint.post("/circulars/<uuid:bulletin_id>/issue")
@requires(Permission.BULLETIN_ISSUE)
def issue(bulletin_id: UUID) -> Answer:
    """Issue a draft; the ticked circulars of the ladder go out with it."""
    row, form = _load(bulletin_id), IssueForm(prefix="issue")
    offered = _proposed(county_actor("bulletin"))
    form.offer(offered)

    def act() -> Bulletin:
        chosen = [one for one in offered if str(one.id) in (form.steps.data or ())]
        mark = DEMO_MARK if current_app.config["CASEBOOK"].is_demo else ""
        return actions.issue_bulletin(current_session(), **_seen(row, form), steps=chosen, mark=mark)

    if form.submit(act):
        return _back(row, _("已印发：%(number)s。", number=row.number))
    return _page(row, issue=form)


@blueprint.post("/circulars/<uuid:bulletin_id>/drop")
@requires(Permission.BULLETIN_ISSUE)
def drop(bulletin_id: UUID) -> Answer:
    """Drop a draft with its reason."""
    row, form = _load(bulletin_id), DropForm(prefix="drop")

    def act() -> bool:
        reason = form.reason.data or ""
        actions.drop_bulletin(current_session(), **_seen(row, form), reason=reason)
        return True

    if form.submit(act):
        return _back(row, _("已记录不予印发。"))
    return _page(row, drop=form)


@blueprint.get("/circulars/<uuid:bulletin_id>.<kind>")
@requires(Permission.BOARD_SEE)
def circular_file(bulletin_id: UUID, kind: str) -> Response:
    """Give a bulletin as `pdf` or `docx`: the stored bytes once it is issued, before that a preview."""
    row = _load(bulletin_id)
    if kind not in KINDS or row.state is BulletinState.DROPPED:
        raise NotFound(queries.SUBJECT, f"{bulletin_id}.{kind}")
    name = f"{row.number or row.month}.{kind}"
    is_word = kind == "docx"
    return send_file(_file(row, kind), mimetype=KINDS[kind], as_attachment=is_word, download_name=name)


def _file(row: Bulletin, kind: str) -> BinaryIO:
    stored = {"pdf": row.pdf_hash, "docx": row.docx_hash}[kind]
    if stored is not None:
        return open_file(stored)
    agency = county_actor("bulletin").agency_name
    body = drafting.body_of(current_session(), row, agency=agency, number=None, on=None)
    made = drafting.files_of(body, mark=PREVIEW_MARK)
    return BytesIO(made.docx if kind == "docx" else made.pdf)


def _load(bulletin_id: UUID) -> Bulletin:
    return queries.get_bulletin(current_session(), bulletin_id, county_actor("bulletin"))


def _seen(row: Bulletin, form: WordsForm | IssueForm | DropForm) -> dict[str, Any]:
    """Return who acts, when, and on which version of the bulletin."""
    seen = form.base_version.data or 0
    return {"actor": county_actor("bulletin"), "now": clock.now(), "row": row, "base_version": seen}


def _proposed(actor: Actor) -> list[SupervisionStep]:
    if not actor.can(Permission.SUPERVISION_ISSUE):
        return []
    found = supervision.list_proposed(current_session(), actor, MOST)
    return [one for one in found if one.rung is Rung.CIRCULAR]


def _back(row: Bulletin, words: str) -> Answer:
    flash(words, "success")
    return redirect(url_for("bulletins.circular", bulletin_id=row.id))


def _page(row: Bulletin, **refused: Form) -> Answer:
    actor = county_actor("bulletin")
    page = presenters.circular_page(current_session(), row, actor)
    forms = _blank_forms(row, _proposed(actor)) if page.may_edit else {}
    has_conflict = any(form.conflict is not None for form in refused.values())
    for form in refused.values() if has_conflict else ():
        form["base_version"].data, form["base_version"].raw_data = row.version, None
    shown = render_template("bulletins/circular.html", page=page, forms=forms | refused)
    return (shown, 409 if has_conflict else 422) if refused else shown


def _blank_forms(row: Bulletin, steps: list[SupervisionStep]) -> dict[str, Form]:
    base: dict[str, Any] = {"base_version": row.version}
    names = ("well_done", "lagging", "demands", "reply_on")
    words = {**base, **{name: getattr(row, name) for name in names}}
    issuing = IssueForm(formdata=None, prefix="issue", data=base)
    issuing.offer(steps)
    return {
        "words": WordsForm(formdata=None, prefix="words", data=words),
        "issue": issuing,
        "drop": DropForm(formdata=None, prefix="drop", data=base),
    }

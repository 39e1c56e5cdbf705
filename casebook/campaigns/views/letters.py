"""Pages of responsibility letters (目标责任书)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.campaigns import actions, papers, presenters, queries
from casebook.campaigns.forms import LetterForm, SignForm, TaskReasonForm
from casebook.campaigns.views.blueprint import blueprint
from casebook.campaigns.views.stepping import show_step
from casebook.documents.actions.files import DOCX_TYPE
from casebook.documents.making import make_pdf
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.storage.queries import get_file, open_file
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.campaigns.models import ResponsibilityLetter
    from casebook.documents.rules.sheet import Sheet

    Answer = str | AnyResponse | tuple[str, int]


def _load(number: str) -> ResponsibilityLetter:
    return queries.get_responsibility_letter(current_session(), number, current_actor())


def _page(number: str) -> str:
    return url_for("campaigns.letter", number=number)


@blueprint.get("/responsibility-letters")
@requires(Permission.CAMPAIGN_SEE)
def letters() -> str:
    """List letters."""
    session, actor = current_session(), current_actor()
    page = queries.page_letters(session, actor, cursor=request.args.get("after"))
    lines = presenters.letter_lines(session, page.items, actor.county_code)
    return render_template("campaigns/letters.html", page=page, lines=lines)


@blueprint.route("/responsibility-letters/new", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def draft_letter() -> Answer:
    """Draft a letter with the targets of its unit."""
    session, actor = current_session(), current_actor()
    form = LetterForm(data={"year": clock.today().year})
    form.offer(accounts.list_agencies(session, actor.county_code), actor.jurisdiction)

    def act() -> ResponsibilityLetter:
        agency = accounts.get_agency_within(session, chosen_id(form.agency), actor)
        return actions.draft_letter(session, actor=actor, now=clock.now(), agency=agency, facts=form.facts())

    row = form.submit(act)
    if row is not None:
        flash(_("已拟定，打印签字后上传扫描件。"), "success")
        return redirect(_page(row.number))
    return render_template("campaigns/draft_letter.html", form=form), 422 if form.errors else 200


@blueprint.get("/responsibility-letters/<number>")
@requires(Permission.CAMPAIGN_SEE)
def letter(number: str) -> str:
    """Show a letter with what has come of its targets."""
    page = presenters.letter_page(current_session(), _load(number), current_actor(), clock.today())
    return render_template("campaigns/letter.html", page=page)


@blueprint.route("/responsibility-letters/<number>/sign", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def sign_letter(number: str) -> Answer:
    """Keep the signed letter."""
    session, actor, row = current_session(), current_actor(), _load(number)
    form = SignForm(data={"signed_on": clock.today(), "base_version": row.version})

    def act() -> bool:
        actions.sign_letter(
            session,
            actor=actor,
            now=clock.now(),
            letter=row,
            signed_on=given(form.signed_on),
            scan=form.scanned(),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("已登记签订，内容已固定。"), "success")
        return redirect(_page(number))
    about = _("签订后任务和内容不能再改；任务调整后另签一份，这一份记为已重签。")
    return show_step(form, _("登记签订"), number, _page(number), about, files=True)


@blueprint.route("/responsibility-letters/<number>/drop", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def drop_letter(number: str) -> Answer:
    """Drop a draft."""
    session, actor, row = current_session(), current_actor(), _load(number)
    form = TaskReasonForm()

    def act() -> bool:
        actions.drop_letter(session, actor=actor, now=clock.now(), letter=row, reason=given(form.reason))
        return True

    if form.submit(act):
        flash(_("已作废。"), "success")
        return redirect(_page(number))
    return show_step(form, _("作废责任书"), number, _page(number), row.duties, kind="danger")


@blueprint.get("/responsibility-letters/<number>.pdf")
@requires(Permission.CAMPAIGN_SEE)
def letter_pdf(number: str) -> Response:
    """Give the letter as a PDF, to be signed."""
    made, _pages = make_pdf(_sheet(number))
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{number}.pdf")


@blueprint.get("/responsibility-letters/<number>.docx")
@requires(Permission.CAMPAIGN_SEE)
def letter_docx(number: str) -> Response:
    """Give the letter as a DOCX."""
    made = papers.docx(_sheet(number))
    return send_file(BytesIO(made), mimetype=DOCX_TYPE, as_attachment=True, download_name=f"{number}.docx")


@blueprint.get("/responsibility-letters/<number>/scan")
@requires(Permission.CAMPAIGN_SEE)
def letter_scan(number: str) -> Response:
    """Give the signed scan away byte for byte."""
    row = _load(number)
    if row.scan_hash is None:
        raise NotFound("responsibility_letter", number)
    kept = get_file(current_session(), row.scan_hash)
    name = row.scan_name
    return send_file(open_file(kept.hash), mimetype=kept.media_type, as_attachment=True, download_name=name)


def _sheet(number: str) -> Sheet:
    page = presenters.letter_page(current_session(), _load(number), current_actor(), clock.today())
    return papers.responsibility_letter(page, is_demo=current_app.config["CASEBOOK"].is_demo)

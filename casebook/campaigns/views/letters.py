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


def _load(letter_no: str) -> ResponsibilityLetter:
    return queries.get_responsibility_letter(current_session(), letter_no, current_actor())


def _page(letter_no: str) -> str:
    return url_for("campaigns.letter", letter_no=letter_no)


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


@blueprint.get("/responsibility-letters/<letter_no>")
@requires(Permission.CAMPAIGN_SEE)
def letter(letter_no: str) -> str:
    """Show a letter with what has come of its targets."""
    page = presenters.letter_page(current_session(), _load(letter_no), current_actor(), clock.today())
    return render_template("campaigns/letter.html", page=page)


@blueprint.route("/responsibility-letters/<letter_no>/sign", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def sign_letter(letter_no: str) -> Answer:
    """Keep the signed letter."""
    session, actor, row = current_session(), current_actor(), _load(letter_no)
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
        return redirect(_page(letter_no))
    about = _("签订后任务和内容不能再改；任务调整后另签一份，这一份记为已重签。")
    return show_step(form, _("登记签订"), letter_no, _page(letter_no), about, files=True)


@blueprint.route("/responsibility-letters/<letter_no>/drop", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def drop_letter(letter_no: str) -> Answer:
    """Drop a draft."""
    session, actor, row = current_session(), current_actor(), _load(letter_no)
    form = TaskReasonForm()

    def act() -> bool:
        actions.drop_letter(session, actor=actor, now=clock.now(), letter=row, reason=given(form.reason))
        return True

    if form.submit(act):
        flash(_("已作废。"), "success")
        return redirect(_page(letter_no))
    return show_step(form, _("作废责任书"), letter_no, _page(letter_no), row.duties, kind="danger")


@blueprint.get("/responsibility-letters/<letter_no>.pdf")
@requires(Permission.CAMPAIGN_SEE)
def letter_pdf(letter_no: str) -> Response:
    """Give the letter as a PDF, to be signed."""
    made, _pages = make_pdf(_sheet(letter_no))
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{letter_no}.pdf")


@blueprint.get("/responsibility-letters/<letter_no>.docx")
@requires(Permission.CAMPAIGN_SEE)
def letter_docx(letter_no: str) -> Response:
    """Give the letter as a DOCX."""
    made = papers.docx(_sheet(letter_no))
    return send_file(BytesIO(made), mimetype=DOCX_TYPE, as_attachment=True, download_name=f"{letter_no}.docx")


@blueprint.get("/responsibility-letters/<letter_no>/scan")
@requires(Permission.CAMPAIGN_SEE)
def letter_scan(letter_no: str) -> Response:
    """Give the signed scan away byte for byte."""
    row = _load(letter_no)
    if row.scan_hash is None:
        raise NotFound("responsibility_letter", letter_no)
    kept = get_file(current_session(), row.scan_hash)
    name = row.scan_name
    return send_file(open_file(kept.hash), mimetype=kept.media_type, as_attachment=True, download_name=name)


def _sheet(letter_no: str) -> Sheet:
    page = presenters.letter_page(current_session(), _load(letter_no), current_actor(), clock.today())
    return papers.responsibility_letter(page, is_demo=current_app.config["CASEBOOK"].is_demo)

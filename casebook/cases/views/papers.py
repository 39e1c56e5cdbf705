"""Papers of a case: which there are, what is due, and drafting one out of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases.actions.drawing_up import draw_up
from casebook.cases.forms.acts import PaperForm
from casebook.cases.presenters.papers import papers_page
from casebook.cases.queries.file import load_file
from casebook.cases.views.blueprint import blueprint
from casebook.documents.rules import FormCode
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.parties.presenters import masked
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.documents.models import Document


@blueprint.route("/cases/<number>/papers", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_SEE)
def papers(number: str) -> str | Response | tuple[str, int]:
    """List the papers of a case, those that are due first; whoever may drafts one out of its file."""
    session, actor = current_session(), current_actor()
    file = load_file(session, number, actor)
    page = papers_page(session, file, actor, today=clock.today())
    form = PaperForm()
    due = dict.fromkeys(one.form for one in page.due)
    several = [(str(one.id), masked(one).name) for one in file.parties] if len(file.parties) > 1 else []
    form.offer([*((one.value, label(one)) for one in due), *page.others], several)

    def act() -> Document:
        code = FormCode(given(form.form))
        party = parse_id(form.party.data or "")
        return draw_up(session, actor=actor, now=clock.now(), case=file.case, form=code, party=party)

    made = form.submit(act)
    if made is not None:
        flash(_("已按案卷内容起草，请补齐空缺的栏目。"), "success")
        return redirect(url_for("documents.show", document_id=made.id))
    status = 422 if form.errors else 200
    return render_template("cases/papers.html", form=form, case=file.case, page=page), status

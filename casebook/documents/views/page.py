"""The list of papers, one paper, its draft, its issue, and taking it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents import actions, presenters, queries
from casebook.documents.forms import DocumentFilterForm, IssueForm, ReasonForm, facts_form
from casebook.documents.views.blueprint import answer, back_to, blueprint, load, look
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.documents.models import Document
    from casebook.documents.views.blueprint import Answer


@blueprint.get("")
@requires(Permission.DOCUMENT_SEE)
def index() -> str:
    """List papers, newest first."""
    form = DocumentFilterForm.of()
    page = queries.page_documents(
        current_session(), current_actor(), form.wanted(), cursor=request.args.get("after")
    )
    return render_template(
        "documents/index.html",
        form=form,
        chips=form.chips(partial(url_for, "documents.index")),
        arguments=form.arguments(),
        page=page,
    )


@blueprint.get("/<uuid:document_id>")
@requires(Permission.DOCUMENT_SEE)
def show(document_id: UUID) -> Answer:
    """Show a paper: its facts, its files, seal, service and history."""
    document = load(document_id)
    look(document, "document")
    return answer("documents/show.html", IssueForm(), page=_page(document))


def _page(document: Document) -> presenters.DocumentPage:
    session = current_session()
    return presenters.document_page(
        document,
        current_actor(),
        uses=queries.list_stampings(session, [document.id]),
        deliveries=queries.list_deliveries(session, [document.id]),
        deviations=queries.list_deviations(session, [document.subject_id]),
    )


@blueprint.route("/<uuid:document_id>/edit", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_MAKE)
def edit(document_id: UUID) -> Answer:
    """Fill in a draft."""
    document = load(document_id)
    form = facts_form(document.sheet, document.contents)

    def act() -> Document:
        return actions.redraft(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            facts=form.typed(),
        )

    if form.submit(act):
        return back_to(document_id, _("草稿已保存。"))
    look(document, "document.edit")
    document = load(document_id)
    return answer("documents/edit.html", form, row=document, page=_page(document))


@blueprint.post("/<uuid:document_id>/issue")
@requires(Permission.DOCUMENT_MAKE)
def issue(document_id: UUID) -> Answer:
    """Issue a draft."""
    document, form = load(document_id), IssueForm()

    def act() -> Document:
        return actions.issue(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            reserved=(form.number.data or "").strip(),
        )

    if form.submit(act):
        return back_to(document_id, _("已成文，文件正在生成。"))
    return answer("documents/show.html", form, page=_page(load(document_id)))


@blueprint.post("/<uuid:document_id>/render")
@requires(Permission.DOCUMENT_MAKE)
def render(document_id: UUID) -> Answer:
    """Queue a rendering that was given up once more."""
    document = load(document_id)
    actions.render_again(current_session(), actor=current_actor(), now=clock.now(), document=document)
    return back_to(document_id, _("文件正在重新生成。"))


@blueprint.route("/<uuid:document_id>/void", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_MAKE)
def void(document_id: UUID) -> Answer:
    """Take a paper back before it is served."""
    document, form = load(document_id), ReasonForm()

    def act() -> bool:
        actions.void(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            reason=given(form.reason),
        )
        return True

    if form.submit(act):
        return back_to(document_id, _("文书已作废，文号保留。"))
    return answer("documents/void.html", form, row=load(document_id))

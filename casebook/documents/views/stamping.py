"""The seal keeper's list, and the ways a paper gets its seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents import actions, queries
from casebook.documents.forms import CheckForm, ReasonForm, SendForm, StampForm, TakeBackForm
from casebook.documents.forms.steps import scan_of
from casebook.documents.views.blueprint import answer, back_to, blueprint, load
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.documents.views.blueprint import Answer


@blueprint.get("/to-stamp")
@requires(Permission.DOCUMENT_STAMP)
def to_stamp() -> str:
    """List the papers that wait for the seal, the oldest first."""
    page = queries.page_to_stamp(current_session(), current_actor(), cursor=request.args.get("after"))
    return render_template("documents/to_stamp.html", page=page)


@blueprint.route("/<uuid:document_id>/stamp", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_STAMP)
def stamp(document_id: UUID) -> Answer:
    """Enter in the register that the seal was pressed."""
    document = load(document_id)
    form = StampForm(data={"copies": 3, "stamped_on": clock.today()})

    def act() -> object:
        return actions.stamp(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            facts=form.facts(),
            scan=scan_of(form.scan),
        )

    if form.submit(act):
        return back_to(document_id, _("用印已登记，等另一人复核。"))
    return answer("documents/stamp.html", form, row=load(document_id), send_form=SendForm(formdata=None))


@blueprint.post("/<uuid:document_id>/send")
@requires(Permission.DOCUMENT_STAMP)
def send(document_id: UUID) -> Answer:
    """Give the file out to a seal service."""
    document, form = load(document_id), SendForm()

    def act() -> object:
        return actions.send_for_stamp(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            service=given(form.service),
        )

    if form.submit(act):
        return back_to(document_id, _("已登记送出。下载 PDF 送签章平台，签章后取回。"))
    register = StampForm(formdata=None, data={"copies": 3, "stamped_on": clock.today()})
    return answer("documents/stamp.html", register, row=load(document_id), send_form=form)


@blueprint.route("/<uuid:document_id>/take-back", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_STAMP)
def take_back(document_id: UUID) -> Answer:
    """Take the sealed file back."""
    document, form = load(document_id), TakeBackForm()

    def act() -> bool:
        scan = scan_of(form.file)
        assert scan is not None
        actions.take_back_stamped(
            current_session(), actor=current_actor(), now=clock.now(), document=document, scan=scan
        )
        return True

    if form.submit(act):
        return back_to(document_id, _("签章文件已取回，以此为送达版本。"))
    found = load(document_id)
    return answer("documents/take_back.html", form, row=found, reason_form=ReasonForm(formdata=None))


@blueprint.post("/<uuid:document_id>/give-up")
@requires(Permission.DOCUMENT_STAMP)
def give_up(document_id: UUID) -> Answer:
    """Say that the seal service gave nothing back."""
    document, form = load(document_id), ReasonForm()

    def act() -> bool:
        actions.give_up_stamp(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            reason=given(form.reason),
        )
        return True

    if form.submit(act):
        return back_to(document_id, _("已退回待用印。"))
    found = load(document_id)
    return answer("documents/take_back.html", TakeBackForm(formdata=None), row=found, reason_form=form)


@blueprint.route("/<uuid:document_id>/check", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_SEE)
def check(document_id: UUID) -> Answer:
    """Say as a second person whether the scan shows the sealed paper."""
    document, form = load(document_id), CheckForm.of()

    def act() -> bool:
        actions.check_use(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            is_right=given(form.is_right) == "yes",
            remark=form.remark.data or "",
        )
        return True

    if form.submit(act):
        return back_to(document_id, _("复核结果已登记。"))
    found = load(document_id)
    use = queries.find_open_stamping(current_session(), document_id)
    return answer("documents/check.html", form, row=found, use=use)

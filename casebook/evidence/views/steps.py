"""Steps of one item: its card, lock, withdrawal, transfer, correction, and a copy for others to see."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import flash, redirect, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.evidence import actions, presenters, queries
from casebook.evidence.forms import CardForm, CorrectForm, ReasonForm, TransferForm
from casebook.evidence.pictures import PREVIEW_TYPE
from casebook.evidence.rules import EvidenceKind, EvidenceStage
from casebook.evidence.views.blueprint import blueprint
from casebook.evidence.views.seen import answer, item_of
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.views.seen import Answer


@blueprint.route("/<uuid:item_id>/card", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def card(item_id: UUID) -> Answer:
    """Correct the card while the item is open."""
    session, actor = current_session(), current_actor()
    item = item_of(item_id)
    form = CardForm.of(item, queries.list_monitors(session, actor))

    def act() -> bool:
        actions.fill_card(
            session,
            actor=actor,
            now=clock.now(),
            item=item,
            kind=EvidenceKind(form.kind.data),
            stage=EvidenceStage(form.stage.data) if form.stage.data else None,
            describes=given(form.describes),
            maker=given(form.maker),
            device=queries.get_monitor(session, found, actor) if (found := form.device_id()) else None,
        )
        return True

    if form.submit(act):
        return _back(item, _("证据卡已改好。"))
    return answer("evidence/card.html", form, item=item)


@blueprint.route("/<uuid:item_id>/lock", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def lock(item_id: UUID) -> Answer:
    """Lock an item for a reason."""
    item, form = item_of(item_id), ReasonForm()

    def act() -> bool:
        actions.lock_item(
            current_session(), actor=current_actor(), now=clock.now(), item=item, reason=given(form.reason)
        )
        return True

    if form.submit(act):
        return _back(item, _("证据已固定，从现在起不能再改。"))
    return answer("evidence/lock.html", form, item=item)


@blueprint.route("/<uuid:item_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def withdraw(item_id: UUID) -> Answer:
    """Take an open item out of its record's file."""
    item, form = item_of(item_id), ReasonForm()

    def act() -> bool:
        actions.withdraw_item(
            current_session(), actor=current_actor(), now=clock.now(), item=item, reason=given(form.reason)
        )
        return True

    if form.submit(act):
        return _back(item, _("证据已撤回；原件和保管记录仍然保留。"))
    return answer("evidence/withdraw.html", form, item=item)


@blueprint.route("/<uuid:item_id>/transfer", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def transfer(item_id: UUID) -> Answer:
    """Note that an item was handed to another agency or a court."""
    item, form = item_of(item_id), TransferForm()

    def act() -> bool:
        actions.transfer_item(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            item=item,
            receiver=given(form.receiver),
            reason=given(form.reason),
        )
        return True

    if form.submit(act):
        return _back(item, _("移交已记入保管链。"))
    return answer("evidence/transfer.html", form, item=item)


@blueprint.route("/<uuid:item_id>/correct", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def correct(item_id: UUID) -> Answer:
    """Put a new original beside one that is wrong."""
    item, form = item_of(item_id), CorrectForm()

    def act() -> EvidenceItem:
        uploads = form.uploads()
        if not uploads:
            raise RuleBroken("photograph_not_chosen", field="file")
        return actions.correct_item(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            item=item,
            upload=uploads[0],
            describes=given(form.describes),
        )

    added = form.submit(act)
    if added is not None:
        return _back(added, _("更正已存入，两份证据互相注明。"))
    return answer("evidence/correct.html", form, item=item)


@blueprint.post("/<uuid:item_id>/copy")
@requires(Permission.EVIDENCE_SEE)
def copy(item_id: UUID) -> Response:
    """Give a watermarked copy without personal data; custody notes it at once."""
    session, item = current_session(), item_of(item_id)
    made = actions.copy_item(
        session,
        actor=current_actor(),
        now=clock.now(),
        item=item,
        lines=presenters.copy_lines(session, item),
    )
    name = f"{item.file_name.rpartition('.')[0] or item.file_name}-copy.jpg"
    return send_file(io.BytesIO(made), mimetype=PREVIEW_TYPE, as_attachment=True, download_name=name)


def _back(item: EvidenceItem, words: str) -> AnyResponse:
    flash(words, "success")
    return redirect(url_for("evidence.show", item_id=item.id))

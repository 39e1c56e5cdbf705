"""Originals by tus 1.0 (core, creation, creation-with-upload, termination), under their hash.

No transaction is open while bytes arrive: they may be minutes on their way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, url_for

from casebook.access import Permission
from casebook.field.actions import files
from casebook.field.views import tus
from casebook.field.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.storage import actions, queries
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import committed, current_session, let_go, reads_first

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.access import Actor
    from casebook.storage.actions import Announced

_FILES = "/field/api/files"
_ONE = f"{_FILES}/<uuid:upload_id>"


@blueprint.route(_FILES, methods=["OPTIONS"], provide_automatic_options=False)
@requires(Permission.FIELD_USE)
def upload_options() -> Response:
    """Say which parts of tus are spoken."""
    return tus.answer(204, tus.ABILITIES)


@blueprint.post(_FILES, provide_automatic_options=False)
@requires(Permission.FIELD_USE)
@reads_first
def begin_upload() -> Response:
    """Announce a file, and take the bytes that come with it."""
    tus.check_version()
    actor, sent, upload_id = current_actor(), tus.announced(), new_id()
    is_new = actions.is_new_upload(current_session(), actor=actor, sent=sent)
    let_go()
    if is_new and tus.brings_bytes():
        here = actions.append_first(upload_id, pieces=tus.pieces(), length=sent.length)
        if here == sent.length:
            return _take_whole(actor, upload_id, sent)
    with committed() as session:
        upload = actions.begin_upload(session, actor=actor, now=clock.now(), sent=sent, upload_id=upload_id)
        upload_id, offset = upload.id, queries.offset_of(upload)
        refusal = files.take_if_whole(session, actor=actor, now=clock.now(), upload=upload)
    if refusal is not None:
        raise refusal
    return _begun(upload_id, offset)


def _take_whole(actor: Actor, upload_id: UUID, sent: Announced) -> Response:
    """Take a file of which every byte came with its announcement: it needs no upload to go on with."""
    found = files.look_at(upload_id, sent)
    with committed() as session:
        files.take_first(session, actor=actor, now=clock.now(), sent=sent, found=found)
    if isinstance(found, RuleBroken):
        raise found
    return _begun(upload_id, sent.length)


def _begun(upload_id: UUID, offset: int) -> Response:
    return tus.answer(201, {"Location": url_for("field.send_upload", upload_id=upload_id)}, offset=offset)


@blueprint.route(_ONE, methods=["HEAD"])
@requires(Permission.FIELD_USE)
def show_upload(upload_id: UUID) -> Response:
    """Tell how much of a file is here."""
    tus.check_version()
    upload = queries.get_upload(current_session(), upload_id, current_actor().officer_id)
    return tus.answer(200, {"Upload-Length": str(upload.length)}, offset=queries.offset_of(upload))


@blueprint.patch(_ONE)
@requires(Permission.FIELD_USE)
@reads_first
def send_upload(upload_id: UUID) -> Response:
    """Take further bytes of a file; with the last one the whole is looked at."""
    tus.check_version()
    tus.check_brings_bytes()
    actor, offset = current_actor(), tus.number("Upload-Offset")
    upload = queries.get_upload(current_session(), upload_id, actor.officer_id)
    length = upload.length
    if upload.finished_at is not None:
        tus.check_at_end(offset, length)
        return tus.answer(204, offset=length)
    let_go()
    offset = actions.append_upload(upload_id, pieces=tus.pieces(), offset=offset, length=length)
    if offset == length:
        with committed() as session:
            upload = queries.get_upload(session, upload_id, actor.officer_id)
            refusal = files.take_if_whole(session, actor=actor, now=clock.now(), upload=upload)
        if refusal is not None:
            raise refusal
    return tus.answer(204, offset=offset)


@blueprint.delete(_ONE)
@requires(Permission.FIELD_USE)
def cancel_upload(upload_id: UUID) -> Response:
    """Forget what arrived; a file that was kept stays."""
    tus.check_version()
    upload = queries.get_upload(current_session(), upload_id, current_actor().officer_id)
    actions.cancel_upload(current_session(), upload=upload)
    return tus.answer(204)

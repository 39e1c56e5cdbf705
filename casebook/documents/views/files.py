"""The files of a paper: PDF, DOCX, what bears the seal, scans of receipts, and a preview of a draft."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import Response, send_file

from casebook.access import Permission
from casebook.documents import making, queries, templates
from casebook.documents.presenters import may_read_files
from casebook.documents.views.blueprint import blueprint, load, look
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden, NotFound
from casebook.storage.queries import get_file, open_file
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.documents.models import Document


@blueprint.get("/<uuid:document_id>/files/<kind>")
@requires(Permission.DOCUMENT_SEE)
def file(document_id: UUID, kind: str) -> Response:
    """Give one of a paper's files: `pdf`, `docx`, `stamped`, or `use` (what waits for its check)."""
    document = _readable(document_id)
    hashes = {"pdf": document.pdf_hash, "docx": document.docx_hash, "stamped": document.stamped_hash}
    if kind == "use":
        use = queries.find_open_stamping(current_session(), document_id)
        hashes["use"] = use.result_hash if use else None
    return _sent(document, hashes.get(kind), kind)


@blueprint.get("/<uuid:document_id>/receipts/<uuid:receipt_id>")
@requires(Permission.DOCUMENT_SEE)
def receipt_file(document_id: UUID, receipt_id: UUID) -> Response:
    """Give the scan of a signed receipt."""
    document = _readable(document_id)
    receipts = [
        receipt
        for delivery in queries.list_deliveries(current_session(), [document_id])
        for receipt in delivery.receipts
    ]
    found = next((one.file_hash for one in receipts if one.id == receipt_id), None)
    return _sent(document, found, "receipt")


@blueprint.get("/<uuid:document_id>/preview")
@requires(Permission.DOCUMENT_SEE)
def preview(document_id: UUID) -> Response:
    """Show a draft as it would be printed today; nothing is kept."""
    document, on = _readable(document_id), clock.today()
    source = templates.find_in_force(current_session(), document.county_code, document.form, on)
    look(document, "document.preview")
    contents = making.Contents(
        form=document.form,
        facts=document.contents,
        agency=document.agency.name,
        stamp_name=document.agency.stamp_name,
        number=document.number,
        issued_on=document.issued_on,
        source=source.source,
    )
    made, _pages = making.make_pdf(making.lay_out(contents, making.PREVIEW_MARK))
    name = f"{document.sheet.title}.pdf"
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=name)


def _readable(document_id: UUID) -> Document:
    document = load(document_id)
    if not may_read_files(current_actor()):
        raise Forbidden("permission_missing", permission=Permission.PARTY_SEE_PERSONAL)
    return document


def _sent(document: Document, stored_hash: str | None, what: str) -> Response:
    if not stored_hash:
        raise NotFound("file", what)
    kept = get_file(current_session(), stored_hash)
    look(document, f"document.{what}")
    suffix = kept.media_type.rpartition("/")[2] if what != "docx" else "docx"
    return send_file(
        open_file(stored_hash),
        mimetype=kept.media_type,
        as_attachment=what == "docx",
        download_name=f"{document.number or document.sheet.title}.{suffix}",
    )

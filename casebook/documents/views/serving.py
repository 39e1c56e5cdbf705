"""Service of a paper, attempts that failed, receipts, and address confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries as cases
from casebook.cases.actions.correcting import correct_service
from casebook.documents import actions, queries
from casebook.documents.forms import AddressForm, AttemptForm, CorrectionForm, ReceiptForm, ServeForm
from casebook.documents.forms.serving import TEXTS
from casebook.documents.forms.steps import scan_of
from casebook.documents.views.blueprint import answer, back_to, blueprint, load, look
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.publications.actions import serve_paper
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.documents.models import Delivery, Document
    from casebook.documents.views.blueprint import Answer


@blueprint.route("/<uuid:document_id>/serve", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_SERVE)
def serve(document_id: UUID) -> Answer:
    """Record that a paper was served; a case's paper also starts its clocks, and its publication."""
    document = load(document_id)
    form = ServeForm(data=_begun(document))
    _offer(form, document)
    if form.submit(lambda: _served(document, form)):
        return back_to(document_id, _("送达已登记，期限从送达日起算。"))
    look(document, "document.serve")
    return answer("documents/serve.html", form, row=load(document_id))


def _served(document: Document, form: ServeForm) -> Delivery:
    facts, scan = form.delivery(), scan_of(form.scan)
    session, actor, now = current_session(), current_actor(), clock.now()
    if document.subject_kind == "case":
        case = cases.get_case_by_id(session, document.subject_id)
        return serve_paper(
            session, actor=actor, now=now, case=case, document=document, delivery=facts, scan=scan
        )
    return actions.serve(session, actor=actor, now=now, document=document, delivery=facts, scan=scan)


@blueprint.route("/<uuid:document_id>/attempt", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_SERVE)
def attempt(document_id: UUID) -> Answer:
    """Record an attempt to serve that failed."""
    document = load(document_id)
    form = AttemptForm(data=_begun(document))
    _offer(form, document)

    def act() -> Delivery:
        return actions.note_failed_delivery(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            document=document,
            delivery=form.delivery(),
            failure=given(form.failure),
        )

    if form.submit(act):
        return back_to(document_id, _("送达未成已登记。"))
    look(document, "document.serve")
    return answer("documents/serve.html", form, row=load(document_id))


@blueprint.route("/<uuid:document_id>/deliveries/<uuid:delivery_id>/receipt", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_SERVE)
def receipt(document_id: UUID, delivery_id: UUID) -> Answer:
    """Add the scan of a signed receipt."""
    document, form = load(document_id), ReceiptForm()
    delivery = _delivery(document_id, delivery_id)

    def act() -> bool:
        scan = scan_of(form.file)
        assert scan is not None
        actions.add_receipt(
            current_session(), actor=current_actor(), now=clock.now(), delivery=delivery, scan=scan
        )
        return True

    if form.submit(act):
        return back_to(document_id, _("回证扫描件已登记。"))
    return answer("documents/receipt.html", form, row=document, delivery=_delivery(document_id, delivery_id))


@blueprint.route("/<uuid:document_id>/deliveries/<uuid:delivery_id>/correct", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_SERVE)
def correct(document_id: UUID, delivery_id: UUID) -> Answer:
    """Record a service anew that was recorded wrongly."""
    document, wrong = load(document_id), _delivery(document_id, delivery_id)
    form = CorrectionForm(data=_as_recorded(wrong))
    _offer(form, document)
    if form.submit(lambda: _corrected(document, wrong, form)):
        return back_to(document_id, _("送达记录已更正，期限重新计算；原记录保留。"))
    look(document, "document.serve")
    return answer("documents/serve.html", form, row=load(document_id))


def _as_recorded(wrong: Delivery) -> dict[str, object]:
    kind = wrong.receiver_kind.value if wrong.receiver_kind else ""
    typed: dict[str, object] = {name: getattr(wrong, name) for name in TEXTS}
    return typed | {"mode": wrong.mode.value, "on": wrong.delivered_on, "receiver_kind": kind}


def _corrected(document: Document, wrong: Delivery, form: CorrectionForm) -> Delivery:
    session = current_session()
    by: dict[str, Any] = {"actor": current_actor(), "now": clock.now(), "document": document, "wrong": wrong}
    by |= {"delivery": form.delivery(), "reason": given(form.reason), "scan": scan_of(form.scan)}
    if document.subject_kind == "case":
        case = cases.get_case_by_id(session, document.subject_id)
        made: Delivery = correct_service(session, case=case, **by)
        return made
    return actions.correct_delivery(session, **by)


@blueprint.route("/<uuid:document_id>/address", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_SERVE)
def address(document_id: UUID) -> Answer:
    """Keep what the party of a paper confirmed about where papers reach it."""
    document = load(document_id)
    known = document.contents
    form = AddressForm(
        data={
            "party_name": known.get("party_name", ""),
            "address": known.get("party_address", ""),
            "phone": known.get("party_phone", ""),
            "confirmed_on": clock.today(),
        }
    )

    def act() -> object:
        return actions.confirm_address(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            subject=document.about(),
            address=form.confirmed(),
            scan=scan_of(form.scan),
        )

    if form.submit(act):
        return back_to(document_id, _("送达地址确认书已登记。"))
    look(document, "document.address")
    found = load(document_id)
    kept = queries.list_addresses(current_session(), found.subject_id)
    return answer("documents/address.html", form, row=found, kept=kept)


def _begun(document: Document) -> dict[str, object]:
    known = document.contents
    return {
        "on": clock.today(),
        "place": known.get("party_address", ""),
        "receiver": known.get("party_legal_rep") or known.get("party_name", ""),
        "first": str(current_actor().officer_id or ""),
    }


def _offer(form: ServeForm, document: Document) -> None:
    session = current_session()
    certified = accounts.list_certified(
        session, county_code=document.county_code, on=clock.today(), agency_id=document.agency_id
    )
    named = [(one.id, with_aside(one.name, one.certificate_no)) for one in certified]
    form.offer(named, queries.list_addresses(session, document.subject_id))


def _delivery(document_id: UUID, delivery_id: UUID) -> Delivery:
    found = queries.list_deliveries(current_session(), [document_id])
    delivery = next((one for one in found if one.id == delivery_id), None)
    if delivery is None:
        raise NotFound("delivery", delivery_id)
    return delivery

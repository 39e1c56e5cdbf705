"""What a paper made at the well needs before it is kept (rules.md 5.4 G7, 7.2); how orders are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.inspections.filed import PaperForm, SignedHow, SignerRole
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Collection

    from casebook.inspections.filed import FiledPaper, PaperSignature

LONGEST_TEXT = 20_000
LONGEST_NAME = 60
LONGEST_PLACE = 120
LONGEST_REASON = 400
MOST_PAGES = 60
OFFICERS = (SignerRole.LEAD, SignerRole.SECOND)
_SIGNED_BY_LAW = "处罚法 64"


@dataclass(frozen=True)
class Series:
    """The row of numbers that a form takes its number from."""

    kind: str
    word: str
    """Behind the agency's own word: 冠综执责改字."""


ORDER_SERIES = {
    PaperForm.ORDER_STOP: Series("TZ", "责停字"),
    PaperForm.ORDER_RECTIFY: Series("GZ", "责改字"),
}
"""Orders bear a document number. An order of a case takes it from the same row (cases.actions.measures)."""
RECORD_SERIES = Series("BL", "")
"""Records that are printed to be signed with pen bear a register number, so that no sheet gets lost."""


def series_of(form: PaperForm) -> Series:
    """Return the row of numbers of a form."""
    return ORDER_SERIES.get(form, RECORD_SERIES)


def text_of_sheets(number: str, pages: int, shelf: str) -> str:
    """Return the text of a paper that exists in ink only: what it says stands on its pages."""
    return f"纸质文书，编号 {number}，共 {pages} 页；内容以扫描页和存放于“{shelf}”的原件为准。"


def is_on_paper(filed: FiledPaper) -> bool:
    """Say whether anybody signed with pen or fingerprint (捺印)."""
    return any(one.how is SignedHow.PEN for one in filed.signatures)


def check_paper(filed: FiledPaper, *, allowed: Collection[PaperForm]) -> None:
    """Refuse a paper that does not hold, with all that is wrong; `allowed` are the forms that fit its record.

    Two officers sign, and the party does or refuses with reason and witness; what is signed was read
    back; a paper signed with pen has its number, its photographed pages and a place on a shelf.
    """
    faults = [*_form(filed, allowed), *_text(filed), *_signatures(filed), *_party(filed), *_pen(filed)]
    if faults:
        raise Refused(faults)


def _form(filed: FiledPaper, allowed: Collection[PaperForm]) -> list[RuleBroken]:
    faults = []
    if filed.form not in allowed:
        faults.append(RuleBroken("paper_form_wrong", field="form", form=filed.form))
    if filed.form in ORDER_SERIES and not filed.number.strip():
        faults.append(RuleBroken("paper_number_missing", field="number"))
    if len(filed.number) > LONGEST_NAME:
        faults.append(RuleBroken("paper_too_long", field="number", most=LONGEST_NAME))
    return faults


def _text(filed: FiledPaper) -> list[RuleBroken]:
    faults = []
    if not filed.text.strip():
        faults.append(RuleBroken("paper_text_missing", field="text"))
    if len(filed.text) > LONGEST_TEXT:
        faults.append(RuleBroken("paper_too_long", field="text", most=LONGEST_TEXT))
    if digest(filed.text.encode()) != filed.text_hash:
        faults.append(RuleBroken("paper_text_changed", field="text_hash"))
    return faults


def _signatures(filed: FiledPaper) -> list[RuleBroken]:
    faults = [
        RuleBroken("paper_officer_missing", field="signatures", article="处罚法 42", role=role)
        for role in OFFICERS
        if not _of_role(filed, role)
    ]
    single = (*OFFICERS, SignerRole.PARTY)
    faults += [
        RuleBroken("paper_signed_twice", field="signatures", role=role)
        for role in single
        if len(_of_role(filed, role)) > 1
    ]
    lead, second = (next(iter(_of_role(filed, role)), None) for role in OFFICERS)
    if lead and second and lead.name.strip() == second.name.strip():
        faults.append(RuleBroken("inspection_officers_same", field="signatures", article="处罚法 42"))
    for one in filed.signatures:
        if one.how is SignedHow.SCREEN and not one.image:
            faults.append(RuleBroken("paper_signature_image_missing", field="signatures", role=one.role))
        if len(one.name) > LONGEST_NAME:
            faults.append(RuleBroken("paper_too_long", field="signatures", most=LONGEST_NAME))
    return faults


def _of_role(filed: FiledPaper, role: SignerRole) -> list[PaperSignature]:
    return [one for one in filed.signatures if one.role is role and one.name.strip()]


def _party(filed: FiledPaper) -> list[RuleBroken]:
    refusal, has_party = filed.refusal, bool(_of_role(filed, SignerRole.PARTY))
    if refusal is None:
        faults = []
        if not has_party:
            faults.append(RuleBroken("paper_party_missing", field="signatures", article=_SIGNED_BY_LAW))
        if not filed.is_read_back:
            faults.append(RuleBroken("paper_not_read_back", field="is_read_back", article=_SIGNED_BY_LAW))
        return faults
    if has_party:
        return [RuleBroken("paper_signed_and_refused", field="refusal")]
    faults = []
    if not refusal.reason.strip():
        faults.append(RuleBroken("paper_refusal_reason_missing", field="refusal", article=_SIGNED_BY_LAW))
    if not refusal.witness.strip():
        faults.append(RuleBroken("paper_witness_missing", field="refusal", article=_SIGNED_BY_LAW))
    if len(refusal.reason) > LONGEST_REASON or len(refusal.witness) > LONGEST_NAME:
        faults.append(RuleBroken("paper_too_long", field="refusal", most=LONGEST_REASON))
    return faults


def _pen(filed: FiledPaper) -> list[RuleBroken]:
    faults = []
    if len(filed.shelf) > LONGEST_PLACE:
        faults.append(RuleBroken("paper_too_long", field="shelf", most=LONGEST_PLACE))
    if len(filed.pages) > MOST_PAGES:
        faults.append(RuleBroken("paper_pages_too_many", field="pages", most=MOST_PAGES))
    if len(set(filed.pages)) < len(filed.pages):
        faults.append(RuleBroken("paper_page_twice", field="pages"))
    return [*faults, *_sheets(filed)] if is_on_paper(filed) else faults


def _sheets(filed: FiledPaper) -> list[RuleBroken]:
    """Return what a paper signed with pen lacks; that orders have a number is asked of all of them."""
    faults = []
    if not filed.number.strip() and filed.form not in ORDER_SERIES:
        faults.append(RuleBroken("paper_number_missing", field="number"))
    if not filed.pages:
        faults.append(RuleBroken("paper_pages_missing", field="pages"))
    if not filed.shelf.strip():
        faults.append(RuleBroken("paper_shelf_missing", field="shelf"))
    return faults

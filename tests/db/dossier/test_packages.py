"""A package holds all evidence of its case, is verified without casebook, and shows in the custody."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from casebook.access import Role
from casebook.cases import actions as cases
from casebook.dossier import actions, queries, rules
from casebook.dossier.actions import House
from casebook.dossier.verifier import verify as verifier
from casebook.evidence.models import EvidenceItem
from casebook.evidence.queries import list_custody, verify_custody
from casebook.evidence.rules import CustodyAct
from casebook.inspections import actions as inspections
from casebook.inspections.filed import PaperForm
from casebook.inspections.models import PaperSignature
from casebook.inspections.queries import get_inspection
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.keys.manifest import describe
from casebook.keys.signing import Signer
from casebook.storage.rules import key_of
from tests.factories.accounts import NOW, make_actor
from tests.factories.cases import DAY, make_bureau, make_case, make_measure, make_problems
from tests.factories.closures import make_closure, make_offices
from tests.factories.papers import block_number, interview, make_device, order, signed_paper
from tests.factories.regions import EAST

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.dossier.actions import Written

pytestmark = pytest.mark.usefixtures("file_store")
AT = NOW + 9 * DAY


@pytest.fixture(scope="module")
def signer() -> Signer:
    private = ec.generate_private_key(ec.SECP256R1())
    return Signer(describe(private.public_key(), NOW), private)


def house(signer: Signer, printed: list[dict[str, Any]] | None = None) -> House:
    def print_list(facts: dict[str, Any]) -> bytes:
        if printed is not None:
            printed.append(facts)
        return b"%PDF printed " + facts["head"].encode()

    return House(signer, (signer.public,), print_list)


def made(session: Session, signer: Signer, number: str, actor: Actor) -> tuple[bytes, Written]:
    material = queries.get_material(session, number, actor)
    target = io.BytesIO()
    written = actions.write_package(
        session, actor=actor, now=AT, material=material, house=house(signer), target=target
    )
    return target.getvalue(), written


def faults(data: bytes, written: Written) -> list[str]:
    opened = verifier.Package(io.BytesIO(data))
    opened.check(written.key, written.head)
    return opened.faults


def test_a_case_leaves_with_its_originals_and_is_whole(session: Session, signer: Signer) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    make_measure(session, bureau, case)
    data, written = made(session, signer, case.number, bureau.chief)
    assert faults(data, written) == []
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        names = opened.namelist()
        stated = json.loads(opened.read(rules.MANIFEST))
        record = json.loads(opened.read(rules.record_path("case", case.number)))
    assert len(stated["items"]) == len(written.material.items) > 0
    assert record["cause"] == case.cause
    assert [name for name in names if name.startswith("records/measure")] != []
    chains = {end["name"] for end in stated["chains"]}
    assert chains >= {f"ledger:{case.county_code}", f"receipt:{case.county_code}"}
    assert set(rules.VERIFIERS) <= set(names)


def test_a_closure_leaves_too(session: Session, signer: Signer) -> None:
    closure = make_closure(session, make_offices(session))
    actor = make_actor(session, Role.AGENCY_HEAD, jurisdiction=closure.county_code)
    data, written = made(session, signer, closure.number, actor)
    assert faults(data, written) == []
    assert written.material.kind is rules.PackageKind.CLOSURE


def test_every_items_custody_says_that_it_left(session: Session, signer: Signer) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    _data, written = made(session, signer, case.number, bureau.chief)
    package = actions.register_package(session, actor=bureau.chief, now=AT, written=written)
    assert queries.list_packages(session, case.id) == [package]
    for item in written.material.items:
        last = list_custody(session, item.id)[-1]
        assert (last.act, last.facts["package"]["head"]) == (CustodyAct.EXPORTED, written.head)
        assert verify_custody(session, item.id) == []


def test_a_damaged_original_is_not_packed(session: Session, signer: Signer, tmp_path: Path) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    material = queries.get_material(session, case.number, bureau.chief)
    path = tmp_path / "files" / key_of(material.items[0].file_hash)
    path.chmod(0o600)
    path.write_bytes(b"\xff\xd8 something else")
    with pytest.raises(RuleBroken, match="package_original_damaged"):
        made(session, signer, case.number, bureau.chief)


def test_only_who_may_export_makes_one(session: Session, signer: Signer) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    with pytest.raises(Forbidden):
        made(session, signer, case.number, bureau.inspector)
    elsewhere = make_actor(session, Role.CASE_HEAD, jurisdiction=EAST)
    with pytest.raises(NotFound):
        made(session, signer, case.number, elsewhere)
    with pytest.raises(NotFound):
        queries.get_material(session, "371525-2026-AJ-99999", bureau.chief)


def test_papers_orders_interviews_and_their_signatures_leave_with_the_case(
    session: Session, signer: Signer
) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    case = make_case(session, bureau, [problem])
    visit, by = bureau.visit, {"actor": bureau.inspector, "now": NOW + DAY}
    record = get_inspection(session, problem.inspection_id, bureau.inspector)
    tablet = make_device(session, visit.lead)
    subject = inspections.subject_of(record)
    inspections.keep_paper(session, **by, subject=subject, filed=signed_paper(session), device_id=tablet.id)
    filed = signed_paper(session, PaperForm.ORDER_RECTIFY, number=block_number(session, tablet.id))
    told = order(record, filed)
    cases.serve_site_order(session, **by, device_id=tablet.id, order_id=new_id(), filed=told)
    talk = interview(visit.well, visit.second, signed_paper(session, PaperForm.INTERVIEW_RECORD))
    inspections.file_interview(session, **by, device_id=None, interview_id=new_id(), filed=talk)
    data, written = made(session, signer, case.number, bureau.chief)
    assert faults(data, written) == []
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        names = opened.namelist()
        hashes = {file["hash"] for file in json.loads(opened.read(rules.MANIFEST))["files"]}
    kept = {item.file_hash for item in session.scalars(select(EvidenceItem))}
    drawn = {one for one in session.scalars(select(PaperSignature.image_hash)) if one}
    assert drawn
    assert kept | drawn <= hashes
    kinds = {name.removeprefix("records/").partition("-")[0] for name in names if name.startswith("records/")}
    assert kinds >= {"case", "problem", "inspection", "order", "interview", "paper", "well"}

"""One record of each kind that hangs on a well or a tablet, for tests about who reaches what."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Role
from casebook.accounts.queries import get_agency
from casebook.approvals import actions as approvals
from casebook.approvals.rules import ChainKind, Verdict
from casebook.campaigns import actions as campaigns
from casebook.campaigns.queries import list_members, list_sweep_wells
from casebook.campaigns.rules import SpotKind
from casebook.cases import actions as cases
from casebook.cases.models import ExemptSubmission
from casebook.cases.rules.small_acts import SubmissionState
from casebook.cases.rules.tasks import Duty
from casebook.closures import actions as closing
from casebook.closures.rules import ClosureKind, EmergencyStatus
from casebook.documents import actions as documents
from casebook.documents.making import Made
from casebook.dossier import actions as dossier
from casebook.dossier import queries as material
from casebook.evidence import actions as evidence
from casebook.evidence.queries import list_items, page_recordings
from casebook.evidence.rules import COLUMNS, EvidenceMethod, KeptWhere, Thing, Upload
from casebook.field.actions import operations
from casebook.field.actions.drafts import keep_draft
from casebook.handovers import actions as handovers
from casebook.handovers.queries import list_events
from casebook.handovers.rules import LetterKind
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.months import Month
from casebook.numbering.queries import get_number
from casebook.plates.actions import issue_plate
from casebook.quotas.rules import VolumeMethod, WaterSource
from casebook.reports.actions import draft_well_report, set_mailing
from casebook.reports.rules import MailedReport
from casebook.returns import actions as returns
from casebook.returns.queries import lines_of
from casebook.returns.rules import ReportedLine
from casebook.screening import actions as screening
from casebook.screening.queries import list_hits_of_well
from casebook.storage import actions as storing
from casebook.storage import models as storage
from casebook.supervision import actions as supervision
from casebook.supervision.queries import Behind, list_proposed
from casebook.supervision.queries import list_events as supervision_events
from casebook.supervision.rules import Lapse
from casebook.volumes import actions as volumes
from casebook.volumes.filed import FiledReading
from casebook.volumes.models import ElectricityUse, VolumeEstimate
from casebook.volumes.queries import list_queries_of
from casebook.volumes.queries.readings import list_revisions
from casebook.volumes.rules.estimates import EstimateFacts
from casebook.volumes.rules.visits import DialOutcome
from casebook.wells import actions as wells
from casebook.wells.filed import FiledWellEdit
from casebook.wells.queries import get_well_by_id, list_waiting_edits
from casebook.wells.rules import Agreement, MeterKind
from tests.factories import claims, programme, publications, recordings, reported, telling
from tests.factories import documents as papers
from tests.factories.accounts import NOW, make_actor
from tests.factories.campaigns import make_campaign
from tests.factories.closures import make_closure, new_well
from tests.factories.field import addition, new_picture
from tests.factories.ledger import close_month, made_month
from tests.factories.oversight import set_target
from tests.factories.packages import pack
from tests.factories.papers import keep_picture
from tests.factories.penalties import make_level
from tests.factories.quotas import (
    drafted_cut,
    make_list,
    make_norm,
    make_permit,
    make_total,
    make_township,
    make_user,
)
from tests.factories.regions import WEST
from tests.factories.screening import put_months
from tests.factories.storage import PDF, picture
from tests.factories.volumes import take_electricity, take_readings
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.cases.models import Case, Problem
    from casebook.dossier.models import ArchiveBundle, EvidencePackage
    from casebook.field.actions.packing import House
    from casebook.kernel.subjects import Subject
    from casebook.keys.signing import Signer
    from casebook.wells.models import FieldEdit, PositionProposal, Well
    from tests.factories.cases import Bureau
    from tests.factories.closures import Offices
    from tests.factories.field import Tablet

Parts = dict[tuple[str, str], str]


def clashing_edit(session: Session, actor: Actor) -> FieldEdit:
    """A correction from the field that the register went past."""
    well = make_well(session, depth_m=100.0)
    base = well.version
    wells.update_well(
        session, actor=keeper(session), now=NOW, well=well, base_version=base, facts={"depth_m": 110.0}
    )
    filed = FiledWellEdit(
        base_version=base,
        seen={"depth_m": 100},
        written={"depth_m": 120},
        at=NOW + timedelta(minutes=5),
        reason="按铭牌。",
    )
    wells.merge_edit(session, actor=actor, now=NOW, well=well, filed=filed, source_id=new_id())
    return list_waiting_edits(session, well.id)[0]


def proposed_position(session: Session) -> PositionProposal:
    """A place of a well on which three visits agree, and not with the register."""
    well = make_well(session)
    found = Agreement(well.lon, well.lat + 0.0004, 44.4, 6.0, (new_id(), new_id(), new_id()))
    proposal = wells.propose_position(session, actor=keeper(session), now=NOW, well=well, found=found)
    assert proposal is not None
    return proposal


def of_the_penalties(session: Session) -> Parts:
    """A provision, a setting, and a level of the county's discretion."""
    return {
        ("penalties", "pen_id"): "PEN-07",
        ("penalties", "key"): "hearing_unit",
        ("penalties", "line_id"): str(make_level(session).line_id),
    }


def of_the_quotas(session: Session, well: Well) -> Parts:
    """A permit on a well, a list held against ours, a plan line, a norm, and a cut with its user."""
    permit, cut = make_permit(session, well, number="D371525G2021-0009"), drafted_cut(session)
    listed = make_list(session)
    return {
        ("permits", "permit_id"): str(permit.id),
        ("permits", "step"): "cancel",
        ("permits", "list_id"): str(listed.id),
        ("plans", "node_id"): str(cut.node_id),
        ("plans", "step"): "issue",
        ("plans", "line_id"): str(make_norm(session).line_id),
        ("plans", "key"): "cut_cap",
        ("plans", "year"): str(cut.year),
        ("plans", "party_id"): str(cut.party_id),
        ("plans", "cut_id"): str(cut.id),
        ("plans", "state"): "cut_notified",
    }


def of_the_documents(session: Session, actor: Actor, subject: Subject) -> Parts:
    """An order with its files, its seal, its service and its receipt, and the row of its number."""
    assert actor.agency_id is not None
    agency = get_agency(session, actor.agency_id)
    second, sealer = (make_actor(session, role, agency=agency) for role in (Role.INSPECTOR, Role.SEAL_KEEPER))
    office = papers.Office(agency, actor, second, sealer)
    document = papers.an_issued(session, office, subject=subject)
    made = Made(PDF, PDF, 1)
    documents.keep_rendered(session, document_id=document.id, made=made, now=papers.NOW)
    papers.a_stamped_of(session, office, document)
    delivery = papers.handed_over(office)
    scan = storing.Scan(io.BytesIO(PDF), "回证.pdf")
    by: dict[str, Any] = {"actor": actor, "now": papers.NOW}
    served = documents.serve(session, **by, document=document, delivery=delivery, scan=scan)
    assert document.number is not None
    number = get_number(session, document.county_code, document.number)
    return {
        ("documents", "document_id"): str(document.id),
        ("documents", "delivery_id"): str(served.id),
        ("documents", "receipt_id"): str(served.receipts[0].id),
        ("documents", "kind"): "pdf",
        ("documents", "series_id"): str(number.series_id),
        ("documents", "number"): str(number.number),
        ("wordings", "code"): "F10",
        ("wordings", "version"): "0",
    }


def of_the_plate(session: Session, well: Well, signer: Signer) -> Parts:
    """A plate, and the sheet that it is printed on."""
    plate = issue_plate(session, actor=keeper(session), now=NOW, well=well, signer=signer)
    return {
        ("plates", "code"): well.code,
        ("plates", "serial"): plate.serial,
        ("plates", "township"): well.division_code,
        ("plates", "part"): "1",
    }


def of_the_evidence(session: Session, actor: Actor, subject: Subject) -> Parts:
    """A meter that is watched, an exhibit, a request to preserve, and a recording with its clip."""
    by: dict[str, Any] = {"actor": actor, "now": NOW}
    meter = evidence.add_device(
        session, **by, number="YC-0042", name="远传水表", place="泵房", division_code=subject.division_code
    )
    exhibit = evidence.register_exhibit(
        session,
        **by,
        subject=subject,
        described=evidence.Described("潜水泵", "QJ200-50", "1 台", "已拆下"),
        taken_from="刘建国",
        place="证物室",
    )
    pump = Thing("潜水泵", "QJ200-50", "1 台", "已拆下", KeptWhere.OTHER, "证物室")
    asked = evidence.request_preservation(
        session, **by, subject=subject, reason="随时可能运走", things=(pump,)
    )
    row = f"ZFY-01,V0001.mp4,2023-06-01 10:00:00,2023-06-01 10:45:00,12,{1:064x},采集站,李明"
    index = "\n".join([",".join((*COLUMNS, "使用人")), row])
    evidence.import_index(session, **by, data=index.encode())
    (recording,) = page_recordings(session, actor).items
    film = evidence.add_clip(
        session,
        **by,
        recording=recording,
        subject=subject,
        upload=Upload(io.BytesIO(recordings.mp4()), "clip.mp4", method=EvidenceMethod.VIDEO),
        from_at=recording.started_at,
        to_at=recording.started_at + timedelta(minutes=5),
        describes="出示证件",
    )
    return {
        ("evidence", "device_id"): str(meter.id),
        ("evidence", "exhibit_id"): str(exhibit.id),
        ("evidence", "preservation_id"): str(asked.id),
        ("evidence", "recording_id"): str(recording.id),
        ("evidence", "film_id"): str(film.id),
    }


def of_the_approvals(session: Session, actor: Actor, subject: Subject) -> Parts:
    """A question about a record with an entry from paper, and a substitute of who asked."""
    by: dict[str, Any] = {"actor": actor, "now": NOW}
    agency = get_agency(session, actor.agency_id)
    other = make_actor(session, Role.INSPECTOR, agency=agency, jurisdiction=actor.jurisdiction)
    head = make_actor(session, Role.AGENCY_HEAD, agency=agency)
    words = {"title": "延长办案期限", "text": "建议延长 60 日。", "facts": {}}
    asked = approvals.ask(session, **by, subject=subject, kind=ChainKind.HEARING, **words)
    signed = approvals.PaperSignature(other.officer_id, Verdict.AGREE, "", NOW.date())
    scan = approvals.Scan(io.BytesIO(picture(colour="#123456")), "审批表.jpg")
    paper = approvals.enter_paper(session, **by, approval=asked, scan=scan, signatures=[signed])
    row = approvals.name_substitute(
        session,
        actor=head,
        now=NOW,
        absent_id=actor.officer_id,
        substitute_id=other.officer_id,
        from_on=NOW.date(),
        until_on=NOW.date(),
        paper="授权书",
    )
    return {
        ("approvals", "approval_id"): str(asked.id),
        ("approvals", "paper_id"): str(paper.id),
        ("approvals", "substitute_id"): str(row.id),
        ("approvals", "kind"): "case_filing",
    }


def of_the_letters(session: Session, actor: Actor, subject: Subject) -> Parts:
    """A letter to an agency outside, taken in on paper."""
    by: dict[str, Any] = {"actor": actor, "now": NOW}
    letter = handovers.draft_letter(
        session,
        **by,
        kind=LetterKind.ASSISTANCE,
        subject=subject,
        to=handovers.Addressed(name="冠县供电公司"),
        wording=handovers.Wording("协查", "请提供用电量。"),
    )
    handovers.send_letter(session, **by, letter=letter, on=NOW.date())
    scan = approvals.Scan(io.BytesIO(picture(colour="#654321")), "回执.jpg")
    receipt = handovers.Receipt(is_accepted=True, on=NOW.date(), receiver="收发室", scan=scan)
    handovers.give_receipt(session, **by, letter=letter, receipt=receipt)
    return {
        ("handovers", "letter_id"): str(letter.id),
        ("handovers", "event_id"): str(list_events(session, letter.id)[-1].id),
    }


def of_the_telling(session: Session, actor: Actor, head: Actor, problem: Problem) -> Parts:
    """A public report with picture and reporter, a department's task, a submission of small matters."""
    told = {"name": "王先生", "contact": "10000000018", "pictures": [telling.snapshot()]}
    _code, lead = telling.send(session, **told)
    assert head.agency_id is not None
    assert actor.officer_id is not None
    task = cases.give_task(
        session,
        actor=head,
        now=NOW,
        problem=problem,
        agency=get_agency(session, head.agency_id),
        duty=Duty.OTHER,
        what="上门宣传",
        due_on=clock.local_day(NOW),
    )
    submission = ExemptSubmission(
        county_code=problem.county_code,
        number="371525-2023-MF-00001",
        division_code=problem.division_code,
        village="集中村",
        agency_id=head.agency_id,
        state=SubmissionState.DRAFT,
        reason="初次违法，已改正。",
        made_by_id=actor.officer_id,
        made_at=NOW,
    )
    session.add(submission)
    session.flush()
    return {
        ("leads", "number"): lead.number,
        ("leads", "place"): "1",
        ("tasks", "task_id"): str(task.id),
        ("tasks", "number"): problem.number,
        ("exemptions", "number"): submission.number,
    }


def of_the_supervision(session: Session, agency_id: UUID, subject: Subject) -> Parts:
    """A talk that was issued to an agency, answered on paper, with a sweep."""
    head = make_actor(session, Role.AGENCY_HEAD, agency=get_agency(session, agency_id))
    by: dict[str, Any] = {"actor": head, "now": NOW}
    behind = Behind(Lapse.RELAPSE, subject, "year:2023", 15, "冠县某局", agency_id)
    supervision.propose(session, now=NOW, county_code=subject.division_code[:6], behind=[behind])
    (row,) = list_proposed(session, head, 1)
    paper = supervision.Paper("负责人", "请整改。", NOW.date())
    supervision.issue_step(session, **by, row=row, paper=paper)
    sweep = supervision.add_sweep(
        session, **by, row=row, demand="排查", due_on=NOW.date() + timedelta(days=9)
    )
    scan = approvals.Scan(io.BytesIO(picture(colour="#abcdef")), "答复.jpg")
    reply = supervision.Reply("已整改。", "负责人", NOW.date(), scan)
    supervision.reply_step(session, **by, row=row, reply=reply)
    return {
        ("oversight", "agency_id"): str(agency_id),
        ("supervision", "step_id"): str(row.id),
        ("supervision", "event_id"): str(supervision_events(session, row.id)[-1].id),
        ("supervision", "sweep_id"): str(sweep.id),
        ("supervision", "lapse"): "problem",
        ("supervision", "rung"): "urge",
    }


def of_the_publications(session: Session, bureau: Bureau, case: Case) -> Parts:
    """A published decision whose party asks for repair."""
    agency = bureau.visit.agency
    others = (make_actor(session, role, agency=agency) for role in (Role.LEGAL_REVIEWER, Role.ARCHIVIST))
    office = publications.Office(bureau, case, *others, bureau.chief)
    row = publications.published(session, office)
    return {
        ("publications", "publication_id"): str(row.id),
        ("publications", "repair_id"): str(publications.asked(session, office, row).id),
        ("compliance", "party_id"): str(case.party_id),
        ("users", "party_id"): str(case.party_id),
    }


def of_the_screening(session: Session, agency: Agency, well: Well) -> Parts:
    """A run with a hit at the well, a rule, and the route of a day to it."""
    chief = make_actor(session, Role.CASE_HEAD, agency=agency, jurisdiction=well.county_code)
    now = clock.now()
    by: dict[str, Any] = {"actor": chief, "now": now}
    run, _ = screening.run(session, **by, as_of=clock.local_day(now))
    hits = list_hits_of_well(session, well.id)
    screening.make_lead(session, **by, hit=hits[0])
    inspector = make_actor(session, Role.INSPECTOR, agency=agency, jurisdiction=well.division_code)
    route = screening.plan_route(session, **by, officer_id=inspector.officer_id, on=clock.local_day(now))
    return {
        ("screening", "hit_id"): str(hits[-1].id),
        ("screening", "number"): str(run.number),
        ("screening", "name"): hits[0].rule.value,
        ("screening", "route_id"): str(route.id),
    }


def of_the_volumes(session: Session, well: Well) -> Parts:
    """A meter with a reading that is asked about, and electricity of an account."""
    by = make_actor(session, Role.PERMIT_OFFICER, jurisdiction=well.county_code)
    facts = volumes.MeterFacts(number="SB-EVERY", kind=MeterKind.MECHANICAL)
    opened: dict[str, Any] = {"facts": facts, "on": date(2023, 1, 1), "opening_m3": Decimal(0)}
    meter = volumes.assign_meter(session, actor=by, now=NOW, well=well, **opened)
    dials, last = ((2, 90), (3, 80)), date(2023, 3, 25)
    take_readings(session, by, *(f"{well.code},SB-EVERY,2023-0{month}-25,{m3},人工," for month, m3 in dials))
    take_electricity(session, by, "3700009999,202303,100")
    told: dict[str, Any] = {"factor": Decimal(60), "quantity": Decimal(3), "unit": "亩", "paper": "面积表"}
    facts_of_month = EstimateFacts(month=Month(2023, 4), method=VolumeMethod.NORM, **told)
    volumes.record_estimate(session, actor=by, now=NOW, well=well, facts=facts_of_month)
    visit_id = new_id()
    filed = FiledReading(well=well.id, read_on=last, at=NOW, outcome=DialOutcome.BARRED, reason="井房上锁")
    shown = Upload(io.BytesIO(new_picture()), "dial.jpg")
    volumes.file_visit(session, actor=by, now=NOW, well=well, visit_id=visit_id, filed=filed, uploads=[shown])
    return {
        ("volumes", "code"): well.code,
        ("volumes", "meter_id"): str(meter.id),
        ("volumes", "estimate_id"): str(session.scalars(select(VolumeEstimate.id)).first()),
        ("volumes", "item_id"): str(list_items(session, "meter_visit", visit_id)[0].id),
        ("volumes", "reading_id"): str(list_revisions(session, well.id, last, last)[0].id),
        ("volumes", "query_id"): str(list_queries_of(session, [well.id])[0].id),
        ("volumes", "use_id"): str(session.scalars(select(ElectricityUse.id)).first()),
    }


def of_the_returns(session: Session) -> Parts:
    """A quarter's return of a village with the photograph of a dial, and its tax sheet."""
    village = make_party(session, name="西集村委会", identifier="", phone="")
    well = make_well(session, user=village)
    make_permit(session, well, holder=village, number="D371525G2021-0010")
    put_months(session, well, 2023, [100, 100, 100])
    make_user(session, make_township(session, make_total(session)), village, 900)
    (owed,) = (one for one in reported.ask(session, reported.Q1, now=NOW) if one.party_id == village.id)
    told = returns.Report(
        lines=(ReportedLine(well.id, Decimal(300)),),
        reporter="周敏",
        photographs={0: storing.Scan(io.BytesIO(picture(colour="#135790")), "水表.jpg")},
    )
    reported.send(session, owed, told, now=NOW)
    assert owed.submission_id is not None
    clerk = keeper(session)
    wish = returns.SheetWish(
        party=village, period=reported.Q1, source=WaterSource.SHALLOW, read_on=date(2023, 3, 31)
    )
    sheet = returns.issue_sheet(session, actor=clerk, now=NOW, wish=wish)
    return {
        ("returns", "return_id"): str(owed.id),
        ("returns", "state"): "return_accepted",
        ("returns", "line_id"): str(lines_of(session, [owed.submission_id])[owed.submission_id][0].id),
        ("returns", "sheet_id"): str(sheet.id),
        ("returns", "key"): "tax_tiers",
    }


def of_the_months(session: Session) -> Parts:
    """A closed month, with a file of it, and the closed-well report of it."""
    month = Month(2023, 5)
    close_month(session, month, made=made_month(session, month))
    drafter = make_actor(session, Role.CLOSURE_OFFICER)
    report = draft_well_report(session, actor=drafter, now=NOW, month=month)
    closer = make_actor(session, Role.AGENCY_HEAD)
    mailing = set_mailing(
        session, actor=closer, now=NOW, report=MailedReport.MONTH, day=5, addresses="office@shuili.example"
    )
    return {
        ("reports", "month"): str(month),
        ("reports", "kind"): "pdf",
        ("reports", "number"): report.number,
        ("reports", "mailing_id"): str(mailing.id),
        ("reports", "period"): str(month.previous()),
        ("oversight", "code"): WEST,
    }


def of_the_claims(session: Session, offices: Offices) -> Parts:
    """A claim on a locked baseline, and a substitute water."""
    office = claims.office_of(session, offices.water)
    baseline = claims.make_baseline(session, office, new_well(session), 1000, locked_on=None)
    paper = claims.add_paper(session, office, baseline)
    claims.lock(session, office, baseline)
    claim = claims.make_claim(session, office, baseline, 100)
    return {
        ("claims", "number"): claim.number,
        ("claims", "step"): "withdraw",
        ("claims", "baseline_id"): str(baseline.id),
        ("claims", "paper_id"): str(paper.id),
        ("claims", "substitute_id"): str(claims.make_substitute(session, office, months=1).id),
    }


def of_the_programme(session: Session, offices: Offices) -> Parts:
    """A line of the programme of closings, and an emergency use of a reserve well."""
    reserve = make_closure(session, offices, well=new_well(session), kind=ClosureKind.MOTHBALLED)
    line = programme.make_plan(session, offices, well=new_well(session))
    opening = programme.make_emergency(session, offices, EmergencyStatus.ASKED, closure=reserve)
    checker = make_actor(session, Role.COUNTY_RECHECK)
    (recheck, *_) = closing.draw_rechecks(session, actor=checker, now=NOW, year=2023, count=1, seed="口令")
    return {
        ("closures", "line"): line.number,
        ("closures", "step"): "cover",
        ("closures", "opening"): opening.number,
        ("closures", "recheck_id"): str(recheck.id),
        ("dossier", "code"): offices.well.code,
    }


def of_the_tablet(session: Session, actor: Actor, tablet: Tablet, record: Subject, house: House) -> Parts:
    """An operation, a work package, a carried draft with its photograph, and a file on its way."""
    device = tablet.device
    now = clock.now()
    made = tablet.make("evidence.add", record.id, addition())
    operations.receive(session, actor=actor, now=now, device=device, **made.handed)
    package = pack(session, actor, device, house, now=now)
    picture, draft_id = keep_picture(session), new_id()
    keep_draft(
        session,
        device=device,
        draft_id=draft_id,
        content=f'{{"photograph": "{picture}"}}'.encode(),
        made_at=now,
        carried_by="李雪",
        now=now,
    )
    upload = storage.Upload(
        officer_id=device.officer_id, hash=digest(b"on its way"), length=10, name="a.jpg", begun_at=now
    )
    session.add(upload)
    session.flush()
    return {
        ("devices", "device_id"): str(device.id),
        ("field", "operation_id"): str(made.id),
        ("field", "package_id"): str(package.id),
        ("field", "name"): "wells",
        ("field", "draft_id"): str(draft_id),
        ("field", "file_hash"): picture,
        ("field", "upload_id"): str(upload.id),
    }


def packed_evidence(session: Session, actor: Actor, number: str, signer: Signer) -> EvidencePackage:
    """A registered package of a case's or a closure's evidence, without its file."""
    house = dossier.House(signer, (signer.public,), lambda facts: b"%PDF " + facts["head"].encode())
    found = material.get_material(session, number, actor)
    by: dict[str, Any] = {"actor": actor, "now": clock.now()}
    written = dossier.write_package(session, **by, material=found, house=house, target=io.BytesIO())
    return dossier.register_package(session, **by, written=written)


def bound_case(session: Session, actor: Actor, number: str, signer: Signer) -> ArchiveBundle:
    """A registered archive bundle of a case, without its file; nothing of it is printed."""
    house = dossier.House(signer, (signer.public,), lambda facts: b"%PDF " + facts["head"].encode())
    by = {"actor": actor, "now": clock.now()}
    found = material.get_material(session, number, actor)
    bound = dossier.Bound(pdf=b"%PDF bound", pages=1, archive_no="", contents=[], papers=())
    written = dossier.write_package(
        session, **by, material=found, house=house, target=io.BytesIO(), bound=bound
    )
    return dossier.register_bundle(session, **by, written=written, bound=bound)


def of_the_campaigns(session: Session, offices: Offices, problem: Problem) -> Parts:
    """A township's own campaign with a member, a sweep with a well, a draw, and a signed letter."""
    chief = make_actor(session, Role.CASE_HEAD, agency=offices.enforcer, jurisdiction=WEST)
    by: dict[str, Any] = {"actor": chief, "now": NOW}
    campaign = make_campaign(session, chief)
    new_well(session, use=get_well_by_id(session, problem.well_id).use)
    (task,) = campaigns.begin_sweep(
        session, **by, problem=problem, demand="逐眼排查。", days=5, townships=(WEST,)
    )
    wish = campaigns.SpotWish(2023, (SpotKind.CLOSED,), 1, seed="口令")
    set_target(session, amount="3", division_code=WEST)
    facts = campaigns.LetterFacts(2023, "配合封停。", "县长", "镇长")
    letter = campaigns.draft_letter(session, **by, agency=offices.township, facts=facts)
    scan = storing.Scan(io.BytesIO(picture(colour="#246813")), "责任书.jpg")
    campaigns.sign_letter(session, **by, letter=letter, signed_on=clock.local_day(NOW), scan=scan)
    return {
        ("campaigns", "number"): campaign.number,
        ("campaigns", "member_id"): str(list_members(session, campaign.id)[0].id),
        ("campaigns", "problem_no"): problem.number,
        ("campaigns", "task_no"): task.number,
        ("campaigns", "row_id"): str(list_sweep_wells(session, task.id)[0].id),
        ("campaigns", "draw"): campaigns.draw_spot_check(session, **by, wish=wish).number,
        ("campaigns", "letter_no"): letter.number,
    }

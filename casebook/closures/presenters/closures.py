"""What the pages of closures show."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries as cases
from casebook.claims import queries as claims
from casebook.claims.rules import BASELINE_YEARS
from casebook.closures import queries, rules
from casebook.closures.actions import facts_of, parts_for, parts_of
from casebook.closures.rules import ClosureStatus, SignatureRole
from casebook.documents.rendering import picture_url
from casebook.evidence import presenters as files
from casebook.evidence import queries as evidence
from casebook.evidence.rules import EvidenceStage
from casebook.kernel.clock import to_local
from casebook.ledger import queries as ledger
from casebook.ledger.rules import GRADES, PostingKind
from casebook.quotas import queries as quotas
from casebook.quotas.rules import VolumeSource
from casebook.regions import queries as regions
from casebook.storage.queries import files_by_hash, open_file
from casebook.web.labels import label
from casebook.web.wording import listed
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.claims.models import Baseline, SubstituteWater
    from casebook.closures.models import (
        Closure,
        ClosureConfirmation,
        ClosureEvent,
        ClosureFieldAcceptance,
        ClosurePlan,
        ClosurePublication,
        ClosureRecheck,
        ClosureSignature,
        EmergencyOpening,
    )
    from casebook.closures.rules import ConfirmingPart
    from casebook.evidence.presenters import FileView
    from casebook.ledger.queries import Entry
    from casebook.quotas.models import AnnualVolume, Permit
    from casebook.storage.models import StoredFile
    from casebook.wells.models import Well


@dataclass(frozen=True)
class ClosureLine:
    """One line of the list of closures."""

    closure: Closure
    well: Well
    township: str


@dataclass(frozen=True)
class StageView:
    """The photographs of one stage; `files` is empty for those who may not see evidence."""

    stage: EvidenceStage
    count: int
    files: list[FileView]


@dataclass(frozen=True)
class PartView:
    """One office that has to confirm, and what it said."""

    part: ConfirmingPart
    given: ClosureConfirmation | None
    by: str


@dataclass(frozen=True)
class Missing:
    """Something that the next step still lacks."""

    text: str
    url: str


@dataclass(frozen=True)
class Step:
    """What comes next; `url` only for those who may take it."""

    title: str
    body: str
    url: str | None
    missing: list[Missing]


@dataclass(frozen=True)
class OnSite:
    """How a closure was accepted at the well with a tablet."""

    acceptance: ClosureFieldAcceptance
    pictures: list[tuple[SignatureRole, str]]
    """Drawn signatures as addresses, to who may see evidence."""


@dataclass(frozen=True)
class ClosurePage:
    """Everything that a closure's page shows."""

    closure: Closure
    well: Well
    township: str
    grade: str
    locked: Baseline | None
    """The baseline that was locked for the well, where there is one."""
    substitute: SubstituteWater | None
    case: Case | None
    reporter: str
    acceptor: str
    stages: list[StageView]
    next_stage: EvidenceStage | None
    """The first stage that still lacks photographs."""
    signatures: list[ClosureSignature]
    works: queries.WorksFound
    publication: ClosurePublication | None
    rechecks: list[ClosureRecheck]
    emergencies: list[EmergencyOpening]
    plan: ClosurePlan | None
    on_site: OnSite | None
    parts: list[PartView]
    entries: list[Entry]
    events: list[ClosureEvent]
    step: Step
    can_photograph: bool
    menu: list[dict[str, str]]


@dataclass(frozen=True)
class Volumes:
    """What the register knows of a well's use, beside the baseline; `mean_m3` None without figures."""

    rows: list[AnnualVolume]
    mean_m3: Decimal | None


def closure_lines(session: Session, closures: Sequence[Closure]) -> list[ClosureLine]:
    """Return lines for a list of closures; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in closures})
    names = regions.names(session, closures[0].county_code) if closures else {}
    return [
        ClosureLine(one, by_well[one.well_id], names.get(one.division_code, one.division_code))
        for one in closures
    ]


def closure_page(session: Session, closure: Closure, actor: Actor) -> ClosurePage:
    """Return a closure's page."""
    confirmations = queries.list_confirmations(session, closure.id)
    involved = [closure.reported_by_id, closure.accepted_by_id, *(one.officer_id for one in confirmations)]
    officers = accounts.officers_by_id(session, [one for one in involved if one is not None])
    people = {found.id: f"{found.name}　{found.agency.name}" for found in officers.values()}
    given = {one.part: one for one in confirmations}
    parts = [
        PartView(part, given.get(part), people[given[part].officer_id] if part in given else "")
        for part in parts_of(session, closure)
    ]
    stages = _stages(session, closure, actor)
    publication = queries.find_publication(session, closure.id)
    well = wells.get_well_by_id(session, closure.well_id)
    return ClosurePage(
        closure=closure,
        well=well,
        township=regions.name_of(session, closure.division_code),
        grade=GRADES[closure.baseline_method],
        locked=claims.find_locked(session, closure.well_id),
        substitute=claims.find_substitute(session, closure.substitute_id),
        case=cases.get_case_by_id(session, closure.case_id) if closure.case_id else None,
        reporter=people[closure.reported_by_id],
        acceptor=people[closure.accepted_by_id] if closure.accepted_by_id else "",
        stages=stages,
        next_stage=next((one.stage for one in stages if not one.count), None),
        signatures=queries.list_signatures(session, closure.id),
        works=queries.works_of(session, closure, well),
        publication=publication,
        rechecks=queries.list_rechecks(session, closure.id),
        emergencies=queries.list_emergencies(session, closure.id),
        plan=queries.find_plan_of(session, closure.id),
        on_site=_on_site(session, closure, actor),
        parts=parts,
        entries=ledger.list_entries_of_subject(session, closure.id, actor),
        events=queries.list_events(session, closure.id),
        step=_step(session, closure, actor, stages, parts),
        can_photograph=closure.status in rules.PHOTOGRAPHED and actor.can(Permission.CLOSURE_PHOTOGRAPH),
        menu=_menu(closure, actor, well.code, is_published=publication is not None),
    )


def _on_site(session: Session, closure: Closure, actor: Actor) -> OnSite | None:
    acceptance = queries.find_field_acceptance(session, closure.id)
    if acceptance is None:
        return None
    drawn = queries.signature_images(session, closure.id) if actor.can(Permission.EVIDENCE_SEE) else {}
    kept = files_by_hash(session, drawn.values())
    return OnSite(
        acceptance, [(role, _picture(kept[drawn[role]])) for role in SignatureRole if role in drawn]
    )


def _picture(kept: StoredFile) -> str:
    with open_file(kept.hash) as stream:
        return picture_url(stream.read(), kept.media_type)


def _stages(session: Session, closure: Closure, actor: Actor) -> list[StageView]:
    items = evidence.list_items(session, "closure", closure.id)
    may_see = actor.can(Permission.EVIDENCE_SEE)
    by_stage = {stage: [item for item in items if item.stage is stage] for stage in EvidenceStage}
    return [
        StageView(stage, len(found), files.files_of(found) if may_see else [])
        for stage, found in by_stage.items()
    ]


def _step(
    session: Session, closure: Closure, actor: Actor, stages: list[StageView], parts: list[PartView]
) -> Step:
    number = closure.number
    if closure.status is ClosureStatus.REPORTED:
        url = url_for("closures.accept", number=number) if _may_accept(closure, actor) else None
        body = _("报告人以外的验收员到现场，四方签字。")
        return Step(_("验收"), body, url, _missing_photographs(stages))
    if closure.status is ClosureStatus.RETURNED:
        may_report = actor.can(Permission.CLOSURE_REPORT)
        url = url_for("closures.report_again", number=number) if may_report else None
        return Step(_("改正后重新报告"), queries.list_events(session, closure.id)[-1].what, url, [])
    if closure.status is ClosureStatus.ACCEPTED:
        url = url_for("closures.confirm", number=number) if parts_for(session, closure, actor) else None
        waiting = listed(label(one.part) for one in parts if one.given is None)
        return Step(_("确认并入账"), _("还差：%(parts)s。确认齐了才入账。", parts=waiting), url, [])
    if closure.status is ClosureStatus.CONFIRMED:
        return Step(_("已入账"), _("计入 %(year)s 年度。", year=closure.closed_on.year), None, [])
    return Step(_("已冲销"), _("这眼井重新启用，原来入账的数已冲回。"), None, [])


def _may_accept(closure: Closure, actor: Actor) -> bool:
    return actor.can(Permission.CLOSURE_ACCEPT) and actor.officer_id != closure.reported_by_id


def _missing_photographs(stages: list[StageView]) -> list[Missing]:
    lacking = rules.missing_stages({one.stage: one.count for one in stages})
    return [Missing(_("%(stage)s照片", stage=label(stage)), f"#stage-{stage}") for stage in lacking]


def _menu(closure: Closure, actor: Actor, well_code: str, *, is_published: bool) -> list[dict[str, str]]:
    number = closure.number
    found = []
    if closure.status is ClosureStatus.REPORTED and actor.can(Permission.CLOSURE_ACCEPT):
        found.append({"label": _("退回报告人"), "url": url_for("closures.return_closure", number=number)})
    may_publish = closure.status is ClosureStatus.CONFIRMED and actor.can(Permission.CLOSURE_REPORT)
    if may_publish and not is_published:
        found.append({"label": _("登记公示"), "url": url_for("closures.publish", number=number)})
    is_reserve = closure.kind is rules.ClosureKind.MOTHBALLED and closure.status is ClosureStatus.CONFIRMED
    if is_reserve and actor.can(Permission.EMERGENCY_ASK):
        found.append({"label": _("申请应急启用"), "url": url_for("closures.emergency_ask", number=number)})
    if closure.status is ClosureStatus.CONFIRMED and actor.can(Permission.CLOSURE_REOPEN):
        found.append(
            {"label": _("发现重新启用"), "url": url_for("closures.reopen", number=number), "icon": "undo"}
        )
    if actor.can(Permission.EVIDENCE_SEE):
        file = url_for("dossier.well_file", code=well_code)
        found.append({"label": _("一井一档"), "url": file, "icon": "download"})
    if actor.can(Permission.EVIDENCE_EXPORT):
        package = url_for("dossier.index", number=number)
        found.append({"label": _("取证包"), "url": package, "icon": "download"})
    return found


def volumes_of(session: Session, well: Well, *, closed_on: date | None) -> Volumes:
    """Return the last three years' figures before the year of closing, measured before the register's."""
    by_year = quotas.volumes_by_year(session, [well.id]).get(well.id, {})
    years = [year for year in by_year if closed_on is None or year < closed_on.year][-BASELINE_YEARS:]
    rows = [
        by_year[year].get(VolumeSource.MEASURED) or by_year[year][VolumeSource.REGISTER]
        for year in sorted(years, reverse=True)
    ]
    total = sum((one.volume_m3 for one in rows[1:]), rows[0].volume_m3) if rows else None
    return Volumes(rows, total / len(rows) if total is not None else None)


@dataclass(frozen=True)
class Taken:
    """What a reopening takes back, before and after; volumes in m³."""

    wells: int
    full_year_m3: Decimal
    this_year_m3: Decimal
    kept_m3: Decimal


def taken_back(session: Session, closure: Closure, reopened_on: date, actor: Actor) -> Taken:
    """Return what reopening on a day would take back of a closure's booking."""
    entries = ledger.list_entries_of_subject(session, closure.id, actor)
    standing = [one.posting for one in entries if one.reverses is None and one.reversed_by is None]
    water = [one for one in standing if one.kind is PostingKind.REDUCTION]
    saved = rules.kept_until(
        closure.full_year_m3, closed_on=closure.closed_on, reopened_on=max(reopened_on, closure.closed_on)
    )
    return Taken(
        wells=sum(one.count for one in standing if one.kind is PostingKind.WELL_CLOSED),
        full_year_m3=sum((one.full_year_m3 for one in water), Decimal(0)),
        this_year_m3=sum((one.this_year_m3 for one in water), Decimal(0)),
        kept_m3=rules.after_emergencies(saved, [queries.used_in_year(session, closure)]),
    )


def accept_data(closure: Closure, today: date) -> dict[str, object]:
    """Return what the acceptance form shows first: that all sign today."""
    signatures = {role.value: {"signed_on": today} for role in SignatureRole}
    return {"accepted_on": today, "base_version": closure.version, **signatures}


def hole_of(session: Session, closure: Closure) -> Decimal | None:
    """Return the volume of the well's hole in m³; None where depth or diameter is not registered."""
    well = wells.get_well_by_id(session, closure.well_id)
    found = rules.check_fill(Decimal(0), casing_mm=well.casing_mm, depth_m=well.depth_m)
    return found.hole_m3 if found else None


def report_data(closure: Closure) -> dict[str, object]:
    """Return what the report form shows of a closure that is reported again."""
    facts = asdict(facts_of(closure))
    return {
        **{name: value.value if isinstance(value, StrEnum) else value for name, value in facts.items()},
        "case_id": str(closure.case_id or ""),
        "substitute_id": str(closure.substitute_id or ""),
        "begun_at": to_local(closure.begun_at) if closure.begun_at else None,
        "ended_at": to_local(closure.ended_at) if closure.ended_at else None,
        "base_version": closure.version,
    }


def first_report(session: Session, well: Well, today: date) -> dict[str, object]:
    """Return what the report form shows first: what the line of the programme has already settled."""
    plan = queries.find_live_plan(session, well.id)
    if plan is None:
        return {"closed_on": today}
    is_cut = any(one.step is rules.PlanStep.PERMIT for one in queries.list_plan_events(session, plan.id))
    return {
        "closed_on": today,
        "origin": plan.origin.value,
        "case_id": str(plan.case_id or ""),
        "replacement_source": plan.source.value,
        "replacement_connected_on": plan.joined_on,
        "permit_note": _("已在封井计划 %(number)s 里核减或注销", number=plan.number) if is_cut else "",
    }


@dataclass(frozen=True)
class ReportPage:
    """What the report form stands beside."""

    well: Well
    township: str
    permits: list[Permit]
    volumes: Volumes
    live: Closure | None


def report_page(session: Session, well: Well, *, closed_on: date | None) -> ReportPage:
    """Return what is known of a well whose closure is being reported."""
    return ReportPage(
        well=well,
        township=regions.name_of(session, well.division_code),
        permits=quotas.permits_of_well(session, well.id),
        volumes=volumes_of(session, well, closed_on=closed_on),
        live=queries.find_live(session, well.id),
    )

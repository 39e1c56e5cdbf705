"""What a case's papers say of persons, places, things and orders: one function for each group of fields."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from casebook.approvals.rules import ChainKind
from casebook.cases.acts import ActKind, FilingAsked
from casebook.cases.rules.folding import last
from casebook.cases.rules.status import FoundHow
from casebook.documents.rules import FORMS
from casebook.documents.rules import FormCode as F
from casebook.documents.rules.wording import day_words
from casebook.evidence.rules import EvidenceKind, EvidenceMethod
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.cases.queries.file import CaseFile
    from casebook.cases.queries.papers import PaperSources
    from casebook.evidence.models import EvidenceItem
    from casebook.wells.models import Well

Facts = dict[str, object]
KIND_WORDS = {
    EvidenceKind.DOCUMENTARY: "书证",
    EvidenceKind.PHYSICAL: "物证",
    EvidenceKind.AUDIOVISUAL: "视听资料",
    EvidenceKind.ELECTRONIC: "电子数据",
    EvidenceKind.TESTIMONY: "证人证言",
    EvidenceKind.PARTY_STATEMENT: "当事人的陈述",
    EvidenceKind.EXPERT_OPINION: "鉴定意见",
    EvidenceKind.SITE_RECORD: "勘验笔录、现场笔录",
}
"""The eight kinds of 处罚法 46 as papers name them."""
METHOD_WORDS = {
    EvidenceMethod.PHOTOGRAPH: ("现场照片", "张"),
    EvidenceMethod.VIDEO: ("现场录像", "段"),
    EvidenceMethod.AUDIO: ("录音", "段"),
}
"""What is told apart by how it was taken, and in what it is counted."""
SOURCE_WORDS = {
    FoundHow.INSPECTION: "行政检查中发现",
    FoundHow.PATROL: "日常巡查中发现",
    FoundHow.SCREENING: "数据筛查发现",
    FoundHow.REPORT: "群众举报",
    FoundHow.MONITORING: "监测预警",
    FoundHow.SUPERIOR: "上级交办",
    FoundHow.TRANSFER: "部门移送",
    FoundHow.MEDIA: "媒体反映",
    FoundHow.POWER_ANOMALY: "用电量异常线索",
    FoundHow.REMOTE_SENSING: "遥感影像线索",
    FoundHow.HOTLINE_12345: "12345热线转办",
    FoundHow.HOTLINE_12314: "12314监督举报",
    FoundHow.PETITION: "信访",
    FoundHow.PROSECUTOR: "检察建议",
    FoundHow.ENVIRONMENT_INSPECTORATE: "环保督察转办",
    FoundHow.AUDIT: "审计移交",
}
"""案件来源, by how the first problem was found."""
HANDLER = "承办人"
"""The first position of every chain."""
OPINIONS_OF: dict[F, ChainKind] = {
    F.F02: ChainKind.INSPECTION,
    F.F11: ChainKind.CASE_FILING,
    F.F12A: ChainKind.CASE_NOT_FILING,
    F.F13A: ChainKind.PRESERVATION,
    F.F14: ChainKind.PRESERVATION,
    F.F26: ChainKind.PENALTY_DECISION,
    F.F31B: ChainKind.INSTALMENT,
    F.F45A: ChainKind.CASE_SUSPENSION,
    F.F45C: ChainKind.WITHDRAWAL,
    F.F45D: ChainKind.CASE_EXTENSION,
    F.F46: ChainKind.CASE_CLOSING,
}
"""The chain whose opinions a 审批表 shows."""


def persons(file: CaseFile, sources: PaperSources) -> Facts:
    """Return the party's representative, and whom the party may ask at the bureau."""
    first = sources.officers.get(file.case.investigator_id)
    return {
        "party_legal_rep": file.party.legal_rep,
        "object": "、".join(one.name for one in file.parties),
        "contact": first.name if first else "",
        "phone": (first.phone or "") if first else "",
        "handlers": "、".join(one.name for one in file.investigators),
        "recorder": file.investigators[-1].name,
        "makers": "、".join(one.name for one in file.investigators),
        "drawn_by": file.investigators[-1].name,
    }


def places(sources: PaperSources) -> Facts:
    """Return where the wells of the case lie, and how the first is equipped."""
    if not sources.wells:
        return {}
    first, sites = sources.wells[0], [_site(sources, one) for one in sources.wells]
    return {
        "well_code": "、".join(one.code for one in sources.wells),
        "well_place": "；".join(sites),
        "place": sites[0],
        "position": f"东经{first.lon:.6f}，北纬{first.lat:.6f}",
        "pump": f"{first.pump_power_kw:g}千瓦" if first.pump_power_kw else "",
        "casing": f"{first.casing_mm:g}毫米" if first.casing_mm else "",
        "depth": f"{first.depth_m:g}米（登记值，未测）" if first.depth_m else "",
        "meter": first.meter_no,
        "power_meter": first.electricity_account,
    }


def _site(sources: PaperSources, well: Well) -> str:
    return f"{sources.divisions.get(well.division_code, '')}{well.village}"


def filing(file: CaseFile) -> Facts:
    """Return where the case came from, and since when it runs."""
    asked = last(file.entries, ActKind.FILING_ASKED)
    problem = min(file.problems, key=lambda one: one.found_on, default=None)
    told = asked.act.source if asked and isinstance(asked.act, FilingAsked) else ""
    described = "\n".join(one.description for one in file.problems)
    return {
        "source": told or (SOURCE_WORDS[problem.found_how] if problem else ""),
        "filed_on": file.case.opened_on,
        "occurred_on": day_words(problem.found_on) if problem else "",
        "content": described,
        "matter": described,
    }


def visit(sources: PaperSources) -> Facts:
    """Return what the visit says that the case rests on."""
    found = sources.visit
    if found is None:
        return {}
    at = found.arrival_at or found.started_at
    return {
        "begun_at": at,
        "at": at,
        "inspected_on": local_day(at),
        "found": found.situation,
        "person_in_charge": found.person_on_site,
        "shown_id": "执法人员已出示执法证件" if found.id_shown else "",
        "recusal": found.recusal_note or ("已告知，当事人不申请回避" if found.recusal_asked else ""),
    }


def course_of_inquiry(file: CaseFile, sources: PaperSources) -> Facts:
    """Return what was done to find out, day by day, for the report."""
    done = [(file.case.opened_on, "立案")]
    done += [(one.on, f"{'、'.join(each.name for each in one.officers)}进行现场检查") for one in file.visits]
    lines = [f"{day_words(on)}，{what}。" for on, what in sorted(done)]
    if sources.evidence:
        lines.append(f"共收集证据{len(sources.evidence)}件。")
    return {"course": "\n".join(lines)}


def evidence_in_short(file: CaseFile, sources: PaperSources) -> Facts:
    """Return the evidence as letters name it: the records of visits, then alike pieces with their number."""
    visited = {one.id for one in file.visits if one.is_submitted}
    found = [one.description for one in file.problems if one.inspection_id in visited]
    rows = [{"name": "现场检查笔录", "proves": one.rstrip("。")} for one in dict.fromkeys(found)]
    alike = Counter((_piece(one), one.describes.strip("。 ") or "现场情况") for one in sources.evidence)
    rows += [{"name": f"{name}{n}{unit}", "proves": proves} for ((name, unit), proves), n in alike.items()]
    return {"evidence": rows}


def _piece(item: EvidenceItem) -> tuple[str, str]:
    """Return what a piece of evidence is called, and in what it is counted."""
    known = METHOD_WORDS.get(item.method) if item.method is not None else None
    return known or (KIND_WORDS[item.kind], "件")


def evidence_in_full(sources: PaperSources) -> Facts:
    """Return every piece of evidence for the list of the file (证据清单)."""
    return {
        "evidence": [
            {
                "name": one.file_name,
                "kind": KIND_WORDS[one.kind],
                "proves": one.describes,
                "source": f"{one.maker_name}，{day_words(local_day(one.captured_at or one.received_at))}",
            }
            for one in sources.evidence
        ]
    }


def orders(file: CaseFile) -> Facts:
    """Return what was ordered, and until when; of several the latest day."""
    terms = {one.id: one.due_on for one in file.terms}
    days = [terms[one.term_id] for one in file.measures if one.term_id in terms]
    lines = [f"{file_place(file, one.well_id)}：{one.demand}" for one in file.measures]
    return {
        "demands": "\n".join(dict.fromkeys(lines)),
        "until": max(days, default=None),
        "order_number": "、".join(dict.fromkeys(one.order_no for one in file.measures)),
    }


def file_place(file: CaseFile, well_id: UUID) -> str:
    """Return the code of a well of the case, or what an order calls it where the well is none of its own."""
    return f"取水井{file.well_codes[well_id]}" if well_id in file.well_codes else "取水井"


def rechecks(sources: PaperSources) -> Facts:
    """Return what the last re-check found."""
    if not sources.verified:
        return {}
    found = sources.verified[-1]
    return {
        "checked_on": local_day(found.verified_at),
        "found": found.note,
        "conclusion": "已按要求改正" if found.is_met else "未按要求改正",
    }


def opinions(file: CaseFile, sources: PaperSources, form: F) -> Facts:
    """Return the answers of the chain that a 审批表 shows; the handlers' own is its proposal."""
    given = sources.opinions.get(OPINIONS_OF[form], ()) if form in OPINIONS_OF else ()
    has_proposal = FORMS[form].field("proposal") is not None
    rows = [
        {"title": one.title, "name": one.name, "opinion": one.words, "on": day_words(one.on)}
        for one in given
        if not (has_proposal and one.title == HANDLER)
    ]
    asked = last(file.entries, ActKind.FILING_ASKED)
    grounds = asked.act.grounds if asked and isinstance(asked.act, FilingAsked) else ""
    own = next((one.words for one in given if one.title == HANDLER), "")
    proposed: Facts = {"proposal": own or grounds} if form is F.F11 else {}
    return {"opinions": rows} | proposed

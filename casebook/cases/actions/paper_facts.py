"""What a case's file says on its papers: worded alike on all of them, taken from the file, not typed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.acts import ActKind, Decided, Report, Statement, StatementAnswered
from casebook.cases.rules.codes import get_code
from casebook.cases.rules.folding import last, proposal_of
from casebook.deadlines.rules import find_rule
from casebook.documents.rules import FORMS
from casebook.parties.rules import PartyKind
from casebook.penalties.rules.provisions import YUAN

if TYPE_CHECKING:
    from casebook.cases.acts import Proposal
    from casebook.cases.queries.file import CaseFile
    from casebook.documents.rules import FormCode

PARTY_WORDS = {PartyKind.CITIZEN: "自然人", PartyKind.ORGANISATION: "法人", PartyKind.VILLAGE: "其他组织"}
"""As papers call the kinds of parties."""
NO_DEFENCE = "当事人在规定期限内未提出陈述、申辩意见。"


def paper_facts(file: CaseFile, form: FormCode) -> dict[str, object]:
    """Return what the file knows of a form's fields; what it does not know stays to be filled in."""
    known = _common(file) | _findings(file) | _penal(file) | _terms()
    return {name: value for name, value in known.items() if FORMS[form].field(name) and value}


def _common(file: CaseFile) -> dict[str, object]:
    party = file.party
    return {
        "case_no": file.case.number,
        "cause": file.case.cause,
        "party_name": "、".join(one.name for one in file.parties),
        "party_kind": PARTY_WORDS.get(party.kind, "其他组织"),
        "party_id_no": party.identifier,
        "party_address": party.address,
        "party_phone": party.phone,
        "officers": [{"name": one.name, "certificate_no": one.certificate_no} for one in file.investigators],
        "found_on": min((one.found_on for one in file.problems), default=None),
        "section": file.case.acts_in_name_of,
    }


def _findings(file: CaseFile) -> dict[str, object]:
    report = last(file.entries, ActKind.REPORTED)
    described = "；".join(one.description for one in file.problems)
    codes = dict.fromkeys(get_code(one.code).articles for one in file.problems)
    return {
        "facts": report.act.found if report and isinstance(report.act, Report) else described,
        "evidence": [{"name": "现场检查笔录", "proves": one.description} for one in file.problems],
        "violated": "；".join(codes),
        "basis": "；".join(codes),
    }


def _penal(file: CaseFile) -> dict[str, object]:
    entry = last(file.entries, ActKind.DECIDED, ActKind.DELIBERATED, ActKind.PROPOSED, ActKind.REPORTED)
    proposal = proposal_of(entry.kind, entry.act) if entry else None
    if proposal is None:
        return {}
    decided = entry.act if entry and isinstance(entry.act, Decided) else None
    penalty = penalty_words(file, proposal)
    return {
        "violated": proposal.violated,
        "basis": proposal.basis,
        "discretion": proposal.reason,
        "reason": proposal.reason,
        "proposed": penalty,
        "proposal": penalty,
        "penalty": penalty,
        "fine_fen": fine_of(file, proposal),
        "defence": defence_words(file),
        "performance": decided.performance if decided else "",
        "pay_to": decided.pay_to if decided else "",
        "hearing_ground": "《中华人民共和国行政处罚法》第六十三条",
    }


def _terms() -> dict[str, object]:
    statement, hearing = find_rule("D-08").length, find_rule("D-06").length
    return {
        "defence_days": statement.amount if statement else None,
        "hearing_days": hearing.amount if hearing else None,
    }


def fine_of(file: CaseFile, proposal: Proposal) -> int:
    """Return the fines of the parties that a paper is made out to, in fen."""
    named = {one.id for one in file.parties}
    return sum(one.fen for one in proposal.fines if one.party in named)


def penalty_words(file: CaseFile, proposal: Proposal) -> str:
    """Return a penalty as papers say it, each party's fine by itself; the rest is the first party's."""
    names = {one.id: one.name for one in file.parties}
    lines = [f"对{names[one.party]}罚款 {one.fen // YUAN} 元" for one in proposal.fines if one.party in names]
    is_first = file.case.party_id in names
    if proposal.confiscated_fen and is_first:
        lines.append(f"没收违法所得 {proposal.confiscated_fen // YUAN} 元")
    if proposal.revokes_permit and is_first:
        lines.append("吊销取水许可证")
    return "；".join(lines) or "不予行政处罚"


def defence_words(file: CaseFile) -> str:
    """Return what the party said and what became of it."""
    said = [point for one in file.entries if isinstance(one.act, Statement) for point in one.act.points]
    answers = [
        f"“{each.point}”{'采纳' if each.is_adopted else '不采纳'}：{each.why}"
        for one in file.entries
        if isinstance(one.act, StatementAnswered)
        for each in one.act.answers
    ]
    return "；".join(answers or said) or NO_DEFENCE

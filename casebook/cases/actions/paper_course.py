"""What a case's papers say of its course: review, statement, hearing, decision, performance, closing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from casebook.cases.actions.paper_facts import penalty_words
from casebook.cases.acts import (
    ActKind,
    Archived,
    Closed,
    Considered,
    Decided,
    Deliberation,
    FilingRefused,
    HearingCalled,
    HearingHeld,
    Paid,
    Performed,
    Reasoned,
    Report,
    Review,
    ReviewVerdict,
    Statement,
    StatementAnswered,
    Transferred,
)
from casebook.cases.rules.folding import last
from casebook.documents.rules import DocumentState
from casebook.documents.rules import FormCode as F
from casebook.documents.rules.wording import amount_words, day_words

if TYPE_CHECKING:
    from casebook.cases.acts import Act
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.queries.papers import PaperSources
    from casebook.documents.models import Document

Facts = dict[str, object]
_A = TypeVar("_A", bound="Act")
VERDICT_WORDS = {ReviewVerdict.AGREE: "同意", ReviewVerdict.AMEND: "修改", ReviewVerdict.RETURN: "退回"}
"""审核结论."""
PERMANENT = "永久"
_CODE = re.compile(r"^P\d\d ?")
"""Codes of problems are the house's own; papers do without them."""
_SIDES = (ActKind.SUSPENDED, ActKind.RESUMED, ActKind.TERMINATED, ActKind.WITHDRAWN)
_CARRIED = ("review_agency", "court", "pay_to")


def _newest(file: CaseFile, kind: ActKind, payload: type[_A]) -> _A | None:
    entry = last(file.entries, kind)
    return entry.act if entry is not None and isinstance(entry.act, payload) else None


def report(file: CaseFile) -> Facts:
    """Return what the report of the investigation says."""
    found = _newest(file, ActKind.REPORTED, Report)
    return (
        {"nature": found.nature, "gaps": "、".join(_CODE.sub("", one) for one in found.gaps)} if found else {}
    )


def review(file: CaseFile) -> Facts:
    """Return what the legal review concluded."""
    reported, entry = last(file.entries, ActKind.REPORTED), last(file.entries, ActKind.REVIEWED)
    known: Facts = {"received_on": reported.on if reported else None}
    if entry is None or not isinstance(entry.act, Review):
        return known
    found = entry.act
    return known | {
        "points": [{"point": one, "opinion": "已审核"} for one in found.points],
        "conclusion": VERDICT_WORDS[found.verdict],
        "advice": "" if found.verdict is ReviewVerdict.AGREE else found.opinion,
        "reviewer": entry.actor_name,
        "reviewed_on": entry.on,
    }


def deliberation(file: CaseFile) -> Facts:
    """Return who discussed the case, what each said and what was concluded."""
    found = _newest(file, ActKind.DELIBERATED, Deliberation)
    if found is None:
        return {}
    return {
        "presider": found.presider,
        "present": "、".join(one.name for one in found.opinions),
        "absent": "、".join(found.absent),
        "said": [{"name": one.name, "opinion": one.words} for one in found.opinions],
        "conclusion": found.conclusion,
    }


def statement(file: CaseFile) -> Facts:
    """Return what the party said in its defence, and what became of every point."""
    entry, answers = last(file.entries, ActKind.STATEMENT), _newest_answers(file)
    considered = _newest(file, ActKind.CONSIDERED, Considered)
    said = entry.act if entry and isinstance(entry.act, Statement) else None
    rows = [
        {"point": one.point, "adopted": "采纳" if one.is_adopted else "不采纳", "reason": one.why}
        for one in (answers.answers if answers else ())
    ]
    return {
        "speaker": said.by if said else "",
        "said": "\n".join(said.points) if said else "",
        "said_on": entry.on if entry else None,
        "points": rows,
        "conclusion": considered.result if considered else "",
    }


def _newest_answers(file: CaseFile) -> StatementAnswered | None:
    return _newest(file, ActKind.STATEMENT_ANSWERED, StatementAnswered)


def hearing(file: CaseFile, sources: PaperSources) -> Facts:
    """Return where the hearing is held, who presides and what was concluded."""
    called = _newest(file, ActKind.HEARING_CALLED, HearingCalled)
    held = _newest(file, ActKind.HEARING_HELD, HearingHeld)
    presider = sources.officers.get((held or called).presider) if held or called else None  # type: ignore[union-attr]  # one is there
    notice = sources.last_paper(F.F23)
    return {
        "place": called.place if called else "",
        "presider": presider.name if presider else "",
        "is_public": ("公开" if called.is_public else "不公开") if called else "",
        "agents": "、".join(held.agents) if held else "",
        "opinion": held.opinion if held else "",
        "notice_number": notice.number if notice else "",
    }


def decision(file: CaseFile, sources: PaperSources) -> Facts:
    """Return number and day of the decision, and where it sends the party."""
    paper = sources.last_paper(F.F27, F.F28, F.F29)
    if paper is None:
        return {}
    carried = {name: paper.contents.get(name, "") for name in _CARRIED}
    return carried | {
        "decision_number": paper.number,
        "decided_on": paper.issued_on,
        "pay_until": file.dues.get("D-10"),
    }


def closing(file: CaseFile) -> Facts:
    """Return how the case ended, how its decision was performed, and under which number it is kept."""
    closed = _newest(file, ActKind.CLOSED, Closed)
    archived = _newest(file, ActKind.ARCHIVED, Archived)
    performed = _newest(file, ActKind.PERFORMED, Performed)
    decided = _newest(file, ActKind.DECIDED, Decided)
    years = archived.kept_years if archived else None
    return {
        "closed_on": file.case.closed_on,
        "case_title": f"{file.party.name}{file.case.cause.removesuffix('案')}案",
        "result": penalty_words(file, decided.proposal) if decided else closed.reason if closed else "",
        "performance": performed.how if performed else _paid_words(file),
        "archive_no": archived.archive_no if archived else "",
        "kept_for": f"{years}年" if years else PERMANENT if archived else "",
        "volume": "正卷",
    }


def _paid_words(file: CaseFile) -> str:
    paid = [one.act for one in file.entries if isinstance(one.act, Paid)]
    total = sum(-one.fen if one.is_refund else one.fen for one in paid)
    return f"已缴纳{amount_words(total)}。" if total > 0 else "尚无缴款和履行的记录。"


def side_steps(file: CaseFile) -> Facts:
    """Return why the case was not filed, suspended, ended or transferred, as the newest such act says."""
    entry = last(file.entries, ActKind.FILING_REFUSED, ActKind.TRANSFERRED, *_SIDES)
    if entry is None:
        return {}
    if isinstance(entry.act, Transferred):
        return {"receiver": entry.act.to, "reason": entry.act.reason}
    if isinstance(entry.act, Reasoned):
        return {"reason": entry.act.reason, "paper": entry.act.paper, "from_on": entry.on}
    return {"reason": entry.act.reason} if isinstance(entry.act, FilingRefused) else {}


def extension(file: CaseFile) -> Facts:
    """Return until when the decision may be made, for 延长办案期限."""
    return {"until": file.dues.get("D-02")}


def catalogue(file: CaseFile, sources: PaperSources) -> Facts:
    """Return the issued papers of the case in order, for the list of the file (卷内目录)."""
    maker = file.case.acts_in_name_of
    return {"papers": [_line(one) | {"maker": maker} for one in sources.documents if one.issued_on]}


def to_serve(sources: PaperSources) -> Facts:
    """Return the papers that wait for their service, for the 送达回证."""
    waiting = [one for one in sources.documents if is_to_serve(one)]
    return {"papers": [_line(one) | {"count": "1"} for one in waiting]}


def is_to_serve(paper: Document) -> bool:
    """Say whether an issued paper is to be served and is not yet."""
    return paper.sheet.is_served and paper.state in {DocumentState.ISSUED, DocumentState.STAMPED}


def handed_over(sources: PaperSources) -> Facts:
    """Return the papers that go with a letter of transfer."""
    issued = [one for one in sources.documents if one.issued_on]
    return {"papers": [{"name": _title(one), "count": "1", "pages": str(one.pages or "")} for one in issued]}


def _title(paper: Document) -> str:
    return f"{paper.sheet.title}（{paper.number}）" if paper.number else paper.sheet.title


def _line(paper: Document) -> dict[str, str]:
    on = paper.issued_on
    return {
        "title": paper.sheet.title,
        "number": paper.number or "",
        "on": day_words(on) if on else "",
    }

"""Drawing up a paper of a case: everything that the file and its surroundings know is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.actions import paper_course as course
from casebook.cases.actions import paper_groups as groups
from casebook.cases.actions.paper_facts import paper_facts
from casebook.cases.actions.papers import draft_paper
from casebook.cases.actions.proposing import list_matches, proposed_match
from casebook.cases.queries.file import reload_file
from casebook.cases.queries.papers import load_sources
from casebook.cases.rules.drawing_up import need_offer
from casebook.documents.rules import FORMS, FieldKind, takes
from casebook.documents.rules import FormCode as F
from casebook.documents.rules.citing import official
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.queries.papers import PaperSources
    from casebook.documents.models import Document
    from casebook.documents.rules import Field

_HEARING = frozenset({F.F25A, F.F25B, F.F25C, F.F25D, F.F25E, F.F25F})
_IN_FULL = frozenset({F.F18A})
_GROUPS: tuple[tuple[Callable[[CaseFile, PaperSources], dict[str, object]], frozenset[F] | None], ...] = (
    (groups.persons, None),
    (lambda _file, sources: groups.places(sources), None),
    (lambda file, _sources: groups.filing(file), None),
    (lambda _file, sources: groups.visit(sources), frozenset({F.F04, F.F05, F.F06A})),
    (lambda file, _sources: groups.orders(file), frozenset({F.F05, F.F09, F.F10, F.F40A, F.F40C, F.F48B})),
    (lambda _file, sources: groups.rechecks(sources), frozenset({F.F40C})),
    (groups.evidence_in_short, frozenset(F) - _IN_FULL),
    (lambda _file, sources: groups.evidence_in_full(sources), _IN_FULL),
    (groups.course_of_inquiry, frozenset({F.F19})),
    (lambda file, _sources: course.report(file), frozenset({F.F19})),
    (lambda file, _sources: course.review(file), frozenset({F.F20})),
    (lambda file, _sources: course.deliberation(file), frozenset({F.F21})),
    (lambda file, _sources: course.statement(file), frozenset({F.F24A, F.F24B})),
    (course.hearing, _HEARING),
    (course.decision, None),
    (lambda file, _sources: course.closing(file), frozenset({F.F46, F.F47A, F.F47B, F.F47C})),
    (
        lambda file, _sources: course.side_steps(file),
        frozenset({F.F12A, F.F12B, F.F41A, F.F41C, F.F42, F.F45A, F.F45B, F.F45C}),
    ),
    (lambda file, _sources: course.extension(file), frozenset({F.F45D})),
    (course.catalogue, frozenset({F.F47B})),
    (lambda _file, sources: course.to_serve(sources), frozenset({F.F30B})),
    (lambda _file, sources: course.handed_over(sources), frozenset({F.F41A, F.F42})),
)
"""Each group of fields with the forms that it fills; None: every form that has the fields."""
_BASIS: dict[F, str] = {
    F.F02: "《中华人民共和国水法》第六十条",
    F.F03: "《中华人民共和国水法》第六十条",
    F.F08A: "《中华人民共和国行政处罚法》第五十五条",
    F.F08B: "《中华人民共和国行政处罚法》第二十六条",
    F.F13B: "《中华人民共和国行政处罚法》第五十六条",
    F.F13D: "《中华人民共和国行政处罚法》第五十六条",
    F.F15A: "《中华人民共和国行政处罚法》第五十六条",
    F.F16: "《中华人民共和国行政处罚法》第五十六条",
    F.F28: "《中华人民共和国行政处罚法》第三十三条",
    F.F31C: "《中华人民共和国行政处罚法》第六十六条第二款",
    F.F33A: "《中华人民共和国行政处罚法》第七十二条第一款",
    F.F34A: "《中华人民共和国行政强制法》第三十五条、第五十四条",
    F.F34B: "《中华人民共和国行政强制法》第五十一条",
    F.F35: "《中华人民共和国行政强制法》第五十条、第五十一条",
    F.F36A: "《中华人民共和国行政强制法》第三十七条",
    F.F37A: "《中华人民共和国行政强制法》第五十三条、第五十四条",
    F.F38A: "《地下水管理条例》第四十九条",
    F.F38B: "《地下水管理条例》第四十九条、第五十八条",
    F.F41A: "《中华人民共和国行政处罚法》第二十五条、第二十七条",
    F.F41C: "《中华人民共和国行政处罚法》第二十五条、第二十七条",
    F.F42: "《行政执法机关移送涉嫌犯罪案件的规定》第三条、第五条",
    F.F48A: "《中华人民共和国水法》第七条、第四十八条",
}
"""What a paper of procedure rests on, whatever the act was."""


def draw_up(
    session: Session, *, actor: Actor, now: datetime, case: Case, form: F, party: UUID | None = None
) -> Document:
    """Draft a paper that the case may draw up now, filled with all that is known; the rest is typed.

    In a case of several parties it is made out to one of them, or to all. RuleBroken `case_paper_not_now`
    or `case_paper_by_act` for one that it may not.
    """
    need_offer(form, case.status)
    file = reload_file(session, case)
    if party is not None and party not in {one.id for one in file.parties}:
        raise RuleBroken("party_elsewhere", field="party")
    own = party if len(file.parties) > 1 else None
    facts = known_facts(session, file.only(own), form)
    return draft_paper(session, actor=actor, now=now, case=case, form=form, facts=facts, party=own)


def known_facts(session: Session, file: CaseFile, form: F) -> dict[str, object]:
    """Return what is known of a form's fields, each of its field's kind; blank ones are left out."""
    sources = load_sources(session, file)
    known = paper_facts(file, form)
    for group, forms in _GROUPS:
        if forms is None or form in forms:
            known |= {name: value for name, value in group(file, sources).items() if value}
    known |= {name: value for name, value in groups.opinions(file, sources, form).items() if value}
    known |= _law(session, file, form, known)
    fitted = {one: _fitted(one, known.get(one.name)) for one in FORMS[form].fields}
    return {one.name: value for one, value in fitted.items() if value and takes(one, value)}


def _law(session: Session, file: CaseFile, form: F, known: dict[str, object]) -> dict[str, object]:
    """Return articles as papers cite them: the proposal's, before there is one those that fit."""
    said = {name: str(known.get(name) or "") for name in ("violated", "basis")}
    if not known.get("penalty") or not all(said.values()):
        found = proposed_match(list_matches(session, file, on=file.case.opened_on))
        if found is not None:
            said = {"violated": "；".join(found.basis.violated), "basis": found.basis.citation}
    cited: dict[str, object] = {name: official(text) for name, text in said.items()}
    cited["consequence"] = f"依据{cited['basis'] or '有关法律、法规'}的规定处理"
    return cited | ({"basis": _BASIS[form]} if form in _BASIS else {})


def _fitted(field: Field, value: object) -> object:
    """Return rows with the columns of a field only; anything else as it is."""
    if field.kind is not FieldKind.ROWS or not isinstance(value, list):
        return value
    names = {name for name, _label in field.columns}
    return [{name: text for name, text in row.items() if name in names} for row in value]

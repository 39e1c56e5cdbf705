from __future__ import annotations

import ast

from casebook.cases.rules import CASE_TRANSITIONS
from casebook.handbook import workflows
from casebook.wells.rules import WellStatus
from tests.support.source_tree import ROOT, python


def test_the_document_says_what_the_tables_say() -> None:
    """`casebook diagrams` writes it anew."""
    assert (ROOT / "docs/workflows.md").read_text(encoding="utf-8") == workflows.document()


def test_every_table_is_in_it() -> None:
    written = [
        source.at(node)
        for source in python("casebook")
        if source.role == "rules"
        for node in source.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and _name(node).endswith("TRANSITIONS")
    ]
    assert len(workflows.workflows()) == len(written)


def _name(node: ast.Assign | ast.AnnAssign) -> str:
    return ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])


def test_grounds_stand_beside_their_step() -> None:
    wells = next(found for found in workflows.workflows() if found.kind is WellStatus)
    grounds = {(before, after): words for before, after, words in wells.steps()}
    assert grounds[WellStatus.PLUGGED, WellStatus.IN_USE] == "closure"
    assert grounds[WellStatus.IN_USE, WellStatus.PLUGGED] == "closure, import"


def test_nothing_follows_an_end() -> None:
    cases = next(found for found in workflows.workflows() if found.table is CASE_TRANSITIONS)
    assert [state.value for state in cases.ends] == ["not_filed", "archived"]

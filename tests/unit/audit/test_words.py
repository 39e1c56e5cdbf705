"""Every act of the house has words in the audit, and no words are left over."""

from __future__ import annotations

import ast
import re

from casebook import wiring
from casebook.audit.labels import ACTIONS
from casebook.audit.nouns import NOUNS
from casebook.audit.rules import OPEN_KINDS
from casebook.documents.rules import DocumentState
from casebook.ledger.queries.months import CLOSE
from tests.support.source_tree import python

TAG = re.compile(r"[a-z_]+:[a-z_]+")
PUT_TOGETHER = {
    *("division:add", "division:change", "zone:add", "zone:change"),
    *(f"document:{state}" for state in DocumentState),
    CLOSE,
}
"""Tags that regions make of kind and verb, papers of the state they come to, and what queries ask for."""
RETIRED = {"case:open", "case:close", "decision:record"}
"""What nothing records any more; the chain keeps the entries of earlier versions, and they are still read."""
JOBS = {"evidence:preview", "documents:render", "notices:send"}
"""Kinds of background work are written the same way."""


def tags() -> set[str]:
    sources = [
        source
        for source in python("casebook")
        if source.feature in wiring.FEATURES
        and (source.role == "actions" or source.module == "casebook.audit.rules")
    ]
    assert len(sources) > 20
    texts = {
        node.value for source in sources for node in ast.walk(source.tree) if isinstance(node, ast.Constant)
    }
    return {text for text in texts if isinstance(text, str) and TAG.fullmatch(text)} - JOBS | PUT_TOGETHER


def test_every_action_has_words_and_none_are_left_over() -> None:
    assert tags() | RETIRED == set(ACTIONS)
    assert tags() & RETIRED == set()


def test_no_two_actions_have_the_same_words() -> None:
    words = [str(text) for text in ACTIONS.values()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_what_an_administrator_reads_has_a_name() -> None:
    assert set(NOUNS) >= OPEN_KINDS

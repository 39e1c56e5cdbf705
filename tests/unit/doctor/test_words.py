"""Every finding has its words, and every setting its check."""

from __future__ import annotations

import ast
from dataclasses import fields

from casebook.config import Settings
from casebook.doctor.labels import LABELS, MEND, VALID_VALUES, WHAT
from casebook.doctor.rules import VALID, State
from tests.support.source_tree import python

ANYTHING_GOES = {"data_dir", "working_set", "chromium"}


BORROWED = {"casebook.field.basemap", "casebook.db.migrate"}
"""What the doctor asks, and whose refusals it passes on."""


def codes() -> set[str]:
    """The codes written in the doctor: text constants that look like one, beside where findings are made."""
    sources = [
        source
        for source in python("casebook")
        if (source.feature == "doctor" and source.role in {"rules", "checks"}) or source.module in BORROWED
    ]
    texts = {
        node.value for source in sources for node in ast.walk(source.tree) if isinstance(node, ast.Constant)
    }
    return {text for text in texts if isinstance(text, str) and text in WHAT}


def test_no_words_are_left_over() -> None:
    assert codes() == set(WHAT)
    assert set(MEND) <= set(WHAT)
    assert set(LABELS[State]) == set(State)


def test_every_setting_is_checked() -> None:
    names = {field.name for field in fields(Settings)}
    assert names - ANYTHING_GOES == set(VALID) == set(VALID_VALUES)

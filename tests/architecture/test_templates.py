"""Templates hold nothing that the content security policy would stop."""

from __future__ import annotations

import re

import pytest

from tests.support.source_tree import ROOT, files

FORBIDDEN = {
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "a style element": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "an event attribute": r"\son[a-z]+\s*=",
    "an htmx event script": r"\s(data-)?hx-on\b",
    "a script address": r"javascript:",
}
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_have_no(what: str) -> None:
    templates = {path: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in files("templates")}
    assert templates
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path, text in templates.items()
        for match in re.finditer(FORBIDDEN[what], text, re.IGNORECASE)
    ]
    assert found == []

"""Chinese first, English complete: every text of a page goes through gettext, and the catalogue has it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import jinja2
import pytest
from babel.messages.jslexer import tokenize
from babel.messages.pofile import read_po
from jinja2 import nodes

from tests.support.source_tree import ROOT, Source, files, python
from tools import translations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BARE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uffef]")
"""Chinese characters and full-width marks; the ideographic space is only a gap."""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
GETTEXT = {"_", "_l", "_p", "gettext", "lazy_gettext", "ngettext", "pgettext", "msgid"}
SPOKEN = {"views", "forms", "presenters", "labels", "commands"}

GLOSSARY = ROOT / "docs" / "glossary.md"

NAMES = {
    "%(before)s → %(after)s",
    "Python %(version)s",
    "SQLite %(version)s",
    "SpatiaLite %(version)s",
    "USCC/ID",
    "iPad",
    "PIN",
    "STARTTLS",
    "TLS",
    "%(n)s m",
    "%(n)s km",
    "±%(n)s m",
}
"""Texts without a Chinese word: names, and what is put together from other texts."""

OWN_NAMES = ("中文",)
"""A language is offered by its own name, whatever the page's language."""

SAMPLES = ("templates/design/", "templates/letters/forms/")
"""The internal page of components shows made-up Chinese data; papers are Chinese whoever prints them."""

DATA = {
    "casebook/accounts/commands.py": "the help's example of an agency's word in document numbers",
    "casebook/inspections/forms/checklists.py": "the marks by which a line of codes is read",
    "casebook/cases/views/cases.py": "the cause as the papers of the case write it",
    "casebook/intake/commands.py": "the help's example of a register's headers",
    "casebook/web/formats.py": "the weekdays of each language",
    "casebook/web/wording.py": "laws and marks by which stored articles are read",
}
"""Modules that speak to people and hold Chinese which is no text of a page, each with what it is."""

READING = {"static/src/components/reduction_rule.ts": "the units that people type behind a volume"}
"""Scripts of the office that read Chinese; none shows any of its own."""

TABLET = "static/src/field/"
"""Scripts that work without a server write their texts themselves, by `_()`."""

RECORDED = {
    "acceptance/model.ts": "the works as the acceptance record names them",
    "acts/facts.ts": "the acts as their records name them",
    "acts/payload.ts": "how a note of absence names its witness",
    "acts/screens/findings_step.tsx": "the mark between notes that become a finding's words",
    "interview/person_step.tsx": "the sex as the record writes it",
    "papers/days.ts": "days as Chinese papers write them",
    "papers/laws.ts": "names of laws",
    "papers/print.tsx": "the form that is signed with a pen",
    "papers/text.ts": "the text that is signed",
    "screens/me.tsx": "a language's own name",
}
"""Scripts of the tablet with Chinese that is no text of a screen: papers are Chinese in any language."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    target = tmp_path_factory.mktemp("texts") / "messages.pot"
    translations.extract(target)
    return _read(target)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return _read(translations.CATALOGUES / "en" / "LC_MESSAGES" / "messages.po")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _key(message: Message) -> tuple[str, str]:
    return (message.context or "", _ids(message)[0])


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _all(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_every_text_has_english_words(texts: Catalog, english: Catalog) -> None:
    known = {_key(message): message for message in _all(english)}
    assert _all(texts)
    missing = [_key(message) for message in _all(texts) if _key(message) not in known]
    assert missing == [], "run `make translations` and translate what is new"
    assert [key for key, message in known.items() if not all(_strings(message)) or message.fuzzy] == []


def test_nothing_is_called_english_that_is_still_chinese(english: Catalog) -> None:
    copied = [_key(m) for m in _all(english) if CHINESE.search(_ids(m)[0]) and _ids(m)[0] in _strings(m)]
    assert copied == []


def test_no_english_is_left_over(texts: Catalog, english: Catalog) -> None:
    wanted = {_key(message) for message in _all(texts)}
    assert [_key(message) for message in _all(english) if _key(message) not in wanted] == []
    assert list(english.obsolete) == []


def test_both_languages_name_the_same_facts(english: Catalog) -> None:
    differing = [
        _key(message)
        for message in _all(english)
        for string in _strings(message)
        if string and set(PLACEHOLDER.findall(string)) != set(PLACEHOLDER.findall(_ids(message)[0]))
    ]
    assert differing == []


def test_the_glossary_and_the_catalogue_agree(english: Catalog) -> None:
    words = {message.id: message.string for message in _all(english) if not message.context}
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    shared = {chinese: said for chinese, said in rows if chinese in words}
    assert shared
    assert {term: words[term].lower() for term in shared} == {
        term: said.lower() for term, said in shared.items()
    }


def test_texts_are_written_in_chinese(texts: Catalog) -> None:
    written = {one for message in _all(texts) for one in _ids(message)}
    assert {one for one in written if not BARE.search(one)} - NAMES == set()


def _unspoken(tree: ast.Module) -> Iterator[ast.Constant]:
    """Return the strings of a module that stand in no gettext call and are no docstring."""
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT:
            skipped |= {id(node) for argument in call.args for node in ast.walk(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node


def _speaks(source: Source) -> bool:
    return source.role in SPOKEN or source.feature in {"web", "navigation"}


def test_python_says_nothing_past_gettext() -> None:
    bare = {
        (source.place, node.lineno, node.value)
        for source in python("casebook")
        if _speaks(source)
        for node in _unspoken(source.tree)
        if BARE.search(node.value)
    }
    assert {one for one in bare if one[0] not in DATA} == set()
    assert {place for place, _line, _text in bare} == set(DATA), "an exception that is needed no more"


def _shown(template: nodes.Template) -> Iterator[tuple[int, str]]:
    """Return what a template writes out itself and the strings that stand in no gettext call."""
    calls = [call for call in template.find_all(nodes.Call) if isinstance(call.node, nodes.Name)]
    said = {id(argument) for call in calls if call.node.name in GETTEXT for argument in call.args}
    for data in template.find_all(nodes.TemplateData):
        yield data.lineno, data.data
    for constant in template.find_all(nodes.Const):
        if isinstance(constant.value, str) and id(constant) not in said:
            yield constant.lineno, constant.value


def test_templates_say_nothing_past_gettext() -> None:
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    places = {path.relative_to(ROOT).as_posix(): path for path in files("templates", ".html")}
    assert places
    bare = [
        (place, line, text.strip())
        for place, path in places.items()
        if not place.startswith(SAMPLES)
        for line, text in _shown(environment.parse(path.read_text(encoding="utf-8")))
        if BARE.search(re.sub("|".join(OWN_NAMES), "", text))
    ]
    assert bare == []


def _scripts(*endings: str) -> dict[str, str]:
    found = [path for ending in endings for path in files("static/src", ending)]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_scripts_of_the_office_get_their_words_from_the_page() -> None:
    comment = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
    places = {place: text for place, text in _scripts(".ts").items() if not place.startswith(TABLET)}
    assert {place for place, text in places.items() if CHINESE.search(comment.sub("", text))} == set(READING)


def _unsaid(script: str) -> Iterator[str]:
    """Yield what holds a Chinese word or mark and is no argument of `_()`; patterns only read."""
    before = ["", ""]
    for token in tokenize(script, jsx=True, template_string=True):
        if token.type in {"linecomment", "multilinecomment"}:
            continue
        if token.type != "regexp" and BARE.search(token.value) and before != ["_", "("]:
            yield token.value
        before = [before[1], token.value]


def test_scripts_of_the_tablet_say_nothing_past_gettext() -> None:
    places = {place: text for place, text in _scripts(".ts", ".tsx").items() if place.startswith(TABLET)}
    assert places
    bare = {place.removeprefix(TABLET) for place, text in places.items() if any(_unsaid(text))}
    assert bare == set(RECORDED)

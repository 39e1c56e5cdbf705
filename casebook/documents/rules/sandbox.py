"""Templates of forms: what one may say, what is wrong with one, and filling one in.

A template is the markup of `markup` with Jinja's `{{ field }}`, `{% for row in rows %}` and `{% if field %}`
and nothing else of it: no calls, no filters, no imports. It runs in Jinja's sandbox besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from casebook.documents.rules.facts import BLANK
from casebook.documents.rules.fields import FieldKind
from casebook.documents.rules.markup import INSIDE, VALUE_BREAK, VOID, MarkupError, check_tag, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casebook.documents.rules.form import Form
    from casebook.documents.rules.markup import Part

LONGEST = 60_000
"""Characters of a template."""
HEAD = ("agency", "stamp_name", "title", "number", "issued_on")
"""What every template gets beside the fields of its form."""
_LOOP = frozenset({"index", "first", "last"})
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


class TemplateFault(StrEnum):
    """What is wrong with a template."""

    TOO_LONG = "too_long"
    SYNTAX = "syntax"
    CODE = "code"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    ROWS = "rows"
    ELEMENT = "element"
    ATTRIBUTE = "attribute"
    PLACE = "place"
    UNCLOSED = "unclosed"
    STRAY_TEXT = "stray_text"
    RAGGED = "ragged"
    EMPTY = "empty"


@dataclass(frozen=True)
class Fault:
    """One fault and the line of the template it stands in; 0 where it is about the whole."""

    kind: TemplateFault
    line: int
    what: str


def _finalised(value: object) -> object:
    """Return a value as it goes into the markup: escaped, its line breaks marked."""
    return Markup(str(escape(value)).replace("\n", VALUE_BREAK))  # noqa: S704 - escaped just here


_ENVIRONMENT = ImmutableSandboxedEnvironment(
    autoescape=True, undefined=StrictUndefined, finalize=_finalised, extensions=()
)
_ENVIRONMENT.globals.clear()
_ENVIRONMENT.filters.clear()
_ENVIRONMENT.tests.clear()


def fill_in(source: str, words: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return the page that a template makes of these words.

    ValueError (a MarkupError or Jinja's own fault as its text) for a template that `check_template` refuses.
    """
    try:
        markup = _ENVIRONMENT.from_string(source).render(**words)
    except TemplateError as error:
        raise ValueError(str(error)) from error
    return read_page(markup)


def check_template(form: Form, source: str) -> list[Fault]:
    """Return everything that is wrong with a template for a form, by line; nothing: it may be used."""
    if len(source) > LONGEST:
        return [Fault(TemplateFault.TOO_LONG, 0, str(LONGEST))]
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        return [Fault(TemplateFault.SYNTAX, error.lineno, error.message or "")]
    faults = [*_code(tree), *_names(tree, form), *_elements(source)]
    if not faults:
        faults = [*_missing(tree, form), *_structure(source, form)]
    return sorted(faults, key=lambda fault: (fault.line, fault.kind, fault.what))


def sample(form: Form, *, is_filled: bool) -> dict[str, Any]:
    """Return words for every field: its own label, or the stroke of a blank one."""
    words: dict[str, Any] = {name: name for name in HEAD}
    for field in form.fields:
        if field.kind is FieldKind.ROWS:
            words[field.name] = [dict(field.columns)] * (2 if is_filled else 0)
        else:
            words[field.name] = field.label if is_filled else BLANK
    return words


def _code(tree: nodes.Template) -> Iterator[Fault]:
    for node in _all(tree):
        if not isinstance(node, _ALLOWED):
            yield Fault(TemplateFault.CODE, node.lineno, type(node).__name__)
        elif isinstance(node, nodes.Getattr) and not isinstance(node.node, nodes.Name):
            yield Fault(TemplateFault.CODE, node.lineno, node.attr)
        elif isinstance(node, nodes.For) and (node.recursive or node.test or any(_loops(node.body))):
            yield Fault(TemplateFault.CODE, node.lineno, "for")


def _loops(body: list[nodes.Node]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.For):
            yield node
        yield from node.find_all(nodes.For)


def _names(tree: nodes.Template, form: Form) -> Iterator[Fault]:
    """Check every name by where it stands: fields outside, columns of its rows inside a loop."""
    loops = {id(inner): loop for loop in tree.find_all(nodes.For) for inner in _all(loop)}
    for node in _all(tree):
        loop = loops.get(id(node))
        if isinstance(node, nodes.For):
            yield from _rows_of(node, form)
        elif isinstance(node, nodes.Getattr):
            yield from _column(node, loop, form)
        elif isinstance(node, nodes.Name) and node.ctx == "load":
            yield from _name(node, loop, form)


def _rows_of(node: nodes.For, form: Form) -> Iterator[Fault]:
    rows = form.field(node.iter.name) if isinstance(node.iter, nodes.Name) else None
    if rows is None or rows.kind is not FieldKind.ROWS or not isinstance(node.target, nodes.Name):
        yield Fault(TemplateFault.ROWS, node.lineno, getattr(node.iter, "name", "for"))


def _column(node: nodes.Getattr, loop: nodes.For | None, form: Form) -> Iterator[Fault]:
    owner = node.node.name if isinstance(node.node, nodes.Name) else ""
    known: set[str] | frozenset[str] = frozenset()
    if loop is not None and owner == "loop":
        known = _LOOP
    elif (
        loop is not None and isinstance(loop.iter, nodes.Name) and owner == getattr(loop.target, "name", None)
    ):
        rows = form.field(loop.iter.name)
        known = {name for name, _label in rows.columns} if rows else known
    if node.attr not in known:
        yield Fault(TemplateFault.UNKNOWN_FIELD, node.lineno, f"{owner}.{node.attr}")


def _name(node: nodes.Name, loop: nodes.For | None, form: Form) -> Iterator[Fault]:
    own = {"loop", getattr(loop.target, "name", "")} if loop is not None else set()
    if node.name not in own and node.name not in HEAD and form.field(node.name) is None:
        yield Fault(TemplateFault.UNKNOWN_FIELD, node.lineno, node.name)


def _missing(tree: nodes.Template, form: Form) -> Iterator[Fault]:
    used = {node.name for node in tree.find_all(nodes.Name)}
    for field in form.fields:
        if field.is_required and field.name not in used:
            yield Fault(TemplateFault.MISSING_FIELD, 0, f"{field.label}（{field.name}）")


def _elements(source: str) -> list[Fault]:
    """Check each tag where it is written; what Jinja puts in is text and cannot become one."""
    reader = _Tags()
    for _line, kind, value in _ENVIRONMENT.lex(source):
        reader.feed(value if kind == "data" else "\n" * value.count("\n"))
    reader.close()
    return reader.faults


def _structure(source: str, form: Form) -> Iterator[Fault]:
    for is_filled in (True, False):
        try:
            fill_in(source, sample(form, is_filled=is_filled))
        except MarkupError as error:
            yield Fault(TemplateFault(error.code), error.line, error.what)
            return
        except ValueError as error:
            yield Fault(TemplateFault.SYNTAX, 0, str(error))
            return


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


class _Tags(HTMLParser):
    """Looks at tags and attributes alone, wherever they stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[Fault] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        somewhere = next((place for place, inside in INSIDE.items() if tag in inside), "")
        line = self.getpos()[0]
        try:
            check_tag(tag, attrs, somewhere, line)
        except MarkupError as error:
            self.faults.append(Fault(TemplateFault(error.code), line, error.what))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INSIDE and tag not in VOID:
            self.faults.append(Fault(TemplateFault.ELEMENT, self.getpos()[0], tag))

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self.faults.append(Fault(TemplateFault.ELEMENT, self.getpos()[0], "<"))

    def handle_comment(self, data: str) -> None:
        self.faults.append(Fault(TemplateFault.ELEMENT, self.getpos()[0], f"<!--{data[:20]}"))

    def handle_decl(self, decl: str) -> None:
        self.faults.append(Fault(TemplateFault.ELEMENT, self.getpos()[0], f"<!{decl[:20]}"))

    def handle_pi(self, data: str) -> None:
        self.faults.append(Fault(TemplateFault.ELEMENT, self.getpos()[0], f"<?{data[:20]}"))

"""A PDF is the same for the same facts, holds its words, fetches nothing, names a missing font."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from jinja2 import DictLoader

from casebook.config import ROOT, Settings
from casebook.documents import rendering
from casebook.documents.rendering import picture_url, qr_code, render_pdf
from casebook.documents.rules import FAMILIES
from casebook.kernel.errors import RuleBroken
from casebook.web import formats
from casebook.wiring import create_speaker
from tests.factories.accounts import NOW
from tests.factories.storage import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

PLAIN = "letters/_paper.html"


@pytest.fixture
def app() -> Iterator[Flask]:
    """An application that only speaks, with the templates of the real one."""
    found = create_speaker(Settings(secret_key="test"))
    found.template_folder = str(ROOT / "templates")
    formats.install(found)
    with found.app_context():
        yield found


def words_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [document[n].get_textpage().get_text_range() for n in range(len(document))]


def set_template(app: Flask, text: str) -> None:
    css = (app.jinja_env.loader.get_source(app.jinja_env, "letters/paper.css"))[0]
    app.jinja_env.loader = DictLoader({"letters/x.html": text, "letters/paper.css": css})


def test_the_same_facts_give_the_same_bytes(app: Flask) -> None:
    facts = {"agency": "冠县综合行政执法局", "number": "7号", "printed_by": "周明", "printed_at": NOW}
    first = render_pdf(PLAIN, **facts, code=qr_code("casebook"))
    assert render_pdf(PLAIN, **facts, code=qr_code("casebook")) == first
    assert render_pdf(PLAIN, **{**facts, "number": "8号"}) != first
    (words,) = words_of(first)
    for word in ("冠县综合行政执法局", "7号", "打印人 周明", "2023-06-01", "第 1 页", "共 1 页"):
        assert word in words


def test_long_papers_count_their_pages(app: Flask) -> None:
    set_template(app, "<p>{{ '长文。' * 4000 }}</p>")
    pages = words_of(render_pdf("letters/x.html"))
    assert len(pages) > 3
    assert all(f"第 {n} 页" in page and f"共 {len(pages)} 页" in page for n, page in enumerate(pages, 1))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.invalid/x.png",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "x.png",
        "//127.0.0.1/x",
    ],
)
def test_nothing_is_fetched(app: Flask, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("something was opened")

    monkeypatch.setattr("socket.socket.connect", never)
    set_template(app, f"<p>前</p><img src='{address}'><p>后</p>")
    if ":" in address:
        with pytest.raises(ValueError, match="data:"):
            render_pdf("letters/x.html")
    else:
        assert "后" in words_of(render_pdf("letters/x.html"))[0]


def test_a_picture_comes_along_in_the_page(app: Flask) -> None:
    set_template(app, "<img src='{{ url }}'>")
    without = len(render_pdf("letters/x.html", url=""))
    with_picture = render_pdf("letters/x.html", url=picture_url(picture("PNG", size=(300, 200)), "image/png"))
    assert len(with_picture) > without
    assert b"/Image" in with_picture


def test_a_character_that_no_font_has_is_spelled_out(app: Flask) -> None:
    set_template(app, "<p>{{ text }}</p>")
    (words,) = words_of(render_pdf("letters/x.html", text="好😀，<b>㎥</b> ± ° Ⅲ ①"))
    assert "〔U+1F600〕" in words
    assert "<b>" in words


def test_a_family_that_is_not_installed_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    rendering.check_fonts.cache_clear()
    monkeypatch.setattr(rendering, "FAMILIES", (*FAMILIES, "Nobody Has This Font"))
    with pytest.raises(RuleBroken) as refusal:
        render_pdf(PLAIN)
    assert refusal.value.facts == {"family": "Nobody Has This Font"}
    rendering.check_fonts.cache_clear()


def test_papers_are_chinese_whatever_the_readers_language(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    assert "打印人" in words_of(render_pdf(PLAIN, printed_by="周明", printed_at=NOW))[0]

"""A client that reads every page it opens as a careful visitor would, and refuses a careless one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import html5lib
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from casebook.db import db

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from werkzeug.test import TestResponse

SPACE = "{http://www.w3.org/1999/xhtml}"
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')
"""What alone tells one page of refusal from the next."""


class Page:
    """One parsed HTML page."""

    def __init__(self, html: str) -> None:
        self.root: ET.Element = html5lib.parse(html)

    def all(self, tag: str) -> list[ET.Element]:
        return list(self.root.iter(f"{SPACE}{tag}"))

    @property
    def text(self) -> str:
        """All visible text, blanks folded."""
        return " ".join("".join(self.root.itertext()).split())

    @property
    def h1(self) -> str:
        return " ".join("".join(self.all("h1")[0].itertext()).split())

    def links(self) -> dict[str, str]:
        """Address by text of every link."""
        return {" ".join("".join(a.itertext()).split()): a.get("href", "") for a in self.all("a")}

    def fields(self) -> dict[str, str | None]:
        """Value by name of every input that has one."""
        return {i.get("name", ""): i.get("value") for i in self.all("input") if i.get("name")}

    def buttons(self) -> list[str]:
        return [" ".join("".join(b.itertext()).split()) for b in self.all("button")]

    def faults(self) -> list[str]:
        """What is wrong with the page, in words."""
        return [*self._heads(), *self._ids(), *self._labels(), *self._forms(), *self._inline()]

    def _heads(self) -> list[str]:
        count = len(self.all("h1"))
        return [] if count == 1 else [f"{count} h1"]

    def _ids(self) -> list[str]:
        ids = [e.get("id") for e in self.root.iter() if e.get("id")]
        return [f"id twice: {i}" for i in sorted({i for i in ids if ids.count(i) > 1})]

    def _labels(self) -> list[str]:
        named = {label.get("for") for label in self.all("label")}
        wrapped = {id(e) for label in self.all("label") for e in label.iter()}
        controls = [*self.all("input"), *self.all("select"), *self.all("textarea")]
        return [
            f"no label: {control.get('name')}"
            for control in controls
            if control.get("type") not in UNLABELLED
            and control.get("id") not in named
            and id(control) not in wrapped
            and not control.get("aria-label")
            and not control.get("aria-labelledby")
        ]

    def _forms(self) -> list[str]:
        posting = [form for form in self.all("form") if form.get("method", "get").lower() == "post"]
        return [
            f"no CSRF token: {form.get('action')}"
            for form in posting
            if not any(i.get("name") == "csrf_token" for i in form.iter(f"{SPACE}input"))
        ]

    def _inline(self) -> list[str]:
        faults = [
            f"inline {tag}"
            for tag in ("script", "style")
            for e in self.all(tag)
            if not e.get("src") and (e.text or "").strip()
        ]
        for element in self.root.iter():
            faults += [
                f"{name} on {element.tag}"
                for name in element.attrib
                if name == "style" or name.startswith("on")
            ]
        return faults


@lru_cache(maxsize=16)
def parsed(html: str) -> Page:
    """Parse a page; the last ones are remembered, because reading one takes longer than making it."""
    return Page(html)


@lru_cache(maxsize=256)
def faults_of(html: str) -> tuple[str, ...]:
    """Return what is wrong with a page whose tokens are taken out."""
    return tuple(parsed(html).faults())


class CasebookClient(FlaskClient):
    """The test client: every HTML answer is parsed, every GET must have written nothing.

    Answers are read to their end and closed, as a server does, so that no file of theirs stays open.
    """

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        response = super().open(*args, **{"buffered": True, **kwargs})
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            faults = faults_of(TOKEN.sub("", response.get_data(as_text=True)))
            assert not faults, faults
        if response.request.method == "GET":
            assert not db.session.dirty
            assert not db.session.new
        return response

    def page(self, url: str, status: int = 200) -> Page:
        """Open a page and check its status."""
        response = self.get(url)
        assert response.status_code == status, (response.status_code, response.get_data(as_text=True)[:2000])
        return parsed(TOKEN.sub("", response.get_data(as_text=True)))

    def csrf_token(self) -> str:
        """Return a token that belongs to this client's cookie, as a rendered form would carry it."""
        with self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        token = signer.dumps(raw)
        assert isinstance(token, str)
        return token

    def submit(self, url: str, data: dict[str, object] | None = None, *, status: int = 302) -> TestResponse:
        """Post a form and check the status; answers with errors are parsed as pages."""
        whole = {"csrf_token": self.csrf_token(), **(data or {})}
        response = self.post(url, data=whole, content_type="multipart/form-data")
        assert response.status_code == status, (response.status_code, response.get_data(as_text=True)[:3000])
        return response

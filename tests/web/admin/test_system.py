"""What the system administrator sees of the installation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.page import CasebookClient


def test_the_state_of_the_system_says_what_to_mend(app: Flask, system: CasebookClient) -> None:
    app.config["CASEBOOK"] = replace(app.config["CASEBOOK"], secret_key="")
    page = system.page("/admin/system")
    assert page.h1 == "系统状态"
    assert "casebook keys init" in page.text
    assert "故障" in page.text


def test_a_setting_that_cannot_be_used_is_named(app: Flask, system: CasebookClient) -> None:
    app.config["CASEBOOK"] = replace(app.config["CASEBOOK"], port="<b>http</b>")
    text = system.page("/admin/system").text
    assert "CASEBOOK_PORT" in text
    assert "<b>http</b>" in text

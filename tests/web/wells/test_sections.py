"""What the features above know of a well stands on its page, for who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.cases import make_bureau, make_case, make_problems
from tests.factories.closures import offices_around, report
from tests.factories.regions import WEST, make_county
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

CODE = f"{WEST}JJ00037"
NOTHING = {"没有问题。", "没有检查记录。", "没有案件。", "没有封停记录。"}


@pytest.mark.parametrize(
    ("role", "seen", "steps"),
    [
        (Role.INSPECTOR, NOTHING, ["记录现场检查"]),
        (Role.CLOSURE_OFFICER, {"没有问题。", "没有封停记录。"}, ["上报封停"]),
        (Role.PERMIT_OFFICER, {"没有问题。", "没有封停记录。"}, ["修改台账", "变更状态"]),
        (Role.LIAISON, {"没有问题。", "没有封停记录。"}, []),
        (Role.AUDITOR, NOTHING, []),
    ],
)
def test_sections_and_steps_by_role(
    store: Session, sign_in: SignIn, role: Role, seen: set[str], steps: list[str]
) -> None:
    make_county(store)
    make_well(store, code=CODE)
    client = sign_in(make_officer(store, role, agency=make_agency(store), jurisdiction=COUNTY))
    page = client.page(f"/wells/{CODE}")
    assert {words for words in NOTHING if words in page.text} == seen
    links = page.links()
    every = ["记录现场检查", "上报封停", "修改台账", "变更状态"]
    assert [words for words in every if words in links] == steps
    for words in steps:
        assert client.get(links[words]).status_code == 200


def test_everything_that_happened_stands_on_one_line(store: Session, sign_in: SignIn) -> None:
    bureau = make_bureau(store)
    (problem,) = make_problems(store, bureau)
    case = make_case(store, bureau, [problem])
    water = make_agency(store, name="县水利局")
    offices = offices_around(store, bureau.visit.agency, well=bureau.visit.well, water=water)
    closure = report(store, offices)
    store.commit()
    client = sign_in(make_officer(store, Role.AUDITOR, agency=make_agency(store, name="审计局")))
    links = client.page(f"/wells/{bureau.visit.well.code}").links()
    for number, url in (
        (problem.number, f"/problems/{problem.number}"),
        (case.number, f"/cases/{case.number}"),
        (closure.number, f"/closures/{closure.number}"),
    ):
        told = [words for words in links if words.endswith(number) and links[words] == url]
        assert len(told) == 2, links
        assert client.get(url).status_code == 200

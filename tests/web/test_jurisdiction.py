"""A township's officer sees that township only: of elsewhere no page, list, map or sheet tells."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.access.policy import ADMINISTRATORS
from casebook.cases import actions as cases
from casebook.closures.queries import get_closure
from casebook.evidence.queries import list_items
from casebook.inspections import actions as inspections
from casebook.inspections.filed import PaperForm, PatrolState
from casebook.inspections.queries import get_inspection
from casebook.intake.actions import open_batch
from casebook.jobs.actions import enqueue
from casebook.kernel.ids import new_id
from casebook.ledger.queries import list_entries_of_subject
from casebook.web.guard import PUBLIC, route_table
from tests.factories.accounts import NOW, make_officer, sign_in_row
from tests.factories.cases import DAY, make_bureau, make_case, make_measure, make_problems
from tests.factories.closures import make_closure, new_well, offices_around
from tests.factories.inspections import begin, find
from tests.factories.papers import block_number, interview, make_device, order, signed_paper
from tests.factories.papers import visit as patrol_visit
from tests.factories.regions import EAST
from tests.factories.styles import small_register
from tests.factories.wells import keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from casebook.cases.models import Problem
    from tests.factories.cases import Bureau
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

OFFICES = frozenset(Role) - ADMINISTRATORS
ADMINISTRATION = {"admin", "audit"}
"""Pages of administrators, who belong to the whole county; tests/web/admin holds who sees what there."""
ONES_OWN = {"jobs", "account"}
"""Pages of what is one's own, not of a place."""
PART = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(?P<name>\w+)>")


@dataclass
class West:
    """One of everything, in the western township; values by blueprint and name of an address's part."""

    agency: Agency
    well: str
    numbers: set[str]
    """What lists would show of it."""
    parts: dict[tuple[str, str], str]


def made_at_the_well(store: Session, bureau: Bureau, problem: Problem) -> dict[tuple[str, str], str]:
    """A paper, a printed form, an order, an interview, a round of a patrol and its lead."""
    visit, well = bureau.visit, bureau.visit.well
    record = get_inspection(store, problem.inspection_id, bureau.inspector)
    tablet = make_device(store, visit.lead)
    by = {"actor": bureau.inspector, "now": NOW + DAY}
    paper = inspections.keep_paper(
        store, **by, subject=inspections.subject_of(record), filed=signed_paper(store), device_id=tablet.id
    )
    blank = inspections.print_blank(
        store, **by, well=well, form=paper.form, heading=inspections.Heading("冠县综合行政执法局", "冠综执")
    )
    number = block_number(store, tablet.id)
    told = order(record, signed_paper(store, PaperForm.ORDER_RECTIFY, number=number))
    served = cases.serve_site_order(store, **by, device_id=tablet.id, order_id=new_id(), filed=told)
    talk = interview(well, visit.second, signed_paper(store, PaperForm.INTERVIEW_RECORD))
    held = inspections.file_interview(store, **by, device_id=None, interview_id=new_id(), filed=talk)
    seen = cases.file_patrol_visit(
        store, **by, device_id=None, visit_id=new_id(), filed=patrol_visit(well, PatrolState.NOT_FOUND)
    )
    return {
        ("papers", "paper_id"): str(paper.id),
        ("papers", "blank_id"): str(blank.id),
        ("papers", "inspection_id"): str(record.id),
        ("papers", "code"): well.code,
        ("cases", "order_id"): str(served.id),
        ("interviews", "interview_id"): str(held.id),
        ("patrols", "patrol_id"): str(seen.visit.patrol_id),
        ("leads", "number"): seen.lead.number,
    }


@pytest.fixture
def west(store: Session) -> West:
    bureau = make_bureau(store)
    (problem,) = make_problems(store, bureau)
    case = make_case(store, bureau, [problem])
    measure = make_measure(store, bureau, case)
    asked = cases.request_extension(
        store, actor=bureau.inspector, now=NOW + 3 * DAY, measure=measure, added=5, reason="设备未到货"
    )
    draft = begin(store, bureau.visit, now=NOW + 4 * DAY)
    finding = find(store, bureau.visit, draft, "P20")
    offices = offices_around(store, bureau.visit.agency, well=new_well(store))
    closure = make_closure(store, offices)
    (posting, *_) = list_entries_of_subject(store, closure.id, bureau.inspector)
    (item, *_) = list_items(store, "inspection", problem.inspection_id)
    register = io.BytesIO(small_register().xlsx())
    batch = open_batch(
        store, actor=keeper(store), now=NOW, county_code="371525", stream=register, name="a.xlsx"
    )
    job = enqueue(store, kind="test", payload={}, now=NOW, requested_by=bureau.visit.lead.id)
    row = sign_in_row(bureau.visit.lead)
    store.add(row)
    store.flush()
    well = bureau.visit.well.code
    parts = {
        ("wells", "code"): well,
        ("wells", "role"): "user",
        ("cases", "problem"): problem.number,
        ("cases", "case"): case.number,
        ("cases", "measure_id"): str(measure.id),
        ("cases", "extension_id"): str(asked.id),
        ("closures", "number"): closure.number,
        ("closures", "stage"): "before",
        ("inspections", "inspection_id"): str(draft.id),
        ("inspections", "finding_id"): str(finding.id),
        ("evidence", "item_id"): str(item.id),
        ("ledger", "sequence"): str(posting.sequence),
        ("intake", "batch_id"): str(batch.id),
        ("jobs", "job_id"): str(job.id),
        ("account", "sign_in_id"): str(row.id),
        **made_at_the_well(store, bureau, problem),
    }
    numbers = {well, offices.well.code, problem.number, case.number, closure.number, str(draft.id)}
    store.commit()
    assert get_closure(store, closure.number, bureau.inspector).id == closure.id
    return West(bureau.visit.agency, well, numbers, parts)


@pytest.fixture
def stranger(store: Session, sign_in: SignIn, west: West) -> CasebookClient:
    """An officer of the eastern township who is everything but an administrator."""
    return sign_in(make_officer(store, *OFFICES, agency=west.agency, jurisdiction=EAST))


@pytest.fixture
def local(store: Session, sign_in: SignIn, west: West) -> CasebookClient:
    """The same for the whole county."""
    return sign_in(make_officer(store, *OFFICES, agency=west.agency))


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield methods, rule and blueprint of every guarded route outside the administration."""
    for methods, rule, endpoint, needed in route_table(app):
        blueprint = endpoint.split(".")[0]
        if needed != PUBLIC and blueprint not in ADMINISTRATION:
            yield methods, rule, blueprint


def names(rule: str, blueprint: str) -> list[tuple[str, str]]:
    """Return the parts of a rule as the table knows them; a number is told by the page it belongs to."""
    plain = rule.split("/")[1].removesuffix("s") if blueprint == "cases" else ""
    return [
        (blueprint, plain if part["name"] == "number" and plain else part["name"])
        for part in PART.finditer(rule)
    ]


def fill(rule: str, blueprint: str, parts: dict[tuple[str, str], str]) -> str:
    """Return the address that leads to the records."""
    values = iter([parts[name] for name in names(rule, blueprint)])
    return PART.sub(lambda _: next(values), rule)


def test_every_address_is_in_the_table(app: Flask, west: West) -> None:
    """Whoever adds a page about a record adds the record here."""
    unknown = {
        name
        for _, rule, blueprint in routes(app)
        for name in names(rule, blueprint)
        if name not in west.parts
    }
    assert unknown == set()


def test_what_lies_elsewhere_is_not_there(app: Flask, west: West, stranger: CasebookClient) -> None:
    seen = []
    for methods, rule, blueprint in routes(app):
        if not names(rule, blueprint):
            continue
        url = fill(rule, blueprint, west.parts)
        for method in methods.split(","):
            data = {"csrf_token": stranger.csrf_token()} if method == "POST" else None
            with stranger.open(url, method=method, data=data) as answer:
                if answer.status_code != 404:
                    seen.append((method, url, answer.status_code))
    assert seen == []


def test_within_the_county_it_is_there(app: Flask, west: West, local: CasebookClient) -> None:
    """The addresses above are good ones: who reaches the place is told of it."""
    missing = []
    for methods, rule, blueprint in routes(app):
        if "GET" in methods and names(rule, blueprint) and blueprint not in ONES_OWN:
            url = fill(rule, blueprint, west.parts)
            with local.get(url) as answer:
                if answer.status_code == 404:
                    missing.append(url)
    assert missing == []


def told(client: CasebookClient, url: str) -> str:
    """Return all text of an answer, of a spreadsheet's cells too."""
    with client.get(url) as answer:
        assert answer.status_code in {200, 302}, (url, answer.status_code)
        data = answer.get_data()
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def lists(app: Flask) -> list[str]:
    """Return the addresses of all pages that are about no single record, and the search for each."""
    return [rule for methods, rule, _ in routes(app) if "GET" in methods and "<" not in rule]


def test_no_list_tells_of_it(app: Flask, west: West, stranger: CasebookClient) -> None:
    wanted = [*lists(app), *(f"/search?q={number}" for number in west.numbers)]
    strict = [url for url in wanted if url not in {"/cases/new", "/closures/new"}]
    told_of = {
        url: sorted(number for number in west.numbers if number in told(stranger, url).replace(url, ""))
        for url in strict
    }
    queried = {url: [n for n in numbers if f"q={n}" not in url] for url, numbers in told_of.items()}
    assert {url: numbers for url, numbers in queried.items() if numbers} == {}


@pytest.mark.parametrize(
    "url",
    [
        "/wells",
        "/wells/export",
        "/map/wells.json",
        "/problems",
        "/cases",
        "/closures",
        "/inspections",
        "/ledger",
        "/reports/work-ledger.xlsx",
    ],
)
def test_within_the_county_the_lists_tell_of_it(west: West, local: CasebookClient, url: str) -> None:
    assert any(number in told(local, url) for number in west.numbers)


def test_nobody_opens_a_case_over_a_problem_elsewhere(west: West, stranger: CasebookClient) -> None:
    number = west.parts["cases", "problem"]
    assert stranger.get(f"/cases/new?problem={number}").status_code == 404
    assert stranger.get(f"/closures/new?well={west.well}").status_code in {302, 404, 422}
    assert stranger.get(f"/inspections/new?well={west.well}").status_code in {302, 404}


def test_what_was_never_there_looks_the_same(west: West, stranger: CasebookClient) -> None:
    """An officer cannot tell a record elsewhere from none at all."""
    pairs = [
        (f"/wells/{west.well}", "/wells/371525104JJ99999"),
        (f"/problems/{west.parts['cases', 'problem']}", "/problems/371525-2023-WT-99999"),
        (f"/cases/{west.parts['cases', 'case']}", "/cases/371525-2023-AJ-99999"),
        (f"/inspections/{west.parts['inspections', 'inspection_id']}", f"/inspections/{new_id()}"),
        (f"/evidence/{west.parts['evidence', 'item_id']}", f"/evidence/{new_id()}"),
    ]
    for elsewhere, nowhere in pairs:
        assert stranger.page(elsewhere, 404).text == stranger.page(nowhere, 404).text

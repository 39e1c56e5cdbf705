"""A township's officer sees that township only: of elsewhere no page, list, map or sheet tells."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pypdfium2
import pytest

from casebook.access import Role
from casebook.access.policy import ADMINISTRATORS
from casebook.cases import actions as cases
from casebook.closures.queries import get_closure
from casebook.dossier import files
from casebook.evidence.queries import list_items
from casebook.field import basemap
from casebook.field.queries.drafts import get_own_draft
from casebook.field.views import tus
from casebook.inspections import actions as inspections
from casebook.inspections.filed import PaperForm, PatrolState
from casebook.inspections.queries import get_inspection
from casebook.intake.actions import open_batch
from casebook.jobs.actions import enqueue
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from casebook.keys import signing
from casebook.ledger.queries import list_entries_of_subject
from casebook.web.api import PREFIX
from casebook.web.guard import PUBLIC, route_table
from tests.factories import everything
from tests.factories.accounts import NOW, make_actor, make_officer, sign_in_row
from tests.factories.blanks import of_the_blanks
from tests.factories.bulletins import of_the_bulletins
from tests.factories.cases import DAY, make_bureau, make_case, make_measure, make_problems
from tests.factories.closures import make_closure, new_well, offices_around
from tests.factories.field import Tablet, addition, make_tablet
from tests.factories.inspections import begin, find
from tests.factories.packages import make_house
from tests.factories.papers import block_number, interview, make_device, order, signed_paper
from tests.factories.papers import visit as patrol_visit
from tests.factories.regions import EAST
from tests.factories.returns import make_return
from tests.factories.sources import of_the_ways_in
from tests.factories.styles import small_register
from tests.factories.wells import keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from casebook.cases.models import Case, Problem
    from tests.factories.cases import Bureau
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

OFFICES = frozenset(Role) - ADMINISTRATORS
ADMINISTRATION = {"admin", "audit"}
"""Pages of administrators, who belong to the whole county; tests/web/admin holds who sees what there."""
ONES_OWN = {"jobs", "account", "devices"}
"""Pages of what is one's own, not of a place; so is what lies below `/field/api/`."""
OF_THE_COUNTY = {"checklists", "penalties", "term_rules", "wordings"}
"""What all townships of a county share."""
SAYS_NOTHING = {("DELETE", "/field/api/drafts/<uuid:draft_id>")}
"""Answered alike whatever is there; only one's own goes away."""
ABOUT_ONE = {
    "/cases/new",
    "/closures/new",
    "/evidence/exhibits/new",
    "/evidence/preservations/new",
    "/penalties/discretion/end",
    "/handovers/new",
}
"""Forms about the record that their query names."""
SAMPLES = "/design"
"""Shows every component with invented wells, whose codes may be those of a register."""
TOLD_IN_LISTS = (
    ("plates", "serial"),
    ("leads", "number"),
    ("tasks", "task_id"),
    ("exemptions", "number"),
    ("patrols", "patrol_id"),
    ("field", "operation_id"),
    ("wells", "edit_id"),
    ("wells", "proposal_id"),
    ("approvals", "approval_id"),
    ("handovers", "letter_id"),
    ("supervision", "step_id"),
    ("bulletins", "bulletin_id"),
    ("publications", "publication_id"),
    ("documents", "document_id"),
    ("evidence", "exhibit_id"),
    ("evidence", "preservation_id"),
    ("evidence", "recording_id"),
    ("evidence", "device_id"),
    ("screening", "route_id"),
    ("volumes", "query_id"),
    ("returns", "return_id"),
    ("returns", "sheet_id"),
    ("permits", "permit_id"),
    ("closures", "line"),
    ("closures", "opening"),
    ("campaigns", "number"),
    ("campaigns", "task_no"),
    ("campaigns", "draw"),
    ("campaigns", "letter_no"),
    ("claims", "number"),
    ("claims", "baseline_id"),
)
"""Records whose numbers or addresses stand in a list of theirs."""
SHOWING = (
    "/wells",
    "/wells/export",
    "/map/wells.json",
    "/problems",
    "/cases",
    "/closures",
    "/inspections",
    "/ledger",
    "/reports/work-ledger.xlsx",
)
"""Lists on which what was made stands for who reaches it."""
PART = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(?P<name>\w+)>")


@dataclass
class West:
    """One of everything, in the western township; values by blueprint and name of an address's part."""

    agency: Agency
    well: str
    numbers: set[str]
    """What lists would show of it."""
    parts: dict[tuple[str, str], str]
    tablet: Tablet
    """That of the officer whose own the device, the upload, the draft and the package are."""
    owner: Officer


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


def made_in_the_field(
    app: Flask, store: Session, bureau: Bureau, case: Case, problem: Problem, tablet: Tablet
) -> dict[tuple[str, str], str]:
    """Plate, exhibits, corrections of the register, the work of a tablet, and the package of the case."""
    settings = app.config["CASEBOOK"]
    signing.init(settings, now=NOW)
    signer, actor = signing.load(settings), bureau.inspector
    record = inspections.subject_of(get_inspection(store, problem.inspection_id, actor))
    package = everything.packed_evidence(store, bureau.chief, case.number, signer)
    bundle = everything.bound_case(store, bureau.chief, case.number, signer)
    for made in (package, bundle):
        files.path_of(settings.data_path, made.id).write_bytes(b"packed")
    checklist = inspections.ensure_checklist(store, case.county_code, on=clock.today())
    return {
        ("wells", "edit_id"): str(everything.clashing_edit(store, actor).id),
        ("wells", "proposal_id"): str(everything.proposed_position(store).id),
        ("dossier", "number"): case.number,
        ("dossier", "package_id"): str(package.id),
        ("dossier", "bundle_id"): str(bundle.id),
        ("checklists", "checklist_id"): str(checklist.id),
        **everything.of_the_plate(store, bureau.visit.well, signer),
        **everything.of_the_evidence(store, actor, record),
        **everything.of_the_approvals(store, actor, record),
        **everything.of_the_letters(store, actor, record),
        **everything.of_the_supervision(store, actor.agency_id, record),
        **of_the_bulletins(store, actor),
        **everything.of_the_documents(store, actor, record),
        **everything.of_the_penalties(store),
        **everything.of_the_quotas(store, bureau.visit.well),
        **everything.of_the_publications(store, bureau, case),
        **everything.of_the_screening(store, bureau.visit.agency, bureau.visit.well),
        **of_the_ways_in(store, bureau.visit.well),
        **everything.of_the_volumes(store, bureau.visit.well),
        **everything.of_the_returns(store),
        **everything.of_the_tablet(store, actor, tablet, record, make_house(settings.data_path)),
    }


@pytest.fixture
def west(app: Flask, store: Session) -> West:
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
    keeper_of_returns = make_actor(store, Role.CLOSURE_OFFICER)
    tablet = make_tablet(store, bureau.visit.lead)
    parts = {
        ("wells", "code"): well,
        ("wells", "role"): "user",
        ("cases", "problem"): problem.number,
        ("cases", "case"): case.number,
        ("cases", "act"): "payment",
        ("cases", "kind"): "note",
        ("cases", "step"): "file",
        ("cases", "measure_id"): str(measure.id),
        ("deadlines", "term_id"): str(measure.term_id),
        ("term_rules", "rule_id"): "D-01",
        ("cases", "extension_id"): str(asked.id),
        ("closures", "number"): closure.number,
        ("closures", "stage"): "before",
        **everything.of_the_programme(store, offices),
        **everything.of_the_claims(store, offices),
        **everything.of_the_campaigns(store, offices, problem),
        ("closures", "return_id"): str(make_return(store, keeper_of_returns, {"水井编号": well}).id),
        ("inspections", "inspection_id"): str(draft.id),
        ("inspections", "finding_id"): str(finding.id),
        ("evidence", "item_id"): str(item.id),
        ("ledger", "sequence"): str(posting.sequence),
        **everything.of_the_months(store),
        **of_the_blanks(store),
        ("intake", "batch_id"): str(batch.id),
        ("jobs", "job_id"): str(job.id),
        ("account", "sign_in_id"): str(row.id),
        **made_at_the_well(store, bureau, problem),
        **everything.of_the_telling(store, bureau.inspector, bureau.chief, problem),
        **made_in_the_field(app, store, bureau, case, problem, tablet),
    }
    numbers = {well, offices.well.code, problem.number, case.number, closure.number, str(draft.id)}
    numbers |= {parts[name] for name in TOLD_IN_LISTS}
    store.commit()
    assert get_closure(store, closure.number, bureau.inspector).id == closure.id
    return West(bureau.visit.agency, well, numbers, parts, tablet, bureau.visit.lead)


def with_tablet(client: CasebookClient, tablet: Tablet) -> CasebookClient:
    """Let a client name its tablet on every request, as the app does, and speak tus."""
    client.environ_base["HTTP_CASEBOOK_DEVICE"] = str(tablet.device.id)
    client.environ_base["HTTP_TUS_RESUMABLE"] = tus.VERSION
    return client


@pytest.fixture
def outsider(store: Session, west: West) -> Officer:
    """An officer of the eastern township who is everything but an administrator."""
    return make_officer(store, *OFFICES, agency=west.agency, jurisdiction=EAST)


@pytest.fixture
def foreign_tablet(store: Session, outsider: Officer) -> Tablet:
    return make_tablet(store, outsider)


@pytest.fixture
def stranger(sign_in: SignIn, outsider: Officer, foreign_tablet: Tablet) -> CasebookClient:
    """That officer, signed in on a registered tablet."""
    return with_tablet(sign_in(outsider), foreign_tablet)


@pytest.fixture
def local(store: Session, sign_in: SignIn, west: West) -> CasebookClient:
    """The same for the whole county."""
    return sign_in(make_officer(store, *OFFICES, agency=west.agency))


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield methods, rule and blueprint of every guarded route outside the administration."""
    for methods, rule, endpoint, needed in route_table(app):
        blueprint = endpoint.split(".")[0]
        is_administration = blueprint in ADMINISTRATION or rule.startswith("/admin/")
        if needed != PUBLIC and not is_administration:
            yield methods or "HEAD", rule, blueprint


def names(rule: str, blueprint: str) -> list[tuple[str, str]]:
    """Return the parts of a rule as the table knows them; a number is told by the page it belongs to.

    Only a film is played.
    """
    if rule.endswith("/play"):
        return [(blueprint, "film_id")]
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


def sent(method: str, url: str, client: CasebookClient, tablet: Tablet) -> dict[str, Any]:
    """Return what goes with a request so that nothing is wrong with it but whose record it is about."""
    if method == "POST":
        return {"data": {"csrf_token": client.csrf_token()}}
    if method == "PATCH":
        return {"data": b"bytes", "headers": {"Content-Type": tus.BYTES, "Upload-Offset": "0"}}
    if method == "PUT":
        other = UUID(url.rpartition("/")[2])
        made = tablet.make("evidence.add", new_id(), addition(), operation_id=other)
        return {"data": made.body, "headers": made.headers}
    return {}


def test_what_lies_elsewhere_is_not_there(
    app: Flask, west: West, stranger: CasebookClient, foreign_tablet: Tablet
) -> None:
    seen = []
    for methods, rule, blueprint in routes(app):
        if not names(rule, blueprint) or blueprint in OF_THE_COUNTY:
            continue
        url = fill(rule, blueprint, west.parts)
        for method in methods.split(","):
            if (method, rule) in SAYS_NOTHING:
                continue
            with stranger.open(url, method=method, **sent(method, url, stranger, foreign_tablet)) as answer:
                if answer.status_code != 404:
                    seen.append((method, url, answer.status_code))
    assert seen == []


def test_nobody_makes_somebody_elses_draft_go_away(
    store: Session, west: West, stranger: CasebookClient
) -> None:
    number = west.parts["field", "draft_id"]
    answers = [stranger.delete(f"{PREFIX}drafts/{one}") for one in (number, new_id())]
    assert {(one.status_code, one.data) for one in answers} == {(204, b"")}
    store.expire_all()
    assert get_own_draft(store, UUID(number), west.owner.id).content


def test_within_the_county_it_is_there(app: Flask, west: West, local: CasebookClient) -> None:
    """The addresses above are good ones: who reaches the place is told of it."""
    missing = []
    for methods, rule, blueprint in routes(app):
        is_own = blueprint in ONES_OWN or rule.startswith(PREFIX)
        if "GET" in methods and names(rule, blueprint) and not is_own:
            url = fill(rule, blueprint, west.parts)
            with local.get(url) as answer:
                if answer.status_code == 404:
                    missing.append(url)
    assert missing == []


def test_what_is_ones_own_is_there_on_ones_own_tablet(app: Flask, west: West, sign_in: SignIn) -> None:
    client = with_tablet(sign_in(west.owner), west.tablet)
    missing = []
    for methods, rule, blueprint in routes(app):
        is_own = blueprint in ONES_OWN or rule.startswith(PREFIX)
        if is_own and names(rule, blueprint) and {"GET", "HEAD"} & set(methods.split(",")):
            url = fill(rule, blueprint, west.parts)
            with client.open(url, method="GET" if "GET" in methods else "HEAD") as answer:
                if answer.status_code in {403, 404}:
                    missing.append(url)
    assert missing == []


def told(client: CasebookClient, url: str) -> str:
    """Return all text of an answer, of a spreadsheet's cells too."""
    with client.get(url) as answer:
        assert answer.status_code in {200, 302}, (url, answer.status_code)
        data = answer.get_data()
    if data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as document:
            return "".join(page.get_textpage().get_text_range() for page in document)
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def lists(app: Flask) -> list[str]:
    """Return the addresses of all pages that are about no single record, and the search for each."""
    return [rule for methods, rule, _ in routes(app) if "GET" in methods and "<" not in rule]


def test_no_list_tells_of_it(app: Flask, west: West, stranger: CasebookClient) -> None:
    wanted = [*lists(app), *(f"/search?q={number}" for number in west.numbers)]
    strict = [url for url in wanted if url not in ABOUT_ONE | {basemap.URL, SAMPLES}]
    texts = {url: told(stranger, url).replace(url, "") for url in strict}
    told_of = {url: sorted(number for number in west.numbers if number in texts[url]) for url in strict}
    queried = {url: [n for n in numbers if f"q={n}" not in url] for url, numbers in told_of.items()}
    assert {url: numbers for url, numbers in queried.items() if numbers} == {}


def test_within_the_county_the_lists_tell_of_it(west: West, local: CasebookClient) -> None:
    silent = [url for url in SHOWING if not any(number in told(local, url) for number in west.numbers)]
    assert silent == []


def test_nobody_opens_a_case_over_a_problem_elsewhere(west: West, stranger: CasebookClient) -> None:
    number = west.parts["cases", "problem"]
    assert stranger.get(f"/cases/new?problem={number}").status_code == 404
    assert stranger.get(f"/closures/new?well={west.well}").status_code in {302, 404, 422}
    assert stranger.get(f"/inspections/new?well={west.well}").status_code in {302, 404}
    for form in ("exhibits", "preservations"):
        item = west.parts["evidence", "item_id"]
        assert stranger.get(f"/evidence/{form}/new?item={item}").status_code == 404


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

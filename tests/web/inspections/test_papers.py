"""Pages of papers and interviews: who reads what, what a print is, papers signed with pen at the desk."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.audit.models import AccessLog
from casebook.cases import queries as cases
from casebook.db import db
from casebook.evidence.queries import list_items
from casebook.inspections import actions, queries
from casebook.inspections.actions import Heading, subject_of
from casebook.inspections.filed import PaperForm
from casebook.kernel.ids import new_id
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import Bureau, make_bureau, make_problems
from tests.factories.papers import interview, refused, scan, signed_paper
from tests.factories.regions import EAST
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection, SitePaper
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'
SECRET = "当事人刘建国说泵是他装的"


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def record(store: Session, bureau: Bureau) -> Inspection:
    (problem,) = make_problems(store, bureau)
    store.commit()
    return queries.get_inspection(store, problem.inspection_id, bureau.inspector)


@pytest.fixture
def kept(store: Session, bureau: Bureau, record: Inspection) -> SitePaper:
    found = keep(store, bureau, record)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


def keep(store: Session, bureau: Bureau, record: Inspection, text: str = SECRET) -> SitePaper:
    about = {"actor": bureau.inspector, "now": NOW, "subject": subject_of(record), "device_id": None}
    return actions.keep_paper(store, **about, filed=signed_paper(store, text=text))


def looks(store: Session, what: str) -> int:
    store.rollback()
    return store.scalar(select(func.count(AccessLog.rowid)).where(AccessLog.what == what)) or 0


def words_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))


def test_the_list_leads_to_a_paper_whose_text_costs_a_look(
    client: CasebookClient, store: Session, kept: SitePaper
) -> None:
    assert client.page("/papers").links()["现场检查笔录"] == f"/papers/{kept.id}"
    page = client.page(f"/papers/{kept.id}")
    assert SECRET in page.text
    assert sum(image.get("src", "").startswith("data:image/png") for image in page.all("img")) == 3
    assert looks(store, "paper.text") == 1


def test_who_may_not_see_personal_data_sees_no_text_and_no_signature(
    store: Session, sign_in: SignIn, bureau: Bureau, kept: SitePaper
) -> None:
    leader = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=bureau.visit.agency))
    page = leader.page(f"/papers/{kept.id}")
    assert SECRET not in page.text
    assert page.all("img") == []
    assert looks(store, "paper.text") == 0
    assert leader.get(f"/papers/{kept.id}.pdf").status_code == 403


def test_a_printed_paper_holds_text_names_number_and_pages(
    client: CasebookClient, store: Session, kept: SitePaper
) -> None:
    answer = client.get(f"/papers/{kept.id}.pdf")
    assert answer.mimetype == "application/pdf"
    words = words_of(answer.get_data())
    for word in (
        "现场检查笔录",
        SECRET,
        "周明",
        "李雪",
        "刘建国",
        "第 1 页",
        "打印人 周明",
        kept.text_hash[:30],
    ):
        assert word in words
    assert looks(store, "paper.print") == 1


def test_hostile_words_stay_words(
    client: CasebookClient, store: Session, bureau: Bureau, record: Inspection
) -> None:
    found = keep(store, bureau, record, HOSTILE + "<img src=http://127.0.0.1:9/x>")
    store.commit()
    assert HOSTILE in client.page(f"/papers/{found.id}").text
    assert HOSTILE in words_of(client.get(f"/papers/{found.id}.pdf").get_data())


def test_the_lists_ask_as_often_for_many_as_for_one(
    client: CasebookClient, store: Session, bureau: Bureau, record: Inspection, kept: SitePaper
) -> None:
    held(store, bureau, record)
    for url in ("/papers", f"/papers/inspections/{record.id}", "/interviews"):
        client.page(url)
        with statements(db.engine) as few:
            client.page(url)
        for _ in range(5):
            keep(store, bureau, record)
            held(store, bureau, record)
        store.commit()
        with statements(db.engine) as many:
            client.page(url)
        assert len(few) == len(many), url


def held(store: Session, bureau: Bureau, record: Inspection) -> UUID:
    talk = interview(
        bureau.visit.well,
        bureau.visit.second,
        signed_paper(store, PaperForm.INTERVIEW_RECORD),
        inspection=record.id,
    )
    about = {"actor": bureau.inspector, "now": NOW, "device_id": None, "interview_id": new_id()}
    found = actions.file_interview(store, **about, filed=talk)
    store.commit()
    return found.id


@pytest.mark.parametrize("form", PaperForm)
def test_every_form_is_printed_before_a_visit(
    client: CasebookClient, store: Session, bureau: Bureau, form: PaperForm
) -> None:
    code = bureau.visit.well.code
    client.submit(f"/papers/wells/{code}", {"form": form.value})
    (blank,) = queries.list_open_blanks(store, bureau.visit.well.id)
    assert client.page(f"/papers/wells/{code}").links()[blank.number] == f"/papers/blanks/{blank.id}.pdf"
    first = client.get(f"/papers/blanks/{blank.id}.pdf").get_data()
    words = words_of(first)
    for word in (blank.number, code, "刘建国", "冠县综合行政执法局", "打印人 周明", "第 1 页"):
        assert word in words
    assert client.get(f"/papers/blanks/{blank.id}.pdf").get_data() == first


PEN = {
    "form": "site_record",
    "number": "7号",
    "signed_at": "2023-06-01T10:40",
    "is_read_back": "y",
    "signing": "signed",
    "party_name": "刘建国",
    "shelf": "档案柜 3-2",
}


def page_file() -> tuple[io.BytesIO, str]:
    return io.BytesIO(scan().stream.read()), "page.png"


def test_a_paper_signed_with_pen_is_registered_at_the_desk(
    client: CasebookClient, store: Session, record: Inspection
) -> None:
    url = f"/papers/inspections/{record.id}/register"
    client.page(url)
    answer = client.submit(url, {**PEN, "file": [page_file(), page_file()]})
    page = client.page(answer.location)
    assert "纸质文书，编号 7号，共 2 页" in page.text
    assert "档案柜 3-2" in page.text
    (paper,) = queries.list_papers(store, [record.id])
    assert (paper.is_on_paper, len(paper.pages)) == (True, 2)


def test_what_was_typed_stays_when_it_is_refused(
    client: CasebookClient, store: Session, record: Inspection
) -> None:
    url = f"/papers/inspections/{record.id}/register"
    answer = client.submit(url, {**PEN, "shelf": HOSTILE}, status=422)
    page = Page(answer.get_data(as_text=True))
    assert page.fields()["shelf"] == HOSTILE
    assert "纸质文书须逐页拍照" in page.text
    answer = client.submit(url, {**PEN, "signing": "refused", "file": [page_file()]}, status=422)
    assert "请写明见证人姓名" in Page(answer.get_data(as_text=True)).text
    assert queries.list_papers(store, [record.id]) == []


def test_an_order_signed_with_pen_is_registered_with_its_printed_number(
    client: CasebookClient, store: Session, bureau: Bureau, record: Inspection
) -> None:
    blank = actions.print_blank(
        store,
        actor=bureau.inspector,
        now=NOW,
        well=bureau.visit.well,
        form=PaperForm.ORDER_RECTIFY,
        heading=Heading(bureau.visit.agency.name, "冠综执"),
    )
    store.commit()
    url = f"/papers/inspections/{record.id}/order"
    assert client.page(url).fields()["number"] == blank.number
    typed = {
        **PEN,
        "form": "order_rectify",
        "number": blank.number,
        "codes": "P10",
        "demand": "安装计量设施",
        "due_on": "2023-06-16",
        "receiver": "刘建国",
        "file": [page_file()],
    }
    assert client.submit(url, typed).location == f"/papers/inspections/{record.id}"
    (order,) = cases.list_orders_of_inspection(store, record.id)
    assert order.number == blank.number
    answer = client.submit(url, {**typed, "file": [page_file()]}, status=422)
    assert "已使用" in Page(answer.get_data(as_text=True)).text


def test_only_who_was_there_registers(
    store: Session, sign_in: SignIn, bureau: Bureau, record: Inspection
) -> None:
    other = sign_in(bureau.striker)
    assert other.get(f"/papers/inspections/{record.id}/register").status_code == 403
    assert other.get(f"/papers/inspections/{record.id}/order").status_code == 403
    assert other.page(f"/papers/inspections/{record.id}").h1.startswith("本次检查的文书")
    reader = sign_in(make_officer(store, Role.LIAISON, agency=bureau.visit.agency))
    assert reader.get("/papers").status_code == 403


def test_papers_elsewhere_are_not_there(
    store: Session, sign_in: SignIn, bureau: Bureau, record: Inspection, kept: SitePaper
) -> None:
    east = sign_in(make_officer(store, Role.INSPECTOR, agency=bureau.visit.agency, jurisdiction=EAST))
    for url in (f"/papers/{kept.id}", f"/papers/{kept.id}.pdf", f"/papers/inspections/{record.id}"):
        east.page(url, 404)
    assert "现场检查笔录" not in east.page("/papers").links()


def test_an_interview_shows_its_person_to_who_may_with_a_look(
    client: CasebookClient, store: Session, sign_in: SignIn, bureau: Bureau, record: Inspection
) -> None:
    url = f"/interviews/{held(store, bureau, record)}"
    page = client.page(url)
    assert "10076847031" in page.text
    assert "没有装过。" in page.text
    assert looks(store, "interview.person") == 1
    assert "刘建国" not in client.page("/interviews").text
    leader = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=bureau.visit.agency))
    text = leader.page(url).text
    assert not [word for word in ("刘建国", "10076847031", "37152519781108000X", "没有装过") if word in text]
    assert looks(store, "interview.person") == 1


INTERVIEW = {
    **PEN,
    "place": "村委会",
    "started_at": "2023-06-01T10:00",
    "ended_at": "2023-06-01T10:30",
    "person_name": "刘建国",
    "relation": "实际使用人",
    "id_shown": "y",
    "recusal_asked": "y",
    "is_told_rights": "y",
    "codes": "P10",
    "exchanges": "问：装过水表吗？\n答：没有。\n问：为什么？\n答：没人要求，\n也不知道。",
}


def test_an_interview_on_paper_is_registered_with_its_pages(
    client: CasebookClient, store: Session, bureau: Bureau, record: Inspection
) -> None:
    url = f"/interviews/new?well={bureau.visit.well.code}&inspection={record.id}"
    (area,) = [one for one in client.page(url).all("textarea") if one.get("name") == "exchanges"]
    assert "计量设施" in (area.text or "")
    typed = {**INTERVIEW, "second_officer_id": str(bureau.visit.second.id)}
    answer = client.submit(url, {**typed, "file": [page_file()]})
    (found,) = queries.list_interviews_of(store, record.id)
    assert answer.location == f"/interviews/{found.id}"
    assert [one.answer for one in found.lines] == ["没有。", "没人要求，\n也不知道。"]
    assert len(list_items(store, "interview", found.id)) == 1


def test_an_interview_without_rights_told_is_refused_and_kept_as_typed(
    client: CasebookClient, bureau: Bureau
) -> None:
    typed = {**INTERVIEW, "second_officer_id": str(bureau.visit.second.id), "file": [page_file()]}
    del typed["is_told_rights"]
    answer = client.submit(f"/interviews/new?well={bureau.visit.well.code}", typed, status=422)
    page = Page(answer.get_data(as_text=True))
    assert "权利和义务" in page.text
    assert page.fields()["person_name"] == "刘建国"


def test_a_refusal_to_sign_is_printed_with_its_witness(
    client: CasebookClient, store: Session, bureau: Bureau, record: Inspection
) -> None:
    about = {"actor": bureau.inspector, "now": NOW, "subject": subject_of(record), "device_id": None}
    url = f"/papers/{actions.keep_paper(store, **about, filed=refused(signed_paper(store))).id}.pdf"
    store.commit()
    words = words_of(client.get(url).get_data())
    assert "拒绝签名" in words
    assert "村委会王主任" in words

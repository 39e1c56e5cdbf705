"""The county's monthly and yearly report: from the stored month where it is closed, in three files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from openpyxl import load_workbook
from PIL import Image

from casebook.config import Settings
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.keys import signing
from casebook.ledger.actions import close_month
from casebook.reports import making
from casebook.reports.handlers import mail_words
from casebook.reports.rules import MailedReport
from casebook.wiring import create_app
from tests.factories.ledger import COUNTY, OPERATOR, post_closed_well, post_reduction, reverse
from tests.factories.oversight import set_target
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

OCTOBER = Month(2023, 10)
NOVEMBER = datetime(2023, 11, 3, 2, 0, tzinfo=UTC)
LATER = datetime(2023, 12, 9, 2, 0, tzinfo=UTC)


@pytest.fixture
def ledger(database_url: str, tmp_path: Path) -> Iterator[Session]:
    """A county with a closed October, of which a reduction was taken back in November."""
    house = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(house)
    signing.init(house, now=clock.now())
    with found.app_context():
        session = db.session()
        make_county(session)
        set_target(session, amount="14")
        post_closed_well(session)
        cut = post_reduction(session)
        db.session.commit()
        made = making.make_month(session, settings=house, actor=OPERATOR, now=NOVEMBER, month=OCTOBER)
        close_month(session, actor=OPERATOR, now=NOVEMBER, made=made)
        reverse(session, cut, now=datetime(2023, 11, 20, 2, 0, tzinfo=UTC), on=date(2023, 11, 20))
        db.session.commit()
        yield session
        db.session.remove()
        db.engine.dispose()


def table(report: making.Report, title: str) -> list[list[object]]:
    return [list(row) for one in report.tables if one.title == title for row in one.rows]


def test_a_closed_month_stands_and_its_corrections_lie_beside(ledger: Session) -> None:
    report = making.month_report(ledger, actor=OPERATOR, now=LATER, month=OCTOBER)
    assert (report.is_closed, report.number) == (True, "371525-2023-YJ-10")
    water = next(row for row in table(report, "全县指标") if str(row[0]).startswith("压减"))
    assert water[2] == Decimal("36500.000")
    (later,) = table(report, "本月以后的更正")
    assert (later[4], later[7]) == ("2", Decimal("-36500.000"))
    november = making.month_report(ledger, actor=OPERATOR, now=LATER, month=OCTOBER.next())
    assert "未结账" in november.state
    assert november.number == ""
    with pytest.raises(RuleBroken, match="month_not_begun"):
        making.month_report(ledger, actor=OPERATOR, now=LATER, month=Month(2024, 1))


def test_the_year_is_the_sum_of_its_months(ledger: Session) -> None:
    report = making.year_report(ledger, actor=OPERATOR, now=LATER, year=2023)
    months = table(report, "各月")
    assert len(months) == 12
    assert months[9][1:4] == [1, Decimal("36500.000"), Decimal("9100.000")]
    assert months[9][7] == "371525-2023-YJ-10"
    assert months[10][2] == Decimal("-36500.000")
    assert [row[7] for row in months[10:]] == ["未结账", "未过完"]
    assert sum(row[2] for row in months) == months[-1][5]
    assert ["封井", Decimal("0.000")] in table(report, "按措施")
    with pytest.raises(RuleBroken, match="year_not_begun"):
        making.year_report(ledger, actor=OPERATOR, now=LATER, year=2024)


@pytest.mark.usefixtures("ledger")
def test_what_the_mail_says() -> None:
    title, body = mail_words(MailedReport.MONTH, OCTOBER, "371525-2023-YJ-10")
    assert title == "2023-10 压采月报"
    assert "371525-2023-YJ-10" in body


def _is_drawn(picture: bytes) -> bool:
    """Say whether a chart shows a bar: its own colour, and not a speck of it."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    colours = image.getcolors(image.width * image.height) or []
    return sum(number for number, (red, green, _blue) in colours if red < 40 and 90 < green < 130) > 500


def test_its_files_have_units_and_charts(ledger: Session) -> None:
    report = making.year_report(ledger, actor=OPERATOR, now=LATER, year=2023)
    book = load_workbook(BytesIO(making.report_file(report, "xlsx", now=LATER)))
    assert [cell.value for cell in book["各月"][1]][2] == "全年压减（m³）"
    assert book["各月"].cell(11, 3).value == 36500
    with ZipFile(BytesIO(making.report_file(report, "xlsx", now=LATER))) as packed:
        assert sum(name.startswith("xl/charts/chart") for name in packed.namelist()) == 3
    words = docx.Document(BytesIO(making.report_file(report, "docx", now=LATER)))
    drawn = [part.blob for part in words.part.package.image_parts]
    assert len(drawn) == 3
    assert any(_is_drawn(blob) for blob in drawn)
    assert any("未结账" in one.text for one in words.paragraphs)
    with pypdfium2.PdfDocument(making.report_file(report, "pdf", now=LATER)) as paper:
        text = "".join(page.get_textpage().get_text_bounded() for page in paper)
    assert "2023 年地下水压采年报" in text
    assert "未结账" in text

"""Only the cells that are filled change: every other part, and every other byte of the sheet, stays."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawing
from openpyxl.formatting.rule import CellIsRule
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from casebook.blanks.books.archive import Archive
from casebook.blanks.books.book import Book
from casebook.blanks.books.styles import Shown, read_styles
from casebook.blanks.rules.cells import Area, Place
from casebook.kernel.errors import RuleBroken
from tests.factories import blanks
from tests.factories.blanks import MAIN, RELATIONS, SHEET, STRICT, by_hand, monthly, shaped, unzipped, zipped

VALUES = {
    Place(5, 3): Decimal(3),
    Place(5, 4): Decimal(2),
    Place(6, 5): Decimal("12.30"),
    Place(10, 5): "甲 < 乙 & 丙",
}
OPEN = f'<worksheet xmlns="{MAIN}">'
CLOSE = "</sheetData></worksheet>"
SHEET_PART, WORKBOOK_PART = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def refusal(data: bytes) -> str:
    with pytest.raises(RuleBroken) as caught:
        _read_all(data)
    assert caught.value.field == "file"
    return caught.value.code


def _read_all(data: bytes) -> None:
    book = Book(data)
    for one in book.sheets:
        book.sheet(one.name)


def _protected(book: openpyxl.Workbook) -> None:
    book.active.protection.sheet = True
    book.active.protection.password = "geheim"


def _with_picture(book: openpyxl.Workbook) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(stream, "PNG")
    book.active.add_image(Drawing(stream), "H2")


def _with_chart(book: openpyxl.Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=4, min_row=4, max_row=8), titles_from_data=True)
    book.active.add_chart(chart, "H3")


def _with_rules(book: openpyxl.Workbook) -> None:
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("C5:C8")
    book.active.add_data_validation(choice)
    book.active.conditional_formatting.add("D5:D8", CellIsRule(operator="lessThan", formula=["1"]))
    book.active["B5"].comment = Comment("核对", "水利局")


def _with_sheets(book: openpyxl.Workbook) -> None:
    book.create_sheet("说明")["A1"] = "填表说明"
    hidden = book.create_sheet("字典")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "=月报!C9"


def _printed(book: openpyxl.Workbook) -> None:
    book.active.print_area, book.active.print_title_rows = "A1:F10", "3:4"
    book.active.freeze_panes, book.active.auto_filter.ref = "C5", "A4:F8"


SHAPES = {
    "protected": _protected,
    "picture": _with_picture,
    "chart": _with_chart,
    "rules": _with_rules,
    "sheets": _with_sheets,
    "print": _printed,
}


@pytest.mark.parametrize("name", ["plain", *SHAPES])
def test_every_other_part_and_every_other_cell_stay(name: str) -> None:
    data = monthly() if name == "plain" else shaped(SHAPES[name])
    made = Book(data).filled({SHEET: VALUES})

    before, after = unzipped(data), unzipped(made)
    assert list(after) == list(before)
    assert {part for part in before if before[part] != after[part]} <= {SHEET_PART, WORKBOOK_PART}
    assert before[WORKBOOK_PART] == after[WORKBOOK_PART] or b'fullCalcOnLoad="1"' in after[WORKBOOK_PART]
    old, new = (openpyxl.load_workbook(io.BytesIO(one)) for one in (data, made))
    for sheet in old.worksheets:
        theirs = new[sheet.title]
        assert theirs.merged_cells.ranges == sheet.merged_cells.ranges
        for line in sheet.iter_rows():
            for cell in line:
                place = Place(cell.row, cell.column)
                wanted = VALUES.get(place) if sheet.title == SHEET else None
                value = theirs.cell(cell.row, cell.column).value
                assert value == (cell.value if wanted is None else _plain(wanted)), place
                assert theirs.cell(cell.row, cell.column).style_id == cell.style_id


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def test_the_compressed_bytes_of_other_parts_are_copied() -> None:
    data = shaped(_with_picture)
    made = Book(data).filled({SHEET: VALUES})
    for name in unzipped(data):
        if name not in {SHEET_PART, WORKBOOK_PART}:
            assert _entry(data, name) == _entry(made, name)


def _entry(data: bytes, name: str) -> tuple[bytes, object]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        info = opened.getinfo(name)
        return data[info.header_offset :][: 30 + len(name) + info.compress_size], info.date_time


def test_only_the_text_of_filled_cells_is_another() -> None:
    data = monthly()
    made = unzipped(Book(data).filled({SHEET: VALUES}))[SHEET_PART].decode()
    old = unzipped(data)[SHEET_PART].decode()
    for address in ("C5", "D5", "E6", "E10"):
        cell = re.compile(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)')
        old, made = cell.sub("", old), cell.sub("", made)
    assert made == old


def test_nothing_filled_gives_the_very_bytes() -> None:
    data = monthly()
    assert Book(data).filled({}) == data
    assert Book(data).filled({SHEET: {Place(40, 40): None}})[:4] == data[:4]


def test_filling_twice_gives_the_same_bytes() -> None:
    data = monthly()
    assert Book(data).filled({SHEET: VALUES}) == Book(data).filled({SHEET: VALUES})


def test_a_form_without_formulas_is_not_told_to_compute() -> None:
    data = by_hand(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')
    made = unzipped(Book(data).filled({SHEET: {Place(2, 2): Decimal(5)}}))
    assert made[WORKBOOK_PART] == unzipped(data)[WORKBOOK_PART]
    assert b'<sheetData><row r="2"><c r="B2"><v>5</v></c></row></sheetData>' in made[SHEET_PART]


HAND = {
    "prefix": (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
        '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    ),
    "no_positions": (
        f'{OPEN}<sheetData><row><c/></row><row><c t="inlineStr"><is><t>甲</t></is></c>'
        "<c><v>7</v></c></row></sheetData></worksheet>"
    ),
    "empty_row": f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData><row r="2" ht="20"/>{CLOSE}',
    "empty_data": f'<worksheet xmlns="{MAIN}"><sheetData /></worksheet>',
    "gap": (
        f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='A1'><v>1</v></c></row>"
        "<row r='9'><c r='F9' s='0' t='str'><v>a &gt; b</v></c></row></sheetData></worksheet>"
    ),
    "comments": (
        f'<worksheet xmlns="{MAIN}"><!-- <row r="2"> --><sheetData>\n  <row r="2" spans="1:1">\n'
        '    <c r="B2"\n'
        '       s="0"/>\n  </row>\n</sheetData><!-- </sheetData> --></worksheet>'
    ),
    "strict": f'<worksheet xmlns="{STRICT}"><sheetData><row r="2"><c r="C2"><v>1</v></c></row>{CLOSE}',
}


@pytest.mark.parametrize("name", HAND)
def test_odd_ways_of_writing_a_sheet_are_filled(name: str) -> None:
    data = by_hand(HAND[name], main=STRICT if name == "strict" else MAIN)
    values = {Place(2, 2): Decimal("1.50"), Place(2, 4): "文字", Place(5, 1): Decimal(-3)}
    made = Book(data).filled({SHEET: values})
    again = Book(made)
    sheet = again.sheet(SHEET)
    assert {place: again.content(sheet, place).text for place in values} == {
        Place(2, 2): "1.5",
        Place(2, 4): "文字",
        Place(5, 1): "-3",
    }
    before = Book(data)
    for cell in before.sheet(SHEET).cells():
        if cell.place not in values:
            old = before.content_of(before.sheet(SHEET), cell)
            assert again.content(sheet, cell.place) == old
    if name != "strict":  # openpyxl does not read it
        opened = openpyxl.load_workbook(io.BytesIO(made)).active
        assert [opened["B2"].value, opened["D2"].value, opened["A5"].value] == [1.5, "文字", -3]


@pytest.mark.parametrize(
    ("codec", "mark"), [("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("gb18030", b"")]
)
def test_a_sheet_keeps_its_encoding(codec: str, mark: bytes) -> None:
    declared = f'<?xml version="1.0" encoding="{codec.removesuffix("-le")}"?>'
    text = declared + HAND["prefix"].partition("?>")[2]
    data = by_hand(mark + text.encode(codec))
    made = unzipped(Book(data).filled({SHEET: {Place(2, 2): "乙"}}))[SHEET_PART]
    assert made.startswith(mark + declared.encode(codec))
    assert "<x:t>乙</x:t>" in made[len(mark) :].decode(codec)


def test_a_stated_dimension_grows_only_for_a_cell_outside() -> None:
    data = by_hand(HAND["empty_row"])
    made = unzipped(Book(data).filled({SHEET: {Place(2, 2): Decimal(1)}}))[SHEET_PART]
    assert b'<dimension ref="A1:B2"/>' in made
    assert b'<row r="2" ht="20"><c r="B2"><v>1</v></c></row>' in made


def test_calculation_is_asked_for_at_its_place() -> None:
    sheet = f'{OPEN}<sheetData><row r="1"><c r="A1"><f>B1</f><v>0</v></c></row>{CLOSE}'
    workbook = (
        f'<w:workbook xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"><w:workbookPr date1904="1"/><w:sheets>'
        f'<w:sheet name="{SHEET}" sheetId="1" r:id="rId1"/></w:sheets>'
        '<w:definedNames><w:definedName name="a">1'
        '</w:definedName></w:definedNames><w:oleSize ref="A1"/></w:workbook>'
    )
    book = Book(by_hand(sheet, workbook=workbook))
    made = unzipped(book.filled({SHEET: {Place(1, 2): Decimal(1)}}))[WORKBOOK_PART].decode()
    assert made == workbook.replace("<w:oleSize", '<w:calcPr fullCalcOnLoad="1"/><w:oleSize')
    assert book.counts_from_1904
    assert book.serial(date(2023, 11, 30)) == 43798


def test_a_filled_cell_of_1904_shows_the_day() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.title = SHEET
    book.active["A1"].number_format = 'yyyy"年"m"月"d"日"'
    opened = Book(blanks.saved(book))
    made = opened.filled({SHEET: {Place(1, 1): opened.serial(date(2023, 11, 30))}})
    assert openpyxl.load_workbook(io.BytesIO(made)).active["A1"].value.date() == date(2023, 11, 30)


def test_formats_tell_days_and_shares() -> None:
    codes = {
        'yyyy"年"m"月"': "day",
        "0.00%": "percent",
        '#,##0.00"元/m"': "number",
        "[Red]0.0": "number",
        "General": "number",
    }
    book = openpyxl.Workbook()
    for row, code in enumerate(codes, start=1):
        book.active.cell(row, 1, 1).number_format = code
    data = blanks.saved(book)
    opened = Book(data)
    shown = [opened.shown(cell.style) for cell in opened.sheet("Sheet").cells()]
    assert shown == [Shown(kind) for kind in codes.values()]
    assert read_styles(unzipped(data)["xl/styles.xml"])[0] is Shown.NUMBER


def test_an_array_formula_fills_all_its_cells() -> None:
    sheet = (
        f'{OPEN}<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row>'
        f'<row r="2"><c r="A2"><v>2</v></c></row>{CLOSE}'
    )
    book = Book(by_hand(sheet))
    assert book.sheet(SHEET).is_formula(Place(2, 1))
    assert not book.sheet(SHEET).is_formula(Place(3, 1))


def test_a_merged_range_is_held_by_its_first_cell() -> None:
    sheet = Book(monthly()).sheet(SHEET)
    assert sheet.head_of(Place(3, 4)) == Place(3, 3)
    assert sheet.head_of(Place(5, 4)) == Place(5, 4)
    assert Area.parse("C3:D3") in sheet.merges


def test_what_cannot_be_filled_safely_is_refused_in_words() -> None:
    parts = unzipped(monthly())
    bomb = by_hand(
        f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', more={"xl/x.bin": bytes(101 * 2**20)}
    )
    found = {
        "xls": refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "locked": refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        "text": refusal(b"a,b\n1,2\n"),
        "zip": refusal(zipped({"a.txt": b"1"})),
        "cut": refusal(monthly()[:-200]),
        "macro": refusal(zipped({**parts, "xl/vbaProject.bin": b"1"})),
        "links": refusal(zipped({**parts, "xl/externalLinks/externalLink1.xml": b"<a/>"})),
        "signed": refusal(zipped({**parts, "_xmlsignatures/sig1.xml": b"<a/>"})),
        "bomb": refusal(bomb),
        "entities": refusal(by_hand('<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>')),
        "broken": refusal(by_hand(f'{OPEN}<sheetData><row r="2"')),
        "disordered": refusal(by_hand(f'{OPEN}<sheetData><row r="2"/><row r="2"/>{CLOSE}')),
        "no_sheet": refusal(zipped({name: part for name, part in parts.items() if "sheet1" not in name})),
    }
    assert found == {
        "xls": "blank_old",
        "locked": "blank_encrypted",
        "text": "blank_no_workbook",
        "zip": "blank_no_workbook",
        "cut": "blank_unreadable",
        "macro": "blank_macros",
        "links": "blank_external",
        "signed": "blank_signed",
        "bomb": "blank_bomb",
        "entities": "blank_unreadable",
        "broken": "blank_unreadable",
        "disordered": "blank_unreadable",
        "no_sheet": "blank_unreadable",
    }


def test_a_sign_that_an_encoding_lacks_is_written_by_its_number() -> None:
    text = f'<?xml version="1.0" encoding="gb2312"?>{OPEN}<sheetData><row r="1"><c r="A1"/></row>{CLOSE}'
    made = Book(by_hand(text.encode("gb2312"))).filled({SHEET: {Place(1, 1): "镕"}})
    book = Book(made)
    assert book.content(book.sheet(SHEET), Place(1, 1)).text == "镕"


def test_a_filled_cell_forgets_the_picture_that_was_its_value() -> None:
    cell = '<c r="A1" s="0" t="e" vm="1"><v>#VALUE!</v></c>'
    made = Book(by_hand(f'{OPEN}<sheetData><row r="1">{cell}</row>{CLOSE}'))
    part = unzipped(made.filled({SHEET: {Place(1, 1): Decimal(3)}}))[SHEET_PART]
    assert b'<c r="A1" s="0"><v>3</v></c>' in part


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(RuleBroken, match="blank_unreadable"):
        Archive(zipped({"xl/a.xml": b"1", "XL/A.xml": b"2"}))


def test_numbers_written_as_a_bomb_are_text() -> None:
    sheet = f'{OPEN}<sheetData><row r="1"><c r="A1"><v>1E999999</v></c></row>{CLOSE}'
    book = Book(by_hand(sheet))
    assert book.content(book.sheet(SHEET), Place(1, 1)).number is None

from __future__ import annotations

from datetime import date

import pytest

from casebook.deadlines.rules.calendar import DayException, YearStatus
from casebook.deadlines.rules.notices import decode, read_notice
from casebook.deadlines.rules.years import official_years, statutory_days
from casebook.kernel.errors import Refused, RuleBroken

STATUTORY_2027 = "".join(f"{day},0,{name}\n" for day, name in statutory_days(2027))


def codes(text: str) -> list[tuple[str, object]]:
    with pytest.raises(Refused) as caught:
        read_notice(text, first_year=2004)
    return [
        (reason.code, reason.facts.get("line", reason.facts.get("on"))) for reason in caught.value.reasons
    ]


def test_a_notice_is_read_with_its_makeup_days() -> None:
    text = "date,is_working,name\n" + STATUTORY_2027 + "2027-02-09,0,春节\n2027-02-20,1,春节\n"
    (year,) = read_notice(text, first_year=2004)
    assert (year.number, year.status) == (2027, YearStatus.OFFICIAL)
    assert year.exceptions[date(2027, 2, 6)] == DayException(is_working=False, name="春节")
    assert year.exceptions[date(2027, 2, 20)] == DayException(is_working=True, name="春节")
    assert len(year.exceptions) == 15


def test_an_official_year_survives_being_written_and_read() -> None:
    known = official_years()[2024]
    text = "".join(f"{day},{int(item.is_working)},{item.name}\n" for day, item in known.exceptions.items())
    assert read_notice(text, first_year=2004)[0].exceptions == known.exceptions


@pytest.mark.parametrize(
    ("line", "day", "is_working"),
    [
        ("2027/2/20,上班,春节", date(2027, 2, 20), True),
        ("2027年2月20日,班,春节", date(2027, 2, 20), True),
        ("2027.02.09,休", date(2027, 2, 9), False),
        (" 2027-02-09 , FALSE , 春节 ", date(2027, 2, 9), False),
    ],
)
def test_the_usual_ways_to_write_a_line(line: str, day: date, *, is_working: bool) -> None:
    (year,) = read_notice(STATUTORY_2027 + line, first_year=2004)
    assert year.exceptions[day].is_working is is_working


def test_a_provisional_notice_says_so() -> None:
    (year,) = read_notice(STATUTORY_2027, first_year=2004, status=YearStatus.PROVISIONAL)
    assert year.status is YearStatus.PROVISIONAL


def test_two_years_in_one_file() -> None:
    text = STATUTORY_2027 + "".join(f"{day},0,{name}\n" for day, name in dict(statutory_days(2028)).items())
    assert [year.number for year in read_notice(text, first_year=2004)] == [2027, 2028]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2027-02-30,0,春节", "calendar_line_date"),
        ("next year,0,春节", "calendar_line_date"),
        ("2027-02-08,maybe,春节", "calendar_line_working"),
        ("2027-02-08", "calendar_line_columns"),
        ("2027-02-08,0,春节,x", "calendar_line_columns"),
        ("2003-10-01,0,国庆节", "calendar_line_year"),
        ("2027-02-08,0," + "节" * 41, "calendar_line_name"),
        ("2027-02-06,0,春节", "calendar_line_twice"),
    ],
)
def test_each_bad_line_is_told_with_its_number(line: str, code: str) -> None:
    assert codes(STATUTORY_2027 + line) == [(code, 14)]


def test_all_bad_lines_are_told_at_once() -> None:
    assert codes("2027-13-01,0,x\n\n2027-02-08,?,y\n") == [
        ("calendar_line_date", 1),
        ("calendar_line_working", 3),
    ]


def test_half_a_notice_does_not_pass_for_a_whole_one() -> None:
    half = STATUTORY_2027.replace("2027-02-06,0,春节\n", "").replace("2027-10-01,0", "2027-10-01,1")
    assert codes(half) == [
        ("calendar_year_incomplete", date(2027, 2, 6)),
        ("calendar_year_incomplete", date(2027, 10, 1)),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "date,is_working,name\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_notice(text, first_year=2004)
    assert caught.value.code == "calendar_file_empty"


def test_a_year_past_the_festival_table_is_named() -> None:
    with pytest.raises(RuleBroken) as caught:
        read_notice("2061-01-01,0,元旦", first_year=2004)
    assert caught.value.facts == {"year": 2061}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_spreadsheet_encodings_are_read(encoding: str) -> None:
    assert decode("2027-02-06,0,春节".encode(encoding)) == "2027-02-06,0,春节"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(RuleBroken) as caught:
        decode(b"\xff\xfe\xff\xff\x80")
    assert caught.value.code == "calendar_file_encoding"

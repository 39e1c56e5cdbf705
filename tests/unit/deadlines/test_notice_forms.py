"""A notice is read in whatever form a clerk has it, and every form gives the same days."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from casebook.deadlines.rules import Calendar
from casebook.deadlines.rules.notices import read_notice
from casebook.deadlines.rules.years import official_years
from casebook.kernel.errors import CasebookError

# the days of 2025, as the notice of that year tells them
WORDS = """
关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""
SPANS = (
    ("2025-01-01", "2025-01-01", "元旦"),
    ("2025-01-28", "2025-02-04", "春节"),
    ("2025-04-04", "2025-04-06", "清明节"),
    ("2025-05-01", "2025-05-05", "劳动节"),
    ("2025-05-31", "2025-06-02", "端午节"),
    ("2025-10-01", "2025-10-08", "国庆节、中秋节"),
)
WORKED = ("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")
TABLE = "\n".join(
    [
        "日期,是否上班,名称",
        *(f"{first}..{last},0,{name}" for first, last, name in SPANS),
        *(f"{day},1,调休" for day in WORKED),
    ]
)
JSON = json.dumps(
    {
        "year": 2025,
        "days": [
            *({"date": f"{first}至{last}", "isOffDay": True, "name": name} for first, last, name in SPANS),
            *({"date": day, "is_working": True, "name": "调休"} for day in WORKED),
        ],
    }
)


def _event(first: str, last: str, title: str) -> str:
    after = date.fromisoformat(last) + timedelta(days=1)
    start = first.replace("-", "")
    days = f"DTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{after:%Y%m%d}"
    return f"BEGIN:VEVENT\r\n{days}\r\nSUMMARY:{title}\r\nEND:VEVENT"


CALENDAR_FILE = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        *(_event(first, last, f"{name} 休") for first, last, name in SPANS),
        *(_event(day, day, "春节 补班") for day in WORKED),
        "END:VCALENDAR",
    ]
)


@pytest.mark.parametrize("text", [WORDS, TABLE, JSON, CALENDAR_FILE], ids=["words", "table", "json", "ics"])
def test_every_form_gives_the_days_of_the_package(text: str) -> None:
    (year,) = read_notice(text, first_year=2004)
    ours, announced = Calendar({2025: year}), Calendar({2025: official_years()[2025]})
    days = [date(2025, 1, 1) + timedelta(days=k) for k in range(365)]
    assert [day for day in days if ours.is_working_day(day) is not announced.is_working_day(day)] == []
    assert ours.name_of(date(2025, 1, 29)) == "春节"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1, 2]", "calendar_json_unreadable"),
        ('{"days": 3}', "calendar_json_unreadable"),
        ("[{", "calendar_json_unreadable"),
        ('[{"date": "2025-01-01"}]', "calendar_line_working"),
        ("一、元旦：1月1日放假1天。", "calendar_words_year"),
        ("关于2025年的通知\n一、元旦：2月30日放假。", "calendar_line_date"),
        ("关于2025年的通知\n一、元旦：2024年12月31日至1月1日放假。", "calendar_line_date"),
        ("关于2025年的通知\n一、元旦：2024年12月31日至2025年1月1日放假。", "calendar_words_other_year"),
        ("关于2025年的通知\n一、元旦：1月1日放假。", "calendar_year_incomplete"),
        ("2025-02-04..2025-01-28,0,春节", "calendar_line_date"),
        ("2025-01-01..2025-12-31,0,全年", "calendar_line_date"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:休\nEND:VEVENT", "calendar_line_date"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR", "calendar_file_empty"),
    ],
    ids=range(13),
)
def test_what_cannot_be_read_says_why(text: str, code: str) -> None:
    with pytest.raises(CasebookError) as caught:
        read_notice(text, first_year=2004)
    reasons = getattr(caught.value, "reasons", [caught.value])
    assert code in {reason.code for reason in reasons}

"""Messages of online meters: taken apart by settings, judged against what a source may speak of."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.volumes.rules import ParserKind, ReadingMark
from casebook.volumes.rules.cells import Fault, Row
from casebook.volumes.rules.judging import Link, Links, clock_off, instant_of, is_far_off, judge, read_instant
from casebook.volumes.rules.parser_settings import settings_of
from casebook.volumes.rules.parsing import MOST_ROWS, Said, parse
from casebook.volumes.rules.sources import Window, hint_of, new_token, token_in

NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
"""Ten in the morning in China."""
LINKS = Links.of(
    [
        Link("dev-7", "SB1", "371525104JJ00001"),
        Link("SB2", "SB2", "371525105JJ00002"),
        Link("SB3", "SB3", "371525105JJ00002"),
    ]
)
ONE = Decimal(1)


def code_of(kind: ParserKind, settings: dict[str, object], body: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        parse(kind, settings, body)
    return refused.value.code


def ours(**changes: object) -> bytes:
    said = {"message_id": "m1", "readings": [{"meter": "SB1", "read_at": "2023-05-25", "dial_m3": 1.5}]}
    return json.dumps(said | changes).encode()


def test_our_format_keeps_figures_as_they_were_written() -> None:
    body = b'{"message_id": 7, "readings": [{"meter": 12, "read_at": "t", "dial_m3": 123456789.120}]}'
    found = parse(ParserKind.CASEBOOK_JSON, {}, body)
    assert (found.message_id, found.said) == ("7", (Said(1, "12", "", "t", "123456789.120", ""),))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"message_id": "m1", "readings": [{"meter"', "message_not_json"),
        ('{"message_id": "东井上报"}'.encode("gb18030"), "message_charset_wrong"),
        (ours().decode().encode("utf-16"), "message_charset_wrong"),
        (b"[" * 100_000, "message_not_json"),
        (b"", "message_not_json"),
        (b"[]", "message_part_missing"),
        (b'{"readings": []}', "message_part_missing"),
        (ours(readings=[]), "message_empty"),
        (ours(message_id=""), "message_id_unusable"),
        (ours(message_id="x" * 101), "message_id_unusable"),
        (ours(readings=[{}] * (MOST_ROWS + 1)), "message_rows_too_many"),
    ],
    ids=["cut off", "gbk", "utf-16", "deep", "nothing", "list", "no id", "no rows", "blank", "long", "many"],
)
def test_what_cannot_be_read_says_why(body: bytes, code: str) -> None:
    assert code_of(ParserKind.CASEBOOK_JSON, {}, body) == code


def test_a_figure_with_an_exponent_is_the_figure() -> None:
    body = b'{"message_id": "m", "readings": [{"dial_m3": 1.2345678E7}, {"dial_m3": 1e999}]}'
    assert [one.dial for one in parse(ParserKind.CASEBOOK_JSON, {}, body).said] == ["12345678", "1e999"]


def test_an_exponent_of_thousands_of_digits_is_left_as_it_stands() -> None:
    monster = "1e" + "9" * 5000
    body = f'{{"message_id": "m", "readings": [{{"dial_m3": {monster}}}, {{"dial_m3": 1e+02}}]}}'.encode()
    assert [one.dial for one in parse(ParserKind.CASEBOOK_JSON, {}, body).said] == [monster, "100"]


def test_half_a_character_becomes_what_can_be_stored() -> None:
    body = b'{"message_id": "a\\udc00", "readings": [{"meter": "\\ud800SB1", "dial_m3": "1\\udfff"}]}'
    found = parse(ParserKind.CASEBOOK_JSON, {}, body)
    assert (found.message_id, found.said[0].meter, found.said[0].dial) == ("a?", "?SB1", "1?")


def test_rows_of_any_shape_become_text_and_never_break_the_others() -> None:
    rows = [None, 7, [], "x", {"meter": {"a": 1}, "read_at": True, "dial_m3": [1]}]
    found = parse(ParserKind.CASEBOOK_JSON, {}, ours(readings=rows))
    assert found.said[:4] == tuple(Said(row, "", "", "", "", "") for row in range(1, 5))
    assert found.said[4] == Said(5, '{"a": "1"}', "", "true", '["1"]', "")


def test_lines_are_read_by_the_columns_of_the_settings() -> None:
    said = {"encoding": "gb18030", "delimiter": "semicolon", "columns": "meter，- time dial", "skip": "1"}
    settings = settings_of(ParserKind.LINES, said)
    body = "表号;井名;时间;读数\r\nSB1;东井;20230525080000;12.5\r\n\r\nSB2;;\r\n".encode("gb18030")
    found = parse(ParserKind.LINES, settings, body)
    assert found.said == (Said(2, "SB1", "", "20230525080000", "12.5", ""), Said(4, "SB2", "", "", "", ""))
    assert found.message_id is None
    utf8 = settings | {"encoding": "utf-8"}
    assert code_of(ParserKind.LINES, utf8, body) == "message_charset_wrong"


def test_named_json_is_read_by_the_keys_of_the_settings() -> None:
    said = {"list": "data.rows", "key_meter": "no", "key_time": "t", "key_dial": "v.sum", "message_id": "id"}
    settings = settings_of(ParserKind.NAMED_JSON, said | {"unit": "0.001"})
    body = b'{"id": 9, "data": {"rows": [{"no": "SB1", "t": 1684972800000, "v": {"sum": 1500}}]}}'
    found = parse(ParserKind.NAMED_JSON, settings, body)
    assert (found.message_id, found.said) == ("9", (Said(1, "SB1", "", "1684972800000", "1500", ""),))
    row = judge(found.said[0], LINKS, Decimal(settings["unit"]), NOW)
    assert isinstance(row, Row)
    assert row.amount == 1500
    assert code_of(ParserKind.NAMED_JSON, settings, b'{"data": 1}') == "message_part_missing"


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        (ParserKind.LINES, {"columns": "meter time"}, "columns"),
        (ParserKind.LINES, {"columns": "time dial"}, "columns"),
        (ParserKind.LINES, {"columns": "meter meter time dial"}, "columns"),
        (ParserKind.LINES, {"columns": "meter time dial flow"}, "columns"),
        (ParserKind.LINES, {"columns": "meter time dial", "encoding": "ebcdic"}, "encoding"),
        (ParserKind.NAMED_JSON, {"key_meter": "a", "key_time": "b"}, "key_dial"),
        (ParserKind.NAMED_JSON, {"key_time": "b", "key_dial": "c"}, "key_meter"),
        (ParserKind.NAMED_JSON, {"key_meter": "a..b", "key_time": "b", "key_dial": "c"}, "key_meter"),
    ],
)
def test_settings_that_cannot_work_are_refused_beside_their_field(
    kind: ParserKind, said: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        settings_of(kind, said)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "on", "second"),
    [
        ("2023-05-25T08:00:00+08:00", date(2023, 5, 25), 8 * 3600),
        ("2023-05-24T23:30:00Z", date(2023, 5, 25), 7 * 3600 + 1800),
        ("2023-05-25 00:00:00", date(2023, 5, 25), 0),
        ("202305250800", date(2023, 5, 25), 8 * 3600),
        ("1684972800", date(2023, 5, 25), 8 * 3600),
        ("20230525", date(2023, 5, 25), -1),
        ("2023年5月25日", date(2023, 5, 25), -1),
    ],
)
def test_times_become_chinese_days_and_seconds(text: str, on: date, second: int) -> None:
    assert read_instant(text) == (on.toordinal(), second)


def said_of(**parts: str) -> Said:
    given_parts = {"meter": "SB2", "well": "", "at": "2023-05-25", "dial": "12", "mark": ""} | parts
    return Said(1, **given_parts)


@pytest.mark.parametrize(
    ("parts", "code", "hint"),
    [
        ({"meter": "SB9"}, "meter_unknown", "not_of_source"),
        ({"meter": ""}, "meter_unknown", "not_said"),
        ({"meter": "", "well": "371525105JJ00002"}, "meter_unknown", "several"),
        ({"meter": "", "well": "371525109JJ00009"}, "meter_unknown", "not_of_source"),
        ({"well": "371525104JJ00001"}, "well_unknown", "other_well"),
        ({"at": "2023-06-01T10:11:00+08:00"}, "date_in_future", "clock"),
        ({"at": "2023-06-02"}, "date_in_future", "clock"),
        ({"at": "1970-01-01T00:00:01"}, "date_unreadable", "clock"),
        ({"at": "soon"}, "date_unreadable", ""),
        ({"at": ""}, "date_unreadable", "blank"),
        ({"dial": "-3"}, "number_unreadable", "negative"),
        ({"dial": "12kk"}, "number_unreadable", ""),
        ({"dial": "NaN"}, "number_unreadable", ""),
        ({"dial": "1e30"}, "number_unreadable", ""),
        ({"mark": "old_closing"}, "mark_unreadable", ""),
    ],
)
def test_readings_that_cannot_be_taken_in_say_why(parts: dict[str, str], code: str, hint: str) -> None:
    found = judge(said_of(**parts), LINKS, ONE, NOW)
    assert isinstance(found, Fault)
    assert found.code.value == code
    if hint:
        assert found.hint == hint


def test_a_meter_is_known_by_either_number_and_a_clock_may_be_a_little_ahead() -> None:
    parts = {"meter": "DEV-7", "at": "2023-06-01T10:09:00+08:00", "mark": "rollover"}
    found = judge(said_of(**parts), LINKS, ONE, NOW)
    assert isinstance(found, Row)
    assert (found.key, found.meter, found.mark) == ("371525104JJ00001", "SB1", ReadingMark.ROLLOVER)
    assert instant_of(found) == datetime(2023, 6, 1, 2, 9, tzinfo=UTC)
    assert isinstance(judge(said_of(meter="sb1"), LINKS, ONE, NOW), Row)


def test_a_clock_that_is_off_is_told_and_none_is_made_up() -> None:
    assert clock_off("2023-06-01T11:00:00+08:00", NOW) == 3600
    assert clock_off("", NOW) is None
    assert (is_far_off(3600), is_far_off(-400), is_far_off(60), is_far_off(None)) == (
        True,
        True,
        False,
        False,
    )


@given(st.lists(st.integers(min_value=0, max_value=200), max_size=60))
def test_no_more_than_the_window_counts_ever_begins_in_one(gaps: list[int]) -> None:
    window, at, seen = Window(None, 0), NOW, []
    for gap in gaps:
        at += timedelta(seconds=gap)
        window = window.with_one_more(at)
        seen.append(at)
        since = [one for one in seen if one >= (window.began_at or NOW)]
        assert window.count == len(since)
        assert 1 <= window.seconds_left(at) <= 60


def test_tokens_are_read_from_the_header_only_in_their_own_form() -> None:
    token = new_token()
    assert token != new_token()
    assert token.startswith(hint_of(token))
    assert token_in(f"Bearer {token}") == token
    assert token_in(f"bearer   {token}") == token
    assert [token_in(text) for text in ("", token, f"Basic {token}", "Bearer", "Bearer a b")] == [""] * 5

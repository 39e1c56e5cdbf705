"""One written coordinate."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.cells import Cell, Unreadable
from casebook.kernel.coordinates import read_coordinate

LON = 115 + 43 / 60 + 11.44 / 3600


@pytest.mark.parametrize(
    "cell",
    [
        "115°43′11.44″",
        "115° 43′ 11.44″",
        "115°43'11.44\"",
        "115°43’11.44”",
        "115°43´11.44´´",
        "115º43'11.44''",
        "115˚43′11.44",
        "115度43分11.44秒",
        "１１５度４３分１１．４４秒",
        "115°43′11″.44",
        "115°43′11。44″",
        "115-43-11.44",
        "115—43—11.44",
        "115 43 11.44",
        "115　43　11.44",
        "115:43:11.44",
        "115°43′11.44″E",
        "E115°43′11.44″",
        "东经115°43′11.44″",
        "东经：115°43′11.44″",
        "115°43′11.44″ 东经",
        "e 115-43-11.44",
        "'115°43′11.44″",
    ],
)
def test_degrees_minutes_seconds(cell: str) -> None:
    assert read_coordinate(cell) == pytest.approx(LON, abs=1e-12)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("115.424296", 115.424296),
        ("１１５．４２４２９６", 115.424296),
        (115.424296, 115.424296),
        (115, 115.0),
        ("115.424296°", 115.424296),
        ("115.424296度", 115.424296),
        ("115.424296°E", 115.424296),
        ("北纬36.5", 36.5),
        ("36.5N", 36.5),
        ("115°30′", 115.5),
        ("115°30.6'", 115.51),
        ("115度30分", 115.5),
        ("115°59′60.00″", 116.0),
        ("-115.5", -115.5),
        ("115.5W", -115.5),
        ("南纬36°30′", -36.5),
        ("38616736.99", 38616736.99),
        ("38,616,736.99", 38616736.99),
        ("38616736.99m", 38616736.99),
        ("4041249.47 米", 4041249.47),
        (38616736.99, 38616736.99),
    ],
    ids=repr,
)
def test_decimals_and_metres(cell: Cell, value: float) -> None:
    assert read_coordinate(cell) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "/", "无"])
def test_blank(cell: Cell) -> None:
    assert read_coordinate(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "约115.4",
        "不详",
        "115.4.2",
        "115°60′00″",
        "115°43''11.44",
        "115°43′60.01″",
        "115-43",
        "115 43",
        "115-43 11",
        "115.424296,36.445444",
        "东经",
        "°",
        "E",
        "115°43′11.44″东",
        "nan",
        "#REF!",
        float("nan"),
        float("inf"),
        True,
        date(2023, 3, 1),
    ],
    ids=repr,
)
def test_unreadable(cell: Cell) -> None:
    assert isinstance(read_coordinate(cell), Unreadable)


def _parts(degrees: float) -> tuple[int, int, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return whole, minutes, (degrees - whole - minutes / 60) * 3600


@given(
    st.floats(min_value=0, max_value=179.9),
    st.sampled_from(("{}°{}′{:.6f}″", "{}度{}分{:.6f}秒", "{}-{}-{:.6f}", "{} {} {:.6f}", "E{}°{}'{:.6f}\"")),
)
def test_sexagesimal_forms_read_back(degrees: float, form: str) -> None:
    whole, minutes, seconds = _parts(degrees)
    value = read_coordinate(form.format(whole, minutes, abs(seconds)))
    assert value == pytest.approx(degrees, abs=1e-8)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(read_coordinate(text), float | Unreadable | None)

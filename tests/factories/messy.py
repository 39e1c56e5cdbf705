"""Registers with defects planted at random places, each with what an import must say of it."""

from __future__ import annotations

import random

from tests.factories import datums
from tests.factories.regions import EAST, WEST
from tests.factories.registers import NAMES, Planted, Register, Style, places, sound_well, write_place


def code_missing(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells["code"] = chance.choice([None, "", "无", "/", "  "])
    row.refused.add("code_missing")


def code_malformed(_register: Register, row: Planted, chance: random.Random) -> None:
    code = row.cells["code"]
    row.cells["code"] = chance.choice(
        [
            code[:-1],
            code + "1",
            code.replace("JJ", "J"),
            "410482101" + code[9:],
            f"{code[:6]}999{code[9:]}",
            code[9:],
        ]
    )
    row.refused.add("code_malformed")


def coordinate_missing(_register: Register, row: Planted, chance: random.Random) -> None:
    for cell in chance.choice([("lon", "lat"), ("lon",), ("lat",)]):
        row.cells[cell] = chance.choice([None, "/", "无"])
    row.lon = row.lat = None
    row.refused.add("coordinate_missing")


def crs_blank(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells["crs"] = chance.choice([None, "", "不详", "坐标"])
    row.lon = row.lat = None
    row.refused.add("crs_unknown")


def zone_without_prefix(register: Register, row: Planted, chance: random.Random) -> None:
    write_place(row, register.style, "zone38", chance)
    row.cells["lon"] = row.cells["lon"][2:]
    row.lon = row.lat = None
    row.refused.add("crs_unknown")


def crs_unsupported(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells["crs"] = chance.choice(
        ["北京54", "1954北京坐标系", "西安80", "1980西安坐标系", "BJ54", "Xian 1980"]
    )
    row.lon = row.lat = None
    row.refused.add("crs_unsupported")


def degrees_exchanged(register: Register, row: Planted, chance: random.Random) -> None:
    write_place(row, register.style, chance.choice(["degrees", "wgs84", "dms"]), chance)
    row.cells["lon"], row.cells["lat"] = row.cells["lat"], row.cells["lon"]
    row.lon, row.lat = row.lat, row.lon
    row.refused.add("outside_county")


def far_away(register: Register, row: Planted, chance: random.Random) -> None:
    assert row.lon is not None
    row.lon += chance.uniform(0.3, 1.2)
    write_place(row, register.style, chance.choice(["degrees", "gcj02", "zone39"]), chance)
    row.refused.add("outside_county")


def number_unreadable(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells[chance.choice(["2021", "2022", "casing", "flow", "depth"])] = chance.choice(
        ["约3289", "3000左右", "100-200", "三千"]
    )
    row.refused.add("number_unreadable")


def number_out_of_range(_register: Register, row: Planted, chance: random.Random) -> None:
    cell, value = chance.choice(
        [
            ("depth", -20),
            ("depth", 0),
            ("depth", 1501),
            ("casing", 20),
            ("flow", 501),
            ("power", 999),
            ("2021", 5_000_001),
            ("2022", -3),
            ("area", 5_001),
        ]
    )
    row.cells[cell] = value
    row.refused.add("number_out_of_range")


def check_digit(_register: Register, row: Planted, chance: random.Random) -> None:
    number = row.cells["identifier"]
    wrong = "1" if number[-1] != "1" else "2"
    row.cells["identifier"] = chance.choice([number[:-1] + wrong, "913715250000695427", number[:-2]])
    row.warned.add("identifier_check_digit")


def layer_conflict(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells["aquifer"], row.cells["depth"] = chance.choice(
        [("浅层", 60.5), ("浅层水", "２１０"), ("深层承压", 179), ("深层承压水", 90)]
    )
    row.warned.add("aquifer_depth_conflict")


def other_township(_register: Register, row: Planted, _chance: random.Random) -> None:
    row.cells["township"] = NAMES[EAST if row.township == WEST else WEST]
    row.warned.add("township_mismatch")


def unknown_township(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells["township"] = chance.choice(["城关镇", "清水乡", "无名镇"])
    row.warned.add("township_unknown")


def depth_missing(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells["depth"] = chance.choice([None, "/", "—"])
    row.warned.add("depth_missing")


def date_unreadable(_register: Register, row: Planted, chance: random.Random) -> None:
    row.cells["built"] = chance.choice(["不详", "约九十年代", "2011-13-01", "八几年", "2011年2月30日"])
    row.warned.add("date_unreadable")


def value_unknown(_register: Register, row: Planted, chance: random.Random) -> None:
    cell, word = chance.choice(
        [("status", "报废"), ("use", "景观补水"), ("aquifer", "岩溶水"), ("meter", "三角堰")]
    )
    row.cells[cell] = word
    row.warned.add("value_unknown")


def permit_dates(_register: Register, row: Planted, chance: random.Random) -> None:
    issued, expiry, built = chance.choice([(2019, 2018, 2001), (2010, 2021, 2001), (2005, 2009, 2006)])
    row.cells |= {
        "permit": datums.permit_number(chance, issued, 7_000 + chance.randint(1, 900)),
        "permit_volume": 1.5,
        "expiry": datums.written_day(chance, expiry, 3, 1),
        "built": datums.written_day(chance, built, 3, 1),
    }
    row.warned.add("permit_dates")


DEFECTS = (
    code_missing,
    code_malformed,
    coordinate_missing,
    crs_blank,
    zone_without_prefix,
    crs_unsupported,
    degrees_exchanged,
    far_away,
    number_unreadable,
    number_out_of_range,
    check_digit,
    layer_conflict,
    other_township,
    unknown_township,
    depth_missing,
    date_unreadable,
    value_unknown,
    permit_dates,
)


def make_register(seed: int, style: Style, *, rows: int = 120, each: int = 2) -> Register:
    """A register of so many wells, with each defect planted `each` times."""
    chance = random.Random(seed)
    wells = [sound_well(place, number, chance, style) for number, place in enumerate(places(rows, chance), 1)]
    register = Register(wells, style)
    spots = chance.sample(range(1, rows), len(DEFECTS) * each)
    for plant in DEFECTS:
        for _ in range(each):
            plant(register, wells[spots.pop()], chance)
    chance.shuffle(register.rows)
    _plant_between_rows(register, chance, each)
    for number, row in enumerate(register.rows, start=1):
        row.cells["sequence"] = number
    return register


def _plant_between_rows(register: Register, chance: random.Random, each: int) -> None:
    """Plant what needs an earlier row: the same code again, and wells 10 to 25 m apart."""
    sound = [row for row in register.rows if not row.reasons]
    for model in chance.sample(sound, each):
        again = Planted(dict(model.cells), model.lon, model.lat, model.township, refused={"duplicate_code"})
        register.rows.append(again)
    for number, model in enumerate(chance.sample(sound, each), start=90_001):
        assert model.lon is not None
        assert model.lat is not None
        near = Planted(
            dict(model.cells), model.lon, model.lat + chance.uniform(0.0001, 0.0002), model.township
        )
        near.cells |= {"code": f"{model.township}JJ{number:05d}", "permit": None, "expiry": None}
        near.warned.add("possible_duplicate")
        write_place(near, register.style, chance.choice(list(register.style.crs_words)), chance)
        register.rows.append(near)

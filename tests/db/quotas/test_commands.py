"""`casebook permits reconcile` as other programs call it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.quotas import queries
from casebook.quotas.commands import permits
from tests.factories.accounts import COUNTY
from tests.factories.quotas import make_permit
from tests.factories.regions import make_county
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

OURS, THEIRS = "D371525G2019-0001", "D371525G2022-0004"
LIST = (
    f"证照编号,持有人,年取水量（万m³）,有效期止\n{OURS},刘建国,2.5,2026-01-01\n"
    f"{THEIRS},冠县乙公司,0.08,2027-12-31\n没有编号的,某公司,abc,\n"
)


@pytest.fixture
def listed(store: Session, tmp_path: Path) -> Path:
    make_county(store)
    make_permit(store, make_well(store), number=OURS, holder=make_party(store), volume=30_000)
    store.commit()
    path = tmp_path / "清单.csv"
    path.write_bytes(LIST.encode("gb18030"))
    return path


def reconcile(app: Flask, *words: object, code: int = 0) -> dict[str, object]:
    said = ["reconcile", *[str(word) for word in words]]
    result = CliRunner().invoke(permits, said, obj=lambda: app, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return json.loads(result.output)


def test_without_apply_nothing_is_stored(app: Flask, store: Session, listed: Path, tmp_path: Path) -> None:
    told = reconcile(app, listed, "--report", tmp_path / "r.json")
    assert (told["rows"], told["differing"], told["only_theirs"], told["only_ours"]) == (3, 1, 1, 0)
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    refused = [one for one in report["entries"] if one["verdict"] == "row_refused"]
    assert [(one["row"], bool(one["faults"])) for one in refused] == [(4, True)]
    store.rollback()
    assert queries.find_permit(store, COUNTY, THEIRS) is None
    assert queries.list_lists(store, keeper(store)) == []


def test_apply_takes_over_once_and_then_nothing_differs(app: Flask, store: Session, listed: Path) -> None:
    reconcile(app, listed, "--apply", "--listed-on", "2023-05-01")
    store.rollback()
    ours, theirs = (queries.find_permit(store, COUNTY, number) for number in (OURS, THEIRS))
    assert ours is not None
    assert theirs is not None
    assert (ours.permitted_m3, ours.valid_to) == (Decimal(25_000), date(2026, 1, 1))
    assert theirs.permitted_m3 == 800
    assert queries.list_changes(store, ours.id)[0].facts["permitted_m3"] == "30000.000"
    (row,) = queries.list_lists(store, keeper(store))
    assert row.taken_over_at is not None
    assert row.listed_on == date(2023, 5, 1)
    again = reconcile(app, listed)
    assert (again["differing"], again["only_theirs"], again["matched"]) == (0, 0, 2)

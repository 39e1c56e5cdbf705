"""What import-linter cannot say: the order inside a feature, and what a view may not import.

The order of the features, the purity of rules and the doors of views and ledger.models are contracts
in pyproject.toml; `make lint` checks them.
"""

from __future__ import annotations

import inspect
import tomllib
from typing import TYPE_CHECKING

from casebook import wiring
from tests.support.source_tree import ROOT, python

if TYPE_CHECKING:
    from tests.support.source_tree import Import

RANKS = {
    "rules": 0,
    "models": 1,
    "queries": 2,
    "actions": 3,
    "labels": 4,
    "presenters": 4,
    "forms": 4,
    "waiting": 5,
    "views": 6,
}
SHOWING = {"presenters", "forms", "waiting", "views"}
FEATURES = [source for source in python("casebook") if source.feature in wiring.FEATURES]


def _role_in(feature: str, imported: Import) -> str:
    """Return which role of this feature an import reaches, empty when it reaches none."""
    words = imported.name.split(".")
    return words[2] if words[:2] == ["casebook", feature] and len(words) > 2 else ""


def test_order_inside_each_feature() -> None:
    broken = [
        f"{source.place}:{found.line} imports {found.name}"
        for source in FEATURES
        if source.role in RANKS
        for found in source.imports()
        if RANKS.get(_role_in(source.feature, found), 0) > RANKS[source.role]
    ]
    assert broken == []


def test_what_shows_does_not_reach_the_database() -> None:
    """Views, forms and presenters get rows from queries; models are theirs for type annotations only."""
    broken = [
        f"{source.place}:{found.line} imports {found.name}"
        for source in FEATURES
        if source.role in SHOWING
        for found in source.imports()
        if not found.only_for_types and _is_of_the_database(found.name)
    ]
    assert broken == []


def _is_of_the_database(name: str) -> bool:
    words = name.split(".")
    return words[0] in {"sqlalchemy", "geoalchemy2", "flask_sqlalchemy"} or (
        words[0] == "casebook" and (words[1] == "db" or words[2:3] == ["models"])
    )


def test_the_directory_of_features_is_the_layer_contract() -> None:
    """`wiring.FEATURES` and the contract in pyproject.toml name the same house, floor by floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = [layer.split(" : ") for layer in reversed(contracts[0]["layers"])]
    rooms = [room.strip("()") for floor in floors for room in floor]
    assert tuple(room for room in rooms if room in wiring.FEATURES) == wiring.FEATURES


def test_every_room_offers_its_waiting_things_in_one_shape() -> None:
    """The desk asks each `waiting(session, actor, today)` and knows no feature; see docs/architecture.md."""
    offers = {module.__name__: module.waiting for module in wiring.role("waiting")}
    shapes = {
        name: [word.lstrip("_") for word in inspect.signature(offer).parameters]
        for name, offer in offers.items()
    }
    assert "casebook.deadlines.waiting" in shapes
    assert {name: words for name, words in shapes.items() if words != ["session", "actor", "today"]} == {}


def test_the_desk_knows_no_feature() -> None:
    rooms = {f"casebook.{room}" for room in wiring.FEATURES} - {"casebook.desk"}
    known = [
        f"{source.place}:{found.line} imports {found.name}"
        for source in FEATURES
        if source.feature == "desk"
        for found in source.imports()
        if ".".join(found.name.split(".")[:2]) in rooms
    ]
    assert known == []

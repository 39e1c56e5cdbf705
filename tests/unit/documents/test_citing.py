"""Short citations of the rules become what papers say."""

from __future__ import annotations

import pytest

from casebook.documents.rules.citing import official
from casebook.penalties.rules import CATALOGUE

WATER, GROUND = "《中华人民共和国水法》", "《地下水管理条例》"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("水法 69(1)", f"{WATER}第六十九条第一项"),
        ("水法48、69(1)；748号55", f"{WATER}第四十八条、第六十九条第一项、{GROUND}第五十五条"),
        ("748号 56①", f"{GROUND}第五十六条第一款"),
        ("地下水管理条例 56(2)", f"{GROUND}第五十六条第二款"),
        ("黄河保护法 115", "《中华人民共和国黄河保护法》第一百一十五条"),
        ("节水条例 105", "《节约用水条例》第一百零五条"),
        ("处罚法 10", "《中华人民共和国行政处罚法》第十条"),
        ("《某办法》第三条", "《某办法》第三条"),
        ("水法 第四十八条", "水法 第四十八条"),
        ("", ""),
    ],
)
def test_citations(short: str, long: str) -> None:
    assert official(short) == long


def test_every_provision_of_the_house_is_cited_in_full() -> None:
    bases = [basis for provision in CATALOGUE.values() for basis in provision.bases]
    for text in {basis.citation for basis in bases} | {one for basis in bases for one in basis.violated}:
        assert official(text).startswith("《"), text

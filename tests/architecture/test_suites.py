"""No test file hides another one: of two modules of one name Python imports the first, twice."""

from __future__ import annotations

from tests.support.source_tree import ROOT, python


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {(ROOT / source.place).parent for source in python("tests")}
    assert sorted(str(one) for one in folders if not (one / "__init__.py").is_file()) == []

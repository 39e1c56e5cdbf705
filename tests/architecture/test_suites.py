"""No test file hides another one: of two modules of one name Python imports the first, twice."""

from __future__ import annotations

from tests.support.source_tree import ROOT, python

TESTS = ROOT / "tests"


def test_every_folder_of_tests_is_a_package() -> None:
    """A folder without modules of its own counts too: above a gap, names begin anew."""
    files = [ROOT / source.place for source in python("tests")]
    folders = {folder for file in files for folder in file.parents if folder.is_relative_to(TESTS)}
    assert sorted(str(one) for one in folders if not (one / "__init__.py").is_file()) == []

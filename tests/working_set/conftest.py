"""The suite that runs where the Guanxian working set is: CASEBOOK_WORKING_SET, or beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from casebook.config import ROOT

FOLDER = Path(os.environ.get("CASEBOOK_WORKING_SET") or ROOT.parent / "shared/data/guanxian")

collect_ignore_glob = [] if FOLDER.is_dir() else ["test_*.py"]


@pytest.fixture(scope="session")
def working_set() -> Path:
    """The folder of the working set."""
    return FOLDER

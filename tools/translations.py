"""Take the texts of the sources into the English catalogue: `make translations`.

Texts are written in Chinese where they are shown and are their own identifiers; scripts get theirs from
templates. New texts come in untranslated, texts that are gone go, nothing is guessed from similar ones.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / ".build" / "messages.pot"
CATALOGUES = ROOT / "casebook" / "translations"
KEYWORDS = ("_l", "_p:1c,2", "msgid", "ProblemCode:2")
"""What marks a text beside gettext's own names; the last two stand in modules that know no language."""


def extract(target: Path) -> None:
    """Write the texts of the present sources to a template file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    places = ["--add-location=file", "--sort-by-file"]
    _pybabel("extract", "--mapping-file=pyproject.toml", *keywords, *places, f"--output-file={target}", ".")


def update() -> None:
    """Bring the catalogues up to the present sources."""
    extract(TEMPLATE)
    keep = ["--ignore-obsolete", "--no-fuzzy-matching", "--ignore-pot-creation-date"]
    _pybabel("update", *keep, "--no-wrap", f"--input-file={TEMPLATE}", f"--output-dir={CATALOGUES}")


def _pybabel(command: str, *options: str) -> None:
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run([pybabel, "--quiet", command, *options], cwd=ROOT, check=True)


if __name__ == "__main__":
    update()

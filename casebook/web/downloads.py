"""Files that leave by the browser."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flask import Response, send_file

from casebook.web.sheets import XLSX, SheetColumn, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable


def send_sheet(*, name: str, title: str, columns: list[SheetColumn], rows: Iterable[object]) -> Response:
    """Answer with a spreadsheet made row by row in a temporary file that vanishes with the answer."""
    file = TemporaryFile()  # noqa: SIM115 - Flask closes it with the response
    write_xlsx(file, title=title, columns=columns, rows=rows)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")

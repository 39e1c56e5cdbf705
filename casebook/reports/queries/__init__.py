"""What reports are made of, and where they went."""

from casebook.reports.queries.months import find_sending, list_sendings
from casebook.reports.queries.work_ledger import LedgerLine, iterate_lines

__all__ = ["LedgerLine", "find_sending", "iterate_lines", "list_sendings"]

"""The database: one Base, typed columns, one place that commits, what differs between the two databases.

Words: record (a row with an id), append-only, unit of work.
"""

from casebook.db.base import Base, CountyRecord, Record
from casebook.db.session import db

__all__ = ["Base", "CountyRecord", "Record", "db"]

"""Revisions of the schema, for both databases; see casebook/db/migrate.py."""

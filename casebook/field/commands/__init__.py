"""The field feature's part of the command line."""

from casebook.field.commands.outbox import outbox, receipts

commands = (outbox, receipts)

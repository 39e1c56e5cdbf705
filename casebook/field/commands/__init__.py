"""The field feature's part of the command line."""

from casebook.field.commands.outbox import outbox, receipts
from casebook.field.commands.package import package

commands = (outbox, package, receipts)

"""Reports made of what other features hold.

Words: work ledger (一本账, rules.md 9): the problem list as one sheet with all that became of each line.
"""

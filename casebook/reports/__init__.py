"""Reports made of what other features hold.

Words: work ledger (一本账, rules.md 9): the problem list as one sheet with all that became of each line;
month (月报): what the ledger booked in a month, made once when it is closed; adjustment (更正和补记).
"""

"""The administrators' pages: accounts, agencies and their powers, sign-ins, calendar, state of the system.

It owns pages only. What they do are acts of accounts, cases and deadlines; who may use which is said
by the three administrators' permissions (rules.md 13.2).
"""

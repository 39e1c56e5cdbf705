"""A superior's blank form: bound once to the figures of the house, filled in seconds, merged from townships.

Words: blank (上级空表), binding (cell and figure), filling, merge (汇总), conflict.
"""

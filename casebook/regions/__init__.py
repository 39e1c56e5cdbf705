"""Divisions and control zones: where a place lies, on a given day.

Words: division (county or township with its GB/T 2260 / 10114 code), outline, control zone
(rules.md 2.1), period (from its first day up to, not including, the day it ended).
"""

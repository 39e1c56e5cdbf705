"""The working calendar, how a date is computed, and the clocks that run on it.

Words: calendar year (official or provisional), term (an amount and a unit), deadline (raw and due day
with the steps that led there), rule (D-01 … D-29), running term (a clock on some subject), extension,
suspension. Source: rules.md 5.1, 5.2, 5.6, 12.9.
"""

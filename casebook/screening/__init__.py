"""Rules over figures that point at wells worth a visit; an alert is a lead, never a violation.

Words: rule, run, hit (命中), lead (线索), route (当日路线).
"""

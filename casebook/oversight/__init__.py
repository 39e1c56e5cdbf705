"""The year's targets held against what the ledger has booked.

Words: target (压采任务, by year and indicator, for the county or a township), booked, claimed
(reported or accepted, not booked yet), elapsed (序时进度), gauge (an indicator that the ledger does
not book), stated figure (what a paper states because casebook does not count it), cascade.
"""

"""Closing a well for good or in reserve, and the reduction that is claimed for it.

Words: closure (封停), origin, plug/mothball/monitoring, replacement source and its connection day,
baseline with its method (B1-B6), acceptance (four signatures), confirmation by another office; only
confirmation posts to the ledger, only reopening takes back.
"""

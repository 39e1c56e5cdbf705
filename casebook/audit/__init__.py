"""Who changed what, and who looked at what.

Words: entry (an act in the audit chain), details (its reason and the values before and after,
kept beside the chain so that they can be erased), look (somebody saw personal data), seal (the
entry that takes an hour's looks into the chain).
"""

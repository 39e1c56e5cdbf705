"""The ledger: append-only, hash-chained postings of closed wells, reductions, strike-offs and plan cuts.

Words: entry (a posting once it stands in the chain), reversal (an entry that takes back an
earlier one, once), roll-up (sums kept beside the entries), full year and this year (what a
closure saves in a whole year, and in the rest of the year of its closing), head (where the
chain ends), as of (what was booked by the end of a day), closed month (月结: reported once, nothing
is booked into it). One chain per county.
"""

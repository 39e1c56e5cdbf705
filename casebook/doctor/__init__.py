"""What is missing or mis-set on this machine, and how to mend it.

Words: a *finding* is what one check says; it is ok, a warning (casebook runs, something will hurt) or bad
(something that should work does not).
"""

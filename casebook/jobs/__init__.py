"""Work that outlives its request: rows that a worker takes on a lease, retries, and reports on.

Words: job, kind (what handles it), lease, attempt, slot (one turn of periodic work).
"""

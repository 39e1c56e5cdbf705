"""One file that holds the whole house: database, files, keys, and the heads of ledger, audit and receipts.

Words: archive (the file), entry (one part of it), manifest (what it must contain, by hash).
"""

"""One file that holds the whole house: database, files, keys, and the heads of ledger and audit.

Words: archive (the file), entry (one part of it), manifest (what it must contain, by hash).
"""

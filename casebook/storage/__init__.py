"""Files by their hash: written once, never replaced, given back byte for byte.

Words: stored file, media kind (what a file is), incoming (not yet hashed), key (where a hash lies).
"""

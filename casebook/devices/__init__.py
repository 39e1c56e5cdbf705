"""Tablets with keys of their own: whose signatures on operations are believed, and since when no more.

Words: device (one browser on one tablet, registered by one officer), fingerprint (hash of its signing
key), revoked (its later operations are kept apart for a decision; it gets no work package).
"""

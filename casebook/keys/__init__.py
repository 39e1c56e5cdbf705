"""Keys of this house, outside the database: what signs, and what keeps cookies.

Words: signing key (ECDSA P-256, one is current, retired ones still verify), manifest (which
keys there were and when), fingerprint (hash of a public key), secret (signs cookies).
"""

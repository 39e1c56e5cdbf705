"""Keys of this house, outside the database: what signs, what opens, and what keeps cookies.

Words: signing key (ECDSA P-256, one is current, retired ones still verify), manifest (which
keys there were and when), fingerprint (hash of a public key), agreement key (ECDH P-256, opens
what tablets seal), box (what only the holder of such a key can read), secret (signs cookies).
"""

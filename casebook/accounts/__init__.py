"""Agencies with their powers and stamps, officers with certificates, roles, sign-in and its sessions.

Words: agency, power (who enforces a matter, and on what ground), officer, certificate (执法证),
jurisdiction (a division code), sign-in session.
"""

"""The register of wells.

Words: well, code (取水井编号), status (rules.md 6.4) with one event per step, owner (产权人),
manager (管理人), user (实际使用人, the party of a case), alias (census number, plate, platform
code), zone membership (geometry only; a zone's period and layer are asked at reading).
"""

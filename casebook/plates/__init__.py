"""Well plates: the sign at a well whose QR code says, signed, which well it is.

Words: plate (标牌; one valid per well), serial (its number, never used twice), text (what the QR
code holds), revoked (作废: lost, stolen, copied or renewed), reading (what a scanned text proved to be).
"""

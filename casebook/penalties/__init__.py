"""The penal provisions PEN-01 … PEN-28 as data with dates, and what follows from them.

Words: provision (one act with its articles, dates and ranges), match (provisions that fit an act on a
day, by rank), discretion (裁量基准), threshold (from which a hearing or a collective discussion is
due), surcharge (加处罚款).
"""

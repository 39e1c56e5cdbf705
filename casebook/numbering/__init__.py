"""Numbers that people read: in one row without gap or double, per county, kind, word and year.

Words: series (one row of numbers), issued, reserved, void; a number once taken is never given again.
"""

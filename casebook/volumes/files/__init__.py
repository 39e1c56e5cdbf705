"""Files of readings and electricity: opened row by row, sorted on disk, never held in memory whole.

Words: table (the sheet that was understood), spool (a private file in which rows wait, sorted by well).
"""

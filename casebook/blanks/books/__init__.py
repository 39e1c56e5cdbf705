"""Workbooks (OOXML) at the level of bytes: looked into with care, changed in single cells, else copied.

Words: archive (the zip), part (a file in it), book, sheet, edit (bytes that take others' place).
"""

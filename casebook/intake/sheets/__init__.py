"""Opening a spreadsheet from outside: in a child process with little memory and time, one row at a time.

Words: spool (the temporary file into which the child pours the rows), head (the first rows of a sheet).
"""

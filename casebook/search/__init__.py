"""One box for everything: wells, problems, cases and closures by number, code, plate or name."""

"""Pure decisions of the register import: which row is the header, which cell means what, what a line says."""

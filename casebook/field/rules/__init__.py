"""Pure decisions of field work."""

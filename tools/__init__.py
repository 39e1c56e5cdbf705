"""What `make` runs. Everything but `tools.test` needs the system's Python alone."""

"""Keeping norms, plans, reclaimed water and cuts."""

"""The map of all wells and zones beside the list that has the same filter."""

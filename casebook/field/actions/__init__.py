"""What the field feature does."""

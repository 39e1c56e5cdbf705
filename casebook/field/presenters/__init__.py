"""What pages and programs get of the field feature."""

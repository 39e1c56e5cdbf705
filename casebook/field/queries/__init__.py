"""Reading what the field feature keeps."""

"""A day in the field while everything breaks: `python -m tests.chaos`."""

"""Measurements of `make bench`: ours, a peer, the limit, interleaved in one run. Never part of the tests."""

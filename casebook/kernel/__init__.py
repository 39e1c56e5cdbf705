"""Pure building blocks: time, errors, exact volumes, ids, coordinates, identifiers, hashes.

Nothing here knows Flask, a database or a file; every other package may import it.
"""

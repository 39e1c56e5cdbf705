"""Running casebook: which database is opened, its first start, server and worker, the local certificate.

Words: the *county* that is served (the real one, an empty one, the demonstration); the local *authority*
and the *server certificate* that it signs; the *install site*, where tablets get the authority's certificate.
"""

"""What leaves the house as proof: evidence packages that anybody can verify without casebook.

Words: package (取证包: one ZIP about a case or a closure), manifest (every file with its size and
hash), seal (the signed statement that names the manifest), head (the manifest's hash, printed and
kept apart), verifier (one Python file and one HTML page that need nothing of casebook).
"""

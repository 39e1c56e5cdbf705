"""Evidence: files with what proves them, who held and saw them, and the moment from which nothing may change.

Words: item (one original with its facts), origin (how it came), stage (before, during, after the
works), derivative (a preview made of it), custody (the chain of what happened to an item),
locked (固定), mismatch (the file's own EXIF disagrees with what was recorded).
"""

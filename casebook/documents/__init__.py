"""Papers that casebook makes itself: a template and its facts become a PDF on A4.

Words: letter (a template under `templates/letters/`), facts (what it is filled with; the same facts give
the same bytes), family (a font that must be installed; another one never takes its place unseen).
"""

"""The papers of the house: which there are, what each holds, how it becomes PDF and DOCX, what becomes of it.

Words: form (one of the catalogue, `rules.FORMS`), document (one paper about a subject), facts (what it is
filled with, frozen with their hash when it is issued), template (a form's wording, the bureau's or the
house's), stamping (用印), delivery (送达), receipt (送达回证), letter (a fixed template under
`templates/letters/`), family (a font that must be installed; another one never takes its place unseen).
"""

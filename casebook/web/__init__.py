"""Flask's side of casebook: guard, errors, forms, formats, headers, downloads.

It knows no feature: the signed-in officer, the navigation and the pages come from `wiring`.
"""

"""The administrators' pages."""

from casebook.administration.views import agencies, calendar, index, officers, powers, sign_ins, system
from casebook.administration.views.blueprint import blueprint

__all__ = ["agencies", "blueprint", "calendar", "index", "officers", "powers", "sign_ins", "system"]

"""What pages show of clocks and of the rules they run by."""

from casebook.deadlines.presenters.clocks import (
    HowLine,
    TermView,
    how_lines,
    length_text,
    task_of_clock,
    term_view,
)

__all__ = ["HowLine", "TermView", "how_lines", "length_text", "task_of_clock", "term_view"]

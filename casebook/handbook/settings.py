"""The table of settings, for the README and the command line."""

from __future__ import annotations

from casebook import config


def rows() -> list[tuple[str, str, str]]:
    """Return (variable, default, meaning) of every setting, `-` for an empty default."""
    return [(variable, default or "-", meaning) for variable, default, meaning in config.documented()]


def markdown() -> str:
    """Return the table as Markdown."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for variable, default, meaning in rows():
        shown = default if default == "-" else f"`{default}`"
        lines.append(f"| `{variable}` | {shown} | {meaning.replace('|', chr(92) + '|')} |")
    return "\n".join([*lines, ""])

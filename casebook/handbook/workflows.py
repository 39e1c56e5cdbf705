"""docs/workflows.md: each transition table as a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook import wiring
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum
    from types import ModuleType

_HEAD = """\
# Workflows

Each status of casebook moves by one literal table in its feature's rules. The table draws the buttons,
refuses a step out of order, and makes these diagrams: `casebook diagrams` writes this file anew, and a
test compares. Words beside an arrow are the grounds on which the step may be taken.
"""


@dataclass(frozen=True)
class Workflow:
    """One transition table, and where it stands."""

    place: str
    table: Mapping[StrEnum, Mapping[StrEnum, frozenset[StrEnum]] | frozenset[StrEnum]]

    @property
    def kind(self) -> type[StrEnum]:
        """The enum whose members are the states."""
        return type(next(iter(self.table)))

    @property
    def ends(self) -> list[StrEnum]:
        """States that nothing follows."""
        return [state for state in self.kind if not self.table[state]]

    def steps(self) -> Iterator[tuple[StrEnum, StrEnum, str]]:
        """Yield (from, to, grounds) in the order of the enum."""
        for state in self.kind:
            after = self.table[state]
            for to in self.kind:
                if to in after:
                    grounds = after[to] if not isinstance(after, frozenset) else frozenset()
                    yield state, to, ", ".join(sorted(grounds))


def workflows() -> list[Workflow]:
    """Return every transition table, the bottom feature's first."""
    return [found for module in wiring.role("rules") for found in _tables(module)]


def _tables(module: ModuleType) -> Iterator[Workflow]:
    own = module.__name__.removesuffix(".rules")
    for name, value in sorted(vars(module).items()):
        if not name.endswith("TRANSITIONS") or not isinstance(value, dict):
            continue
        if type(next(iter(value))).__module__.startswith(own):
            yield Workflow(f"{module.__name__}.{name}", value)


def document() -> str:
    """Return the text of docs/workflows.md; words are Chinese, as they are written in the code."""
    wiring.load_labels()
    return "\n".join([_HEAD, *(_section(found) for found in workflows())])


def _section(found: Workflow) -> str:
    lines = [
        f"## {found.kind.__name__}",
        "",
        f"{found.kind.__doc__} Table: `{found.place}`.",
        "",
        "```mermaid",
    ]
    lines.append("stateDiagram-v2")
    lines += [f"    {state.value} : {state.value} {label(state)}" for state in found.kind]
    lines += [
        f"    {before.value} --> {after.value}{_beside(grounds)}" for before, after, grounds in found.steps()
    ]
    lines += [f"    {state.value} --> [*]" for state in found.ends]
    return "\n".join([*lines, "```", ""])


def _beside(grounds: str) -> str:
    return f" : {grounds}" if grounds else ""

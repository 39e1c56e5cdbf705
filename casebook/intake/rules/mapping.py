"""A mapping that somebody wrote: which header means what."""

from __future__ import annotations

import orjson

from casebook.intake.rules.fields import Field
from casebook.intake.rules.layout import IGNORED
from casebook.kernel.errors import RuleBroken


def read_mapping(data: bytes) -> dict[str, str]:
    """Read a mapping file: JSON of header to field, as in {"井位号": "code", "20年": "volume:2020"}.

    A field is named by its own word or by any header that a register is known to use; an empty
    word leaves the column out. The other way round, {"code": "井位号"}, is read as well. Raises
    RuleBroken `mapping_unreadable`.
    """
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise RuleBroken("mapping_unreadable", field="mapping") from None
    if not isinstance(found, dict) or not all(isinstance(word, str | None) for word in found.values()):
        raise RuleBroken("mapping_unreadable", field="mapping")
    pairs = {str(header): word or IGNORED for header, word in found.items()}
    if pairs and all(_is_field(header) for header in pairs) and not any(map(_is_field, pairs.values())):
        return {header: word for word, header in pairs.items()}
    return pairs


def _is_field(word: str) -> bool:
    return word.partition(":")[0] in Field.__members__.values()

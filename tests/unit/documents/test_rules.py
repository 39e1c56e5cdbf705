"""Characters that no font has are spelled out, markup never."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casebook.documents.rules import spell_out


def test_a_character_without_a_font_is_written_as_its_number() -> None:
    assert spell_out("<p>好😀</p>", {"😀"}) == "<p>好〔U+1F600〕</p>"


@given(st.text(), st.sets(st.characters(codec="utf-8"), max_size=5))
def test_markup_stays(text: str, lacking: set[str]) -> None:
    made = spell_out(text, lacking | set("<>&"))
    assert [made.count(sign) for sign in "<>&"] == [text.count(sign) for sign in "<>&"]
    assert not (set(made) & (lacking - set("<>&\"'〔〕U+0123456789ABCDEF")))

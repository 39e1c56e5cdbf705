"""The catalogue of papers is whole, and every paper of it can be made from a template of its own."""

from __future__ import annotations

import pytest

from casebook.documents import templates
from casebook.documents.labels import LABELS
from casebook.documents.rules import FORMS, DocumentState, FieldKind, FormCode, Side, follows
from casebook.documents.rules.life import is_final
from casebook.documents.rules.sandbox import HEAD, check_template, fill_in, sample

ALL = sorted(FORMS)


def test_all_forty_eight_numbers_are_there() -> None:
    assert {form.no for form in FORMS.values()} == set(range(1, 49))
    assert set(FORMS) == set(FormCode)
    assert list(FORMS) == sorted(FORMS)


def test_titles_are_the_same_on_paper_and_on_pages() -> None:
    assert {code: str(words) for code, words in LABELS[FormCode].items()} == {
        code: form.title for code, form in FORMS.items()
    }


def test_rows_of_numbers_have_one_kind_for_a_word() -> None:
    """Two rows with one word would spell the same numbers twice."""
    words: dict[str, set[str]] = {}
    for form in FORMS.values():
        if form.series is not None:
            words.setdefault(form.series.word, set()).add(form.series.kind)
    assert all(len(kinds) == 1 for kinds in words.values())
    assert all(word.endswith("字") for word in words)


def test_letters_of_two_forms_never_share_a_word() -> None:
    words = [form.number_word for form in FORMS.values() if form.needs_number]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("code", ALL)
def test_a_form_is_well_formed(code: FormCode) -> None:
    form = FORMS[code]
    names = [field.name for field in form.fields]
    assert len(names) == len(set(names))
    assert not set(names) & set(HEAD)
    assert all((field.kind is FieldKind.ROWS) == bool(field.columns) for field in form.fields)
    assert form.side is Side.EXTERNAL or not form.is_served
    assert not form.is_served or form.needs_stamp


@pytest.mark.parametrize("code", ALL)
def test_the_houses_own_template_passes_its_own_check(code: FormCode) -> None:
    source = templates.own_source(code)
    assert check_template(FORMS[code], source) == []
    assert fill_in(source, sample(FORMS[code], is_filled=True))
    assert fill_in(source, sample(FORMS[code], is_filled=False))


@pytest.mark.parametrize("code", ALL)
def test_every_life_ends(code: FormCode) -> None:
    """From a draft each paper can reach its last state, and nothing follows service."""
    form, seen, ahead = FORMS[code], set[DocumentState](), [DocumentState.DRAFT]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            ahead += follows(form, state)
    assert any(is_final(form, state) for state in seen)
    assert (DocumentState.STAMPED in seen) == form.needs_stamp
    assert (DocumentState.SERVED in seen) == form.is_served

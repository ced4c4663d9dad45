"""What forms take in can be printed: a title that was accepted never stops the extract that it is to stand in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from engine.documents.fonts import require_printable
from engine.documents.richtext import clean
from engine.errors import Invalid
from engine.forms import Line, Text

LINE: TypeAdapter[str] = TypeAdapter(Line)
TEXT: TypeAdapter[str] = TypeAdapter(Text)


@pytest.mark.parametrize(
    "said", ["Motion om CallMe", "Åsa Öberg – ”ja”", "≤ 5 % → bra", "Łukasz Žižek", "1177:s e\u00adtjänst"]
)
def test_what_a_swedish_authority_writes_is_taken(said: str) -> None:
    assert LINE.validate_python(said) == said


@pytest.mark.parametrize("said", ["Bra motion 🙂", "会议", "a\u202eb", "nul\0", "\ud800"])
def test_what_cannot_be_printed_is_refused_where_it_is_written(said: str) -> None:
    with pytest.raises(ValidationError):
        LINE.validate_python(said)
    with pytest.raises(Invalid) as no:
        clean(f"<p>{said}</p>" if "\0" not in said and "\ud800" not in said else "<p>&#x1F642;</p>", "text")
    assert no.value.field == "text"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_every_accepted_text_can_be_set_in_our_fonts(said: str) -> None:
    try:
        taken = TEXT.validate_python(said)
    except ValidationError:
        return
    require_printable(taken)

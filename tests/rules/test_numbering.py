"""Numbers as Swedish authorities write them, and patterns that would not hold."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.rules.numbering import (
    CLASS_MAX,
    PATTERN_MAX,
    TEXT_MAX,
    Number,
    PatternError,
    compile_pattern,
    is_class_code,
    may_start_at,
    may_void,
)

WRITTEN = [
    # pattern, restarts yearly, number, as it is printed
    ("{seq}-{year}", True, Number(272, 2020), "272-2020"),
    ("RS/{seq}/{year}", True, Number(338, 2023), "RS/338/2023"),
    ("RS {seq}-{year}", True, Number(1459, 2023), "RS 1459-2023"),
    ("RS {year}/{seq}", True, Number(713, 2022), "RS 2022/713"),
    ("RS {year}/{seq}-{record}", True, Number(713, 2022, record=1), "RS 2022/713-1"),
    ("RJL {year}/{seq}", True, Number(1288, 2016), "RJL 2016/1288"),
    ("LD{yy}/{seq:5}", True, Number(3336, 2013), "LD13/03336"),
    ("RV{yy}{seq:4}", True, Number(949, 2018), "RV180949"),
    ("{yy}{seq:5}", True, Number(21, 2017), "1700021"),
    ("KS-{year}/{seq}.{class}", True, Number(742, 2014, "912"), "KS-2014/742.912"),
    ("KS-{year}/{seq}.{class}", True, Number(742, 2014, "3.2.1"), "KS-2014/742.3.2.1"),
    ("KU.{year}.{seq}", True, Number(91, 2017), "KU.2017.91"),
    ("SLK-{year}-{seq:5}", True, Number(15, 2026), "SLK-2026-00015"),
    ("Motion {seq}-{year}", True, Number(3, 2020), "Motion 3-2020"),
    ("nr {seq}-{year}", True, Number(24, 2023), "nr 24-2023"),
    ("§ {seq}", False, Number(113), "§ 113"),
    ("§ {seq}/{yy}", True, Number(63, 2020), "§ 63/20"),
    ("{{{seq}}}", False, Number(7), "{7}"),
    ("{class}.{seq}", False, Number(4, class_code="3.2.1"), "3.2.1.4"),
]


@pytest.mark.parametrize(("pattern", "yearly", "number", "printed"), WRITTEN)
def test_number_is_printed_and_read_as_the_authority_writes_it(
    pattern: str, yearly: bool, number: Number, printed: str
) -> None:
    compiled = compile_pattern(pattern, yearly=yearly)
    assert compiled.format(number) == printed
    assert compiled.parse(printed) == number


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{seq}-{year}", "272-20"),
        ("{seq}-{year}", "0272-2020"),
        ("{seq}-{year}", "272-2020 "),
        ("{seq}-{year}", "٢٧٢-2020"),
        ("{seq}-{year}", "0-2020"),
        ("{seq}-{year}", "272-0020"),
        ("SLK-{year}-{seq:5}", "SLK-2026-00000"),
        ("SLK-{year}-{seq:5}", "SLK-2026-15"),
        ("SLK-{year}-{seq:5}", "SLK-2026-000015"),
        ("{seq}-{year}", "1" * TEXT_MAX + "-2020"),
        ("KS {seq}-{year}.{class}", "KS 1-2020." + "9" * (CLASS_MAX + 1)),
    ],
)
def test_text_that_the_pattern_never_writes_is_no_number(pattern: str, text: str) -> None:
    assert compile_pattern(pattern, yearly=True).parse(text) is None


@pytest.mark.parametrize(
    ("pattern", "rule", "position"),
    [
        ("{year}", "pattern_without_sequence", 0),
        ("", "pattern_without_sequence", 0),
        ("RS {seq}", "pattern_without_year", 0),
        ("{seq}{record}-{year}", "pattern_ambiguous", 5),
        ("{seq}0{record}-{year}", "pattern_ambiguous", 6),
        ("{class}{seq}-{year}", "pattern_ambiguous", 7),
        ("{year} {seq}7{class}", "pattern_ambiguous", 13),
        ("{seq}-{year}{year}", "pattern_repeated_token", 12),
        ("{seq}-{year}-{yy}", "pattern_repeated_token", 13),
        ("{seq}/{seq:3} {year}", "pattern_repeated_token", 6),
        ("RS {number}-{year}", "pattern_unknown_token", 3),
        ("{seq:0}-{year}", "pattern_unknown_token", 0),
        ("{seq:11}-{year}", "pattern_unknown_token", 0),
        ("{year:2}-{seq}", "pattern_unknown_token", 0),
        ("{seq}-{year", "pattern_brace", 6),
        ("{seq}}-{year}", "pattern_brace", 5),
        (" {seq}-{year}", "pattern_spaces", 0),
        ("{seq}-{year} ", "pattern_spaces", 12),
        ("RS  {seq}-{year}", "pattern_spaces", 2),
        ("RS\n{seq}-{year}", "pattern_unprintable", 2),
        ("RS\u00a0{seq}-{year}", "pattern_unprintable", 2),
        ("RS\u202e{seq}-{year}", "pattern_unprintable", 2),
        ("RA\u030a {seq}-{year}", "pattern_unprintable", 0),
        ("\u212b {seq}-{year}", "pattern_unprintable", 0),
        ("{seq}-{year}" + "x" * PATTERN_MAX, "pattern_too_long", PATTERN_MAX),
    ],
)
def test_pattern_that_could_not_be_read_back_is_refused_where_it_goes_wrong(
    pattern: str, rule: str, position: int
) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern, yearly=True)
    assert (caught.value.refusal.rule, caught.value.position) == (rule, position)
    assert caught.value.reason in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{seq}-{year}", Number(1)),
        ("{seq}-{year}", Number(0, 2020)),
        ("{seq}-{year}", Number(10**10, 2020)),
        ("{seq}/{yy}", Number(1, 1949)),
        ("{seq}/{yy}", Number(1, 2050)),
        ("{seq}-{year}.{class}", Number(1, 2020, "a..b")),
        ("{seq}-{year}.{record}", Number(1, 2020)),
    ],
)
def test_number_that_could_not_be_read_back_is_not_printed(pattern: str, number: Number) -> None:
    with pytest.raises(ValueError, match="can be written"):
        compile_pattern(pattern, yearly=True).format(number)


def test_two_digits_are_read_as_the_years_from_1950_to_2049() -> None:
    pattern = compile_pattern("{seq}/{yy}", yearly=True)
    assert pattern.parse("63/50") == Number(63, 1950)
    assert pattern.parse("63/49") == Number(63, 2049)


def test_pattern_tells_which_tokens_it_shows() -> None:
    pattern = compile_pattern("LD{yy}/{seq:5}", yearly=True)
    assert pattern.shows("yy")
    assert not pattern.shows("class")


def test_number_is_voided_only_with_a_reason() -> None:
    assert may_void("Registrerad två gånger") is None
    refused = may_void("  ")
    assert refused is not None
    assert refused.rule == "number_void_without_reason"


@pytest.mark.parametrize(
    ("start", "reason", "taken", "rule"),
    [
        (1, "", 0, None),
        (500, "Fortsätter det gamla diariet", 0, None),
        (500, " ", 0, "series_start_without_reason"),
        (500, "Fortsätter", 500, "series_start_taken"),
        (1, "", 1, "series_start_taken"),
    ],
)
def test_series_starts_elsewhere_only_with_a_reason(start: int, reason: str, taken: int, rule: str | None) -> None:
    refused = may_start_at(start, reason, taken)
    assert (refused.rule if refused else None) == rule


LITERALS = st.sampled_from(["", "-", "/", ".", " ", "{{", "}}", "0", "A", "RS-", ".0", ":"])
TOKENS = (["{seq}", "{seq:3}", "{seq:5}"], ["{year}", "{yy}"], ["{class}", ""], ["{record}", "{record:2}", ""])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Patterns with a running number and a year, most of which can be read back."""
    tokens = draw(st.permutations([draw(st.sampled_from(names)) for names in TOKENS]))
    return "".join(draw(LITERALS) + token for token in tokens).strip()


NUMBERS = st.builds(
    Number,
    seq=st.integers(1, 10**10 - 1),
    year=st.integers(1950, 2049),
    class_code=st.from_regex(r"[0-9A-ZÅÄÖa-zåäö]{1,3}([.][0-9A-Z]{1,3}){0,3}", fullmatch=True),
    record=st.integers(1, 10**10 - 1),
)


@given(patterns(), NUMBERS, NUMBERS)
def test_every_accepted_pattern_reads_back_what_it_writes(text: str, number: Number, other: Number) -> None:
    try:
        pattern = compile_pattern(text, yearly=True)
    except PatternError:
        assume(False)
    shown = shown_part(text, number)
    assert pattern.parse(pattern.format(number)) == shown
    if shown_part(text, other) != shown:
        assert pattern.format(other) != pattern.format(number)


def shown_part(text: str, number: Number) -> Number:
    pattern = compile_pattern(text, yearly=True)
    return Number(
        number.seq,
        number.year,
        number.class_code if pattern.shows("class") else None,
        number.record if pattern.shows("record") else None,
    )


@given(patterns(), st.text("ABRS-/. §0123456789", max_size=20))
def test_every_text_that_is_read_as_a_number_is_printed_the_same(text: str, printed: str) -> None:
    try:
        pattern = compile_pattern(text, yearly=False)
    except PatternError:
        assume(False)
    number = pattern.parse(printed)
    assert number is None or pattern.format(number) == printed


@given(st.text(max_size=80))
def test_any_text_is_either_a_pattern_or_refused_with_a_position(text: str) -> None:
    refused = refusal_of(text)
    assert refused is None or 0 <= refused.position <= len(text)


def refusal_of(text: str) -> PatternError | None:
    try:
        compile_pattern(text, yearly=False)
    except PatternError as error:
        return error
    return None


@given(st.text(max_size=30))
def test_class_codes_are_parts_of_letters_and_digits(code: str) -> None:
    assert is_class_code(code) == (
        0 < len(code) <= CLASS_MAX and all(part and set(part) <= ALNUM for part in code.split("."))
    )


ALNUM = set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZåäöÅÄÖ")

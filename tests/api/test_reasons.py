"""Why a value is refused is told in Swedish: each reason in the code has its sentence, each sentence its reason."""

import ast
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from api.messages import fault_sentence, field_sentence, literal, messages, reason_sentence, templates
from api.scenario import read_scenario
from engine.documents.richtext import clean
from engine.errors import Invalid
from engine.forms import Line
from engine.lifecycle.variables import flat
from engine.organisations.forms import DiaryForm, MandateForm
from engine.organisations.profile import load_profile
from engine.registry.forms import RecordForm
from engine.registry.rows import ImportRow
from engine.settings import data
from tests.house.sources import ROOT

IN_NO_FIELD = {
    "a frame of {} bytes",
    "an embedded file needs a media type such as application/json",
    "an embedded file's name holds other than plain letters",
    "an embedded file's times need a zone",
    "only pictures in the page itself and our own fonts are fetched",
    "something is drawn that has no place in the structure",
    "something that belongs to the structure was not drawn",
    "a naive datetime reached the database",
    "DNR_MAIL_HOST is set, so DNR_MAIL_FROM must be an address to send from",
    "an instant without a time zone has no legal day",
    "file {} has been altered",
    "leads out of the backup",
    "no question is being put",
    "not a number of ours",
    "not a rule key: {}",
    "not an instant of ours",
    "there is no document {}",
    "two rules are called {}",
    "{} has no {} that can be written",
    "{} states {}, not {}",
}
"""What stops a programmer or spoils a file, and never reaches a field of a form."""
SAID_BY_THE_RULE = {"pattern: {}", "{}.pattern: {}"}
"""What is wrong with a pattern is said by the rule that it breaks, in the table of rules."""
ROWS = ("engine/registry/importing.py", "engine/registry/rows.py")
"""Where faults of rows are found."""
FROM_ELSEWHERE = {
    "engine/documents/intake/decoding.py: str(fault)",
    "engine/documents/intake/word.py: str(fault)",
    "engine/documents/richtext.py: str(fault)",
    "engine/documents/settling.py: str(fault)",
    "engine/registry/attachments.py: str(fault)",
    "engine/organisations/beginning.py: str(fault)",
    "engine/organisations/links.py: str(fault)",
    "engine/organisations/profile.py: first['msg'].removeprefix('Value error, ')",
    "engine/organisations/setup.py: first['msg']",
    "api/scenario.py: first['msg']",
}
"""Reasons that another reason or pydantic has given."""


@dataclass(frozen=True)
class Reason:
    """A reason in the code: its text with {} for each fact in it, and the names of the facts beside it."""

    text: str
    facts: frozenset[str] = frozenset()


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every module of engine and api."""
    for folder in ("engine", "api"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def texts_of(node: ast.expr) -> list[str]:
    """The texts that an expression can be, facts as {}; none when it is not written out."""
    match node:
        case ast.Constant(value=str(text)):
            return [text.replace("{", "{{").replace("}", "}}")]
        case ast.JoinedStr(values=values):
            parts = ("{}" if isinstance(one, ast.FormattedValue) else "".join(texts_of(one)) for one in values)
            return ["".join(parts)]
        case ast.IfExp(body=one, orelse=other):
            return texts_of(one) + texts_of(other)
        case _:
            return []


def given(path: str, node: ast.AST) -> tuple[ast.expr, str] | None:
    """The expression of the reason that a node gives, and what is written after it; None when it gives none."""
    match node:
        case ast.Call(func=ast.Name(id="Invalid"), args=[_, reason]):
            return reason, ""
        case ast.Call(func=ast.Name(id="ValueError"), args=[reason]):
            return reason, ""
        case ast.Call(func=ast.Name(id="WordingError"), args=[_, reason]):
            return reason, " (position {})"
        case ast.Call(func=ast.Attribute(attr="fault"), args=[_, _, reason]) if path in ROWS:
            return (reason, "") if texts_of(reason) else None
        case ast.Call(func=ast.Attribute(attr="append"), args=[ast.Tuple(elts=[_, _, reason])]) if path in ROWS:
            return reason, ""
        case ast.Yield(value=ast.Tuple(elts=[ast.Constant(), reason])) if path == ROWS[0]:
            return reason, ""
        case _:
            return None


def found() -> Iterator[tuple[str, ast.expr, Reason | None]]:
    """Every reason in the code with where it stands; None for one that is not written out."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if (reason := given(path, node)) is None:
                continue
            keywords = node.keywords if isinstance(node, ast.Call) else []
            facts = frozenset(one.arg for one in keywords if one.arg)
            written = [Reason(text + reason[1], facts) for text in texts_of(reason[0])]
            yield from ((path, reason[0], one) for one in written or (None,))


def shape(key: str) -> str:
    """A key of the table with {} for each of its places."""
    parts = ((words, name) for words, name, *_ in string.Formatter().parse(key))
    return "".join(
        words.replace("{", "{{").replace("}", "}}") + ("{}" if name is not None else "") for words, name in parts
    )


def places(text: str) -> set[str]:
    """The names of the places in a text."""
    return {name for _, name, *_ in string.Formatter().parse(text) if name is not None}


REASONS: Mapping[str, str] = messages()["reasons"]


def test_every_reason_has_a_swedish_sentence_and_every_sentence_a_reason() -> None:
    written = {reason.text for _, _, reason in found() if reason is not None}
    silent = IN_NO_FIELD | SAID_BY_THE_RULE
    assert written - silent == {shape(key) for key in REASONS}
    assert silent <= written, "nothing is excused that is not in the code"


def test_reasons_that_are_not_written_out_come_from_another_reason_or_from_the_library() -> None:
    assert {f"{path}: {ast.unparse(node)}" for path, node, reason in found() if reason is None} == FROM_ELSEWHERE


def test_every_place_in_a_sentence_is_filled_wherever_its_reason_is_given() -> None:
    beside: dict[str, frozenset[str]] = {}
    for _, _, reason in found():
        if reason is not None:
            beside[reason.text] = beside.get(reason.text, reason.facts) & reason.facts
    empty = {key: places(said) - places(key) - beside[shape(key)] for key, said in REASONS.items()}
    assert {key: names for key, names in empty.items() if names} == {}


@pytest.mark.parametrize("key", REASONS)
def test_no_reason_is_taken_for_another(key: str) -> None:
    reason = key.format_map(dict.fromkeys(places(key), "7"))
    assert next(said for pattern, said in templates() if pattern.fullmatch(reason)) == REASONS[key]


def test_sentences_are_short_and_end_as_sentences_do() -> None:
    for said in (*REASONS.values(), *messages()["library"].values(), *messages()["fields"].values()):
        assert said.endswith((".", ". {reason}")), said
        assert said[0].isupper() or said[0] == "{", said
        assert "!" not in said, said
        assert len(said) <= 120, said
    assert all(literal(key) for key in REASONS), "a key of places alone would be taken for anything"


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        (RecordForm, {"way_in": "duva"}, "Välj ett av: post, email, by_hand, at_meeting, e_service, fax, internal."),
        (Line, "Rad\nbrytning", "Skriv texten på en rad."),
        (
            Line,
            "Klocka\x07",
            "Texten innehåller ett tecken som inte kan skrivas ut (U+0007). Ta bort eller byt ut det.",
        ),
        (
            MandateForm,
            {"person": "a", "body": "b", "seat": "member", "from_day": "2020-02-01", "through_day": "2020-01-01"},
            "Slutdagen ligger före den första dagen. Rätta dagarna.",
        ),
        (
            DiaryForm,
            {"slug": "a", "name": "A", "pattern": "{year}"},
            "Mönstret saknar löpnummer, {seq}.",
        ),
        (
            DiaryForm,
            {"slug": "a", "name": "A", "pattern": "{seq}-{year}-{record}"},
            "Ta bort {record} ur mönstret. Handlingens nummer läggs till efter ärendets diarienummer.",
        ),
    ],
)
def test_a_form_that_does_not_hold_is_explained_in_swedish(kind: type, form: object, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(form)
    assert said in [fault_sentence(dict(fault)) for fault in refused.value.errors()]


def refusal_of(act: object) -> Invalid:
    """What an act is refused with."""
    assert callable(act)
    with pytest.raises(Invalid) as refused:
        act()
    return refused.value


def test_a_refused_value_is_explained_in_swedish(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text("version: 1\n", "utf-8")
    profile = data("templates", "profiles", "region-norrbotten.yaml").read_text("utf-8")
    spoilt = re.sub(r"accent: .*", 'accent: "#ffffff"', profile)
    assert spoilt != profile
    acts = {
        "Texten innehåller ett osynligt tecken som vänder läsriktningen (U+202E). Ta bort det.": lambda: clean(
            "a\u202e"
        ),
        "Använd a–z, 0–9 och _ i namnet, högst 64 tecken.": lambda: flat({"Å": 1}),
        "Ange en text, ett tal, ja eller nej, eller en lista av sådana.": lambda: flat({"a": datetime.now(UTC)}),
        "Fältet måste fyllas i.": lambda: read_scenario(story),
        "Färgen är för ljus för text på vitt. Välj en mörkare; kontrasten är 1.0 och ska vara minst 4.5.": lambda: (
            load_profile(spoilt)
        ),
    }
    assert [field_sentence(refusal_of(act)) for act in acts.values()] == list(acts)


def test_facts_beside_a_reason_are_told() -> None:
    error = Invalid("body", "there is none with that name", name="Kulturnämnden")
    assert field_sentence(error) == "Kulturnämnden finns inte. Kontrollera namnet."


def test_a_reason_within_a_reason_is_told_too() -> None:
    said = reason_sentence("the phrase claim_approve: target has no genitive")
    assert said == "Formuleringen claim_approve går inte att använda. target kan inte stå i genitiv."


def test_what_the_library_says_of_a_cell_has_its_own_sentence() -> None:
    row = {"title": "x" * 501, "kind": "skrivelse", "diary": " ", "body": "b", "arrived_on": "i går"}
    with pytest.raises(ValidationError) as refused:
        ImportRow.model_validate(row)
    said = [reason_sentence(fault["msg"].removeprefix("Value error, ")) for fault in refused.value.errors()]
    assert said == [
        "Fyll i cellen.",
        "Texten är för lång, högst 500 tecken.",
        "Välj ett av: motion, initiative, audit_response, board_matter.",
        "Fyll i cellen.",
        "Skriv dagen som 2020-01-07.",
    ]


def test_what_nobody_has_foreseen_gets_the_general_sentence() -> None:
    assert reason_sentence("Decimal input should have no more than 2 digits") == "Värdet kan inte tas emot."

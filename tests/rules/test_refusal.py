"""Every rule that says no says it in Swedish."""

import string
import tomllib
from pathlib import Path

import pytest

from engine.rules import duties
from engine.rules.refusal import Refusal, Rule, declare, every_rule, first

MESSAGES = Path(__file__).parents[2] / "api" / "messages.sv.toml"
SENTENCES: dict[str, str] = tomllib.loads(MESSAGES.read_text("utf-8"))["rules"]


def test_every_rule_has_a_sentence_and_every_sentence_a_rule() -> None:
    assert SENTENCES.keys() == every_rule().keys()


@pytest.mark.parametrize("rule", every_rule().values(), ids=lambda rule: rule.key)
def test_a_sentence_uses_only_the_facts_its_rule_states(rule: Rule) -> None:
    used = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[rule.key]) if name is not None}
    assert used <= rule.facts


@pytest.mark.parametrize("rule", every_rule().values(), ids=lambda rule: rule.key)
def test_a_sentence_is_a_whole_swedish_sentence(rule: Rule) -> None:
    sentence = SENTENCES[rule.key]
    assert sentence == sentence.strip()
    assert sentence[0].isupper() or sentence[0] in "{§"
    assert sentence.endswith(".")


def test_a_refusal_states_exactly_the_declared_facts() -> None:
    rule = declare("too_late", "KL 5:35", "last")
    assert rule.refuse(last="2021-01-01") == Refusal("too_late", "KL 5:35", {"last": "2021-01-01"})
    with pytest.raises(ValueError, match="too_late states"):
        rule.refuse(first="2021-01-01")


@pytest.mark.parametrize("key", ["", "Too_late", "too late", "too__late", "_late"])
def test_a_rule_key_is_snake_case(key: str) -> None:
    with pytest.raises(ValueError, match="not a rule key"):
        declare(key, None)


def test_two_rules_cannot_share_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "OWN_DRAFT_AGAIN", declare("own_draft", "KL 5:69"), raising=False)
    with pytest.raises(ValueError, match="own_draft"):
        every_rule()


def test_the_first_no_is_the_answer() -> None:
    no, later = Refusal("no", None), Refusal("later", None)
    assert first(None, no, later) == no
    assert first(None, None) is None

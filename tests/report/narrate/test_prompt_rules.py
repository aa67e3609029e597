"""What a model is told is what the checker lets pass: the prompt and the lexicon cannot drift apart."""

import re
from itertools import permutations

import pytest
from report.narrate.sample import sample

from leanrig.report.narrate.check import check_sentence
from leanrig.report.narrate.lexicon import phrases
from leanrig.report.narrate.prompt_rules import EXAMPLES, instructions

TABLE = sample()
KEYS = (
    "year.2008.return", "year.2009.return", "year.2010.return", "fall.1.change", "regime.calm.sharpe",
    "regime.up.sharpe", "account.sharpe", "benchmark.sharpe", "account.return",
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_form_that_a_model_is_shown_passes_for_some_facts(example: str) -> None:
    names = sorted(set(re.findall(r"\{([A-D])\}", example)))
    assert any(
        not check_sentence(_filled(example, dict(zip(names, chosen, strict=True))), TABLE)
        for chosen in permutations(KEYS, len(names))
    )


def _filled(example: str, keys: dict[str, str]) -> str:
    return re.sub(r"\{([A-D])\}", lambda slot: f"{{{keys[slot[1]]}}}", example)


def test_each_word_that_a_model_is_told_is_in_the_lexicon() -> None:
    listed = [
        line.removeprefix("- ").partition(":")[0] for line in instructions().splitlines() if line.startswith("- ")
    ]
    told = [word for line in listed[:12] for word in line.split(", ")]
    assert len(told) > 70
    known = [word for word in told if word in phrases() or all(part in phrases() for part in word.split())]
    assert known == told


def test_the_rules_are_the_same_text_each_time_and_short() -> None:
    assert instructions() == instructions()
    assert len(instructions()) <= 5_000
